const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Words that carry grammar rather than matter, and the politeness that wraps a request. */
export const FUNCTION_WORDS = list(`
a an the is are was were be been being am do does did done of to in on at for with and or by as it its this that these
those i me my mine we us our you your he him she her hers his they them their what which who whom whose when where why
how can could should would will shall may might must have has had having there if so than then too very just about into
from up out any some get please pls tell explain describe hi hello hey thanks thank also really actually like let want
need know give show help quick question s t ll ve re d m u im ive id`);

/** Where a role is marked: the phrase that follows one of these belongs to it. */
export const ROLE_MARKERS = list(`
from to into onto than over under of for by with without in on at after before against through during while until
since because if unless when where who whom whose which that like as toward towards behind above below per via instead
but about across despite although whether although`);

/** Around these the order of two things does not matter. */
export const SYMMETRIC_CONNECTORS = list('and or vs versus nor & plus');

/** Verbs, nouns and adjectives that say the same of both sides. */
export const SYMMETRIC_PREDICATES = list(`
differ differs different difference differences compare compares compared comparison distinguish same similar similarity
similarities equal equals equivalent relation relationship relate related correlation distance`);
