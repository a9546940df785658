import type { RequestHead } from '../core/exchange';
import type { MatchSettings, PolicySettings } from '../core/policy';

/** The policies in force: an immutable snapshot; a reload makes a new one, and a running exchange keeps its own. */
export interface PolicySet {
  /** The first policy that covers this request, in the order of the configuration. */
  match(head: RequestHead): PolicySettings | undefined;
}

export function compilePolicies(settings: readonly PolicySettings[]): PolicySet {
  const compiled = settings.map((policy) => ({ policy, covers: compileMatch(policy.match) }));
  return { match: (head) => compiled.find(({ covers }) => covers(head))?.policy };
}

function compileMatch(match: MatchSettings): (head: RequestHead) => boolean {
  const hosts = match.hosts.map(hostMatcher);
  const paths = match.paths.map(prefixMatcher);
  return (head) => {
    const host = hostOf(head.authority);
    return (
      (hosts.length === 0 || hosts.some((m) => m(host))) && (paths.length === 0 || paths.some((m) => m(head.path)))
    );
  };
}

function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, '').toLowerCase();
}

/** "*.example.com" covers every name below example.com, not example.com itself. */
function hostMatcher(pattern: string): (host: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (wanted === '*') return () => true;
  if (wanted.startsWith('*.')) return (host) => host.endsWith(wanted.slice(1));
  return (host) => host === wanted;
}

/** A prefix covers whole segments: "/v1" covers "/v1" and "/v1/chat", not "/v10". */
function prefixMatcher(prefix: string): (path: string) => boolean {
  const wanted = prefix.replace(/\/+$/, '');
  return (path) => path === wanted || path.startsWith(`${wanted}/`);
}
