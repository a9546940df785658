import type { NegationWords } from '../word-lists';

export const negation: NegationWords = {
  negators: `
nicht kein keine keinen keinem keiner keines keins nie niemals niemand niemanden niemandem nichts nirgends nirgendwo
weder ohne außer ausser ausgenommen vermeiden vermeide vermeidet verhindern verhindere verhindert aufhören aufzuhören
unmöglich kaum ohne verboten verweigern verzichten ausschließen nein`,
  openers: '',
  closers: '',
  not: 'nicht',
  or: 'oder',
  only: 'nur',
  answers: 'nein',
  prefixes: 'un miss des ent in nicht de',
  notPrefixed: `
unter unten unterschied unterricht unternehmen unterlagen unterkunft unterwegs uns unser unsere insel insekt inhalt
information installieren interesse international investieren innen inzwischen insgesamt denken deren dessen deutsch
deutlich entscheiden entwickeln entfernung entlang entweder missen mission missbrauch desto destillieren universität
uniform union`,
};
