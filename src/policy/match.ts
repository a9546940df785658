import type { RequestHead } from '../core/exchange';
import type { MatchSettings } from '../core/policy';

/** Whether a request is among those that a policy covers. */
export function compileMatch({ hosts, paths }: MatchSettings): (head: RequestHead) => boolean {
  const byHost = hosts.map(hostMatcher);
  const byPath = paths.map(prefixMatcher);
  return (head) => {
    const host = hostOf(head.authority);
    return (
      (byHost.length === 0 || byHost.some((m) => m(host))) && (byPath.length === 0 || byPath.some((m) => m(head.path)))
    );
  };
}

export function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, '').toLowerCase();
}

/** "*.example.com" covers every name below example.com, not example.com itself. */
export function hostMatcher(pattern: string): (host: string) => boolean {
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
