/**
 * Frequent words of other languages in Latin letters that are no English words: enough to see that a text is not English, not to
 * tell which language it is. Words with letters beyond a-z tell it by themselves.
 */
export const FOREIGN_WORDS: ReadonlySet<string> = new Set(
  `
  der das dem des ein eine einen einem einer ich du er sie wir ihr mich mir dich dir uns euch und oder nicht kein
  keine ist sind bist wie wer wo wann warum welche welcher welches kann kannst mein meine dein deine auf aus bei mit
  nach von zu zum zur im vom ohne durch gegen werden wird habe haben soll sollte muss darf gibt auch noch nur schon
  sehr bitte le la les un une au aux et ou est sont suis je tu il elle nous vous ils elles mon mes ta tes sa ses ce
  cette ces qui que quoi dont pourquoi quand quel quelle quels quelles ne pas sans avec dans sur sous chez peut puis
  faire fait avoir bonjour merci el los las unos unas es soy yo ella nosotros ellos mis tus su sus este esta estos
  estas quien como donde cuando cuanto cual por para sobre entre desde hasta puedo puede hacer hace tengo tiene
  gracias hola muy lo gli uno sono lui lei noi voi mio mia tuo tua questo questa che chi dove perche quanto quale
  senza di da nel nella del della dei delle posso fare grazie ciao um uma eu ele ela meu minha seu sua isto isso quem
  onde quando qual com sem em na nos nas fazer obrigado het een ik jij wij zij zijn niet geen hoe wat waar wanneer
  waarom welke kan mijn jouw naar voor met zonder uit bij op te och att det en ett jag han hon vi inte hur vad var nar
  med utan till av jak co kto gdzie kiedy dlaczego czy nie jest moge moj od dla bez nasil nerede neden bir ve bu icin
  degil
  `
    .trim()
    .split(/\s+/),
);
