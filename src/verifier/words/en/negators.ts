import type { NegationWords } from '../word-lists';

export const negation: NegationWords = {
  negators: `
not no never none nobody nothing nowhere neither without except excluding avoid avoids avoided avoiding avert stop
stops stopped stopping prevent prevents prevented preventing prevention lack lacks lacking fail fails failed failing
refuse refuses refused quit quits quitting unable cease non hardly barely unless exclude excludes forbidden prohibited
absence absent apart_from aside_from other_than`,
  openers: '',
  closers: '',
  not: 'not',
  or: 'or',
  only: 'only',
  answers: 'no',
  prefixes: 'un dis non in im ir il mis de anti',
  notPrefixed: `
install invest inform increase income indeed disease discover under union unit until input inside distance import
improve impact despite design define develop depart department detail defeat display discount discuss dispatch invite
intend intense instance indoor interest impress implant imply impart inhabit intern intent intake insight inland
inborn infer inflame inflict ingrain inlet insure inquire invoice income increment independent decrease decline
deliver demand deport depose deprive derive describe desert deserve desire detain detect determine device devote
delight delay degree mission mister mistress dismiss distant dispose display dispute disposal distill distress
disguise disk unite uniform unique universe unity illustrate ignite image imagine impede import impose impound imprint
irrigate island antique deform denote denounce deem debate defer debrief deduct defy define denature inbox incite
input inset invent involve`,
};
