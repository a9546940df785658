import type { Grammar } from '../word-lists';

export const grammar: Grammar = {
  functionWords: `
a an the is are was were be been being am do does did done of to in on at for with and or by as it its this that these
those i me my mine we us our you your he him she her hers his they them their what which who whom whose when where why
how can could should would will shall may might must have has had having there if so than then too very just about
into from up out any some get please pls tell explain describe hi hello hey thanks thank also really actually like let
want need know give show help quick question s t ll ve re d m u im ive id`,
  roleMarkers: `
from to into onto than over under of for by with without in on at after before against through during while until
since because if unless when where who whom whose which that like as toward towards behind above below per via instead
but about across despite although whether although`,
  symmetricConnectors: 'and or vs versus nor & plus',
  alternatives: 'or nor',
  questionWords: 'what which who whom whose when where why how',
  voices: 'do=does=did be=is=are=was=were=been=being',
  lightVerbs: 'have has had need want know give get show help like just really make do',
  symmetricPredicates: `
differ differs different difference differences compare compares comparison distinguish same similar
similarity similarities equal equals equivalent relation relationship relate related correlation distance`,
  genitives: 'of for in on by from with',
  articles: 'a an the my your his her its our their',
  origins: 'from',
  goals: 'to into onto',
  comparisons: 'than over under before after against by without instead',
  capitalNouns: false,
  verbMoves: false,
  foldsAccents: true,
};
