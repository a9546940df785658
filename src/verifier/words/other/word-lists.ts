import type { WordLists } from '../word-lists';

const NOTHING = new Map<string, never>();

/** For languages without lists of their own: politeness, and what needs no words. */
export const OTHER_LANGUAGES: WordLists = {
  grammar: {
    functionWords: `
请 请问 谢谢 你好 您好 ください 下さい お願いします ありがとう 부탁드립니다 감사합니다 안녕하세요 пожалуйста спасибо привет
здравствуйте شكرا مرحبا कृपया धन्यवाद नमस्ते lütfen teşekkürler merhaba alsjeblieft alstublieft bedankt hallo hoi proszę
dziękuję cześć prosím děkuji tack snälla obrigado obrigada olá ciao grazie salve`,
    roleMarkers: '',
    symmetricConnectors: '& plus',
    alternatives: '',
    questionWords: '',
    lightVerbs: '',
    voices: '',
    symmetricPredicates: '',
    genitives: '',
    articles: '',
    origins: '',
    goals: '',
    comparisons: '',
    capitalNouns: false,
    verbMoves: false,
    foldsAccents: false,
  },
  negation: {
    negators: '',
    openers: '',
    closers: '',
    not: '',
    or: '',
    only: '',
    answers: '',
    prefixes: '',
    notPrefixed: '',
  },
  questions: { anywhere: '', opening: '', asking: '', conjunctions: '', auxiliaries: '' },
  numbers: {
    small: NOTHING,
    factors: NOTHING,
    ordinals: NOTHING,
    fixed: NOTHING,
    pronoun: '',
    articles: '',
    and: '',
    minus: '',
    vague: '',
    per: '',
    numbered: '',
    decimalComma: false,
  },
  dates: { firm: '', inCompany: '', company: '', vague: '', pointers: '', periods: '', past: '', present: '' },
  units: '',
  antonyms: '',
  particles: '',
  closedSets: '',
  scope: { quantifiers: '', narrowing: '', groups: '', among: '' },
  contexts: { beforeLanguage: '', afterLanguage: '', itself: '', beforeForm: '' },
  contractions: { whole: '', shouted: '', elided: '', enclitics: '' },
  lookalikes: '',
  softeners: { hedges: '', politeness: '', speaker: '', addressee: '', mine: '', yours: '', open: '', impersonal: '' },
  stemming: { irregular: '', endings: [], silent: '', comparatives: undefined },
};
