import type { Section } from '../expression/expression';

export const SECTIONS = ['inbound', 'backend', 'outbound', 'on-error'] as const;
export type SectionName = (typeof SECTIONS)[number];

/** `context.Response` is there in outbound only. */
export function sectionOfExpressions(section: SectionName): Section {
  return section === 'outbound' ? 'outbound' : 'inbound';
}
