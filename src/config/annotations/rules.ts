import { suggestion } from '../problems';
import { ANNOTATION_NAMES, BESIDE_XML, elementsOf, FLAT_KEYS, PREFIX, type Annotations } from './keys';
import { wrongValue } from './wording';

/** What is wrong whatever policy the annotations mean. */
export function faultsOf(given: Annotations): readonly string[] {
  return [
    ...[...given.keys()].flatMap(unknown),
    ...[...given].flatMap(empty),
    ...switches(given),
    ...unlearnable(given),
  ];
}

function unknown(name: string): readonly string[] {
  if (ANNOTATION_NAMES.includes(name)) return [];
  const meant = suggestion(name, ANNOTATION_NAMES) || `; known are ${ANNOTATION_NAMES.join(', ')}`;
  return [`${PREFIX}${name}: is not a known annotation${meant}`];
}

/** An empty list of hosts, say, might be meant as none or as all. */
function empty([name, text]: readonly [string, string]): readonly string[] {
  const isList = FLAT_KEYS.get(name)?.kind === 'list';
  if (isList ? elementsOf(text).length > 0 : text.trim() !== '') return [];
  return [`${PREFIX}${name}: is empty; give it a value or remove it`];
}

function switches(given: Annotations): readonly string[] {
  return ['enabled', 'store'].flatMap((name) => {
    const text = given.get(name);
    const isRight = text === undefined || text === '' || text === 'true' || text === 'false';
    return isRight ? [] : [wrongValue(name, text, 'must be true or false')];
  });
}

/** Only answers that are kept are read, and so can be compared. */
function unlearnable(given: Annotations): readonly string[] {
  if (given.get('store') !== 'false' || !given.has('max-false-hit-rate')) return [];
  return [
    `${PREFIX}max-false-hit-rate: stands beside ${PREFIX}store: "false", with which nothing is learned; remove one of them`,
  ];
}

/** A whole policy says everything; what stands beside it would have to be laid over it, and nobody could tell which wins. */
export function conflicts(given: Annotations): readonly string[] {
  if (given.has('policy') && given.has('policy-xml')) {
    return [`${PREFIX}policy: stands beside ${PREFIX}policy-xml, and each is a whole policy; remove one of them`];
  }
  const shaping = [...FLAT_KEYS.keys(), 'store'].filter((name) => given.has(name));
  if (given.has('policy')) return shaping.map((name) => beside(name, 'policy', whereInSpec(name)));
  if (!given.has('policy-xml')) return [];
  return shaping
    .filter((name) => !BESIDE_XML.has(name))
    .map((name) => beside(name, 'policy-xml', 'say it in the document'));
}

function beside(name: string, whole: string, instead: string): string {
  return `${PREFIX}${name}: stands beside ${PREFIX}${whole}; ${instead}, and remove this annotation`;
}

function whereInSpec(name: string): string {
  const path = FLAT_KEYS.get(name)?.path;
  return path === undefined ? 'leave spec.store out there' : `say it there as spec.${path}`;
}
