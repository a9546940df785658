import { constant, type Computed } from '../computed';
import { toBool } from '../expression/result';
import type { Element } from './element';
import { evaluated } from './evaluated';
import type { Branch, Node } from './node';
import { checkAttributes, checkNoText, problem, refused, required, type Reading } from './reading';
import { sectionOfExpressions } from './sections';
import { isExpression } from './written';

const CONDITION = 'an expression, true or false';

/** @param readPolicies reads the policies of a branch */
export function readChoose(
  element: Element,
  reading: Reading,
  readPolicies: (parent: Element, reading: Reading) => readonly Node[],
): Node {
  checkAttributes(element, [], reading);
  checkNoText(element, reading);
  checkBranches(element, reading);
  const whens = element.children
    .filter(({ name }) => name === 'when')
    .map((when): Branch => ({ condition: readCondition(when, reading), nodes: readPolicies(when, reading) }));
  const last = element.children.find(({ name }) => name === 'otherwise');
  if (last !== undefined) checkAttributes(last, [], reading);
  return { kind: 'choose', whens, otherwise: last && readPolicies(last, reading) };
}

function checkBranches(element: Element, reading: Reading): void {
  const { children } = element;
  if (!children.some(({ name }) => name === 'when')) {
    problem(reading, element.place, '<choose> has no <when>; it has to have one or more');
  }
  children.forEach(({ name, place }, i) => {
    if (name === 'when') return;
    if (name !== 'otherwise') {
      problem(reading, place, `<${name}> is not allowed in <choose>; it holds: <when>, <otherwise>`);
    } else if (i !== children.length - 1) {
      problem(reading, place, '<otherwise> is not the last in its <choose>; it has to be, and there is one at most');
    }
  });
}

function readCondition(when: Element, reading: Reading): Computed<boolean> {
  const never = constant(false);
  checkAttributes(when, ['condition'], reading);
  const written = required(when, 'condition', CONDITION, reading);
  if (written === undefined) return never;
  if (isExpression(written)) {
    return evaluated(written, sectionOfExpressions(reading.section), toBool, reading.findings) ?? never;
  }
  if (!/^(true|false)$/i.test(written.text)) refused('condition', written, CONDITION, reading);
  return constant(written.text.toLowerCase() === 'true', written.shown);
}
