import type { LanguagePairs } from './language-pairs';

/** Languages without word lists: only the same words will do. */
export const other: LanguagePairs = {
  refused: {
    number: [
      ['我想买3个苹果', '我想买4个苹果'],
      ['मुझे 3 किताबें चाहिए', 'मुझे 4 किताबें चाहिए'],
      ['Как выбрать 3 книги?', 'Как выбрать 4 книги?'],
    ],
    quoted: [['Что значит «удача»?', 'Что значит «беда»?']],
    'role-swap': [
      ['猫为什么追狗', '狗为什么追猫'],
      ['犬は猫を追う', '猫は犬を追う'],
    ],
    language: [
      ['Как работает Docker?', 'How does Docker work?'],
      ['Dockerとは何ですか', '¿Qué es Docker?'],
    ],
    content: [
      ['Как включить тёмную тему?', 'Как выключить тёмную тему?'],
      ['كيف أفتح الحساب', 'كيف أغلق الحساب'],
      ['मैं पासवर्ड कैसे बदलूं', 'मैं खाता कैसे बदलूं'],
      ['如何打开暗模式', '如何关闭暗模式'],
      ['パスワードを変更できますか', 'パスワードを変更できませんか'],
      ['ฉันจะเปิดบัญชีได้อย่างไร', 'ฉันจะปิดบัญชีได้อย่างไร'],
      ['Come posso aprire il mio conto?', 'Come posso chiudere il mio conto?'],
      ['Como posso abrir a minha conta?', 'Como posso fechar a minha conta?'],
      ['Hoe kan ik mijn account openen?', 'Hoe kan ik mijn account sluiten?'],
      ['Hesabımı nasıl açabilirim?', 'Hesabımı nasıl kapatabilirim?'],
      ['비밀번호를 어떻게 바꾸나요?', '계정을 어떻게 바꾸나요?'],
    ],
  },
  accepted: [
    ['如何打开暗模式', '如何打开暗模式？'],
    ['如何打开暗模式', '请问如何打开暗模式？谢谢'],
    ['我想买3个苹果', '我想买３个苹果'],
    ['मुझे 3 किताबें चाहिए', 'मुझे ३ किताबें चाहिए'],
    ['パスワードを変更できますか', 'パスワードを変更できますか。'],
    ['Как включить тёмную тему?', 'как включить тёмную тему'],
    ['Как включить тёмную тему?', 'Пожалуйста, как включить тёмную тему?'],
    ['Como posso abrir a minha conta? Não sei', 'como posso abrir a minha conta? nao sei'],
    ['Come posso aprire il mio conto?', 'Ciao, come posso aprire il mio conto? Grazie'],
    ['كيف أفتح 5 حسابات', 'كيف أفتح ٥ حسابات'],
    ['ฉันจะเปิดบัญชีได้อย่างไร', 'ฉันจะเปิดบัญชีได้อย่างไร?'],
  ],
};
