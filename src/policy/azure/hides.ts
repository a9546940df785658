import { noFindings } from '../problems';
import type { Element } from './element';
import type { SectionName } from './sections';
import { readWritten } from './written';

/** Something that expressions can read and that is not known any more. */
export interface Hidden {
  /** As in `PolicyCall.hidden`: "header:x-user". */
  readonly key: string;
  /** For people: "header X-User", with named values still named. */
  readonly shown: string;
}

const URL_CHANGES: ReadonlySet<string> = new Set(['rewrite-uri', 'set-method', 'set-query-parameter']);
const BODY_CHANGES: ReadonlySet<string> = new Set([
  'find-and-replace',
  'json-to-xml',
  'set-body',
  'xml-to-json',
  'xsl-transform',
]);
const AUTHORIZATION: Hidden = { key: 'header:authorization', shown: 'header Authorization' };
const AUTHENTICATIONS: ReadonlySet<string> = new Set(['authentication-basic', 'authentication-managed-identity']);

/**
 * What a policy that the cache does not execute may change of what expressions see. In outbound, headers and body are the answer's,
 * which expressions read as it came from upstream.
 */
export function hiddenBy(
  element: Element,
  section: SectionName,
  named: Readonly<Record<string, string>>,
): readonly Hidden[] {
  const valueOf = (kind: 'header' | 'variable', attribute: string): readonly Hidden[] => {
    const value = element.attributes.get(attribute)?.value();
    if (value === undefined) return [];
    const { text, shown } = readWritten(value, named, noFindings());
    return [{ key: `${kind}:${kind === 'header' ? text.toLowerCase() : text}`, shown: `${kind} ${shown}` }];
  };
  const names = [...element.attributes.keys()].filter((name) => name.endsWith('variable-name'));
  const hidden = names.flatMap((name) => valueOf('variable', name));
  if (URL_CHANGES.has(element.name)) hidden.push({ key: 'url', shown: 'url and method' });
  if (section === 'outbound' || section === 'on-error') return hidden;
  if (BODY_CHANGES.has(element.name)) hidden.push({ key: 'body', shown: 'body' });
  if (element.name === 'set-header') hidden.push(...valueOf('header', 'name'));
  if (AUTHENTICATIONS.has(element.name) && names.length === 0) hidden.push(AUTHORIZATION);
  return hidden;
}
