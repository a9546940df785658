/** Whether only this machine reaches an address with this host. A name other than localhost is not looked up, and counts as reached by others. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Whether a Host header names this machine as only its own browsers and tools do, with whatever port. */
export function namesLoopback(hostHeader: string | undefined): boolean {
  const host = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(hostHeader ?? '')?.[1] ?? '';
  return isLoopback(
    host
      .toLowerCase()
      .replace(/^\[(.*)\]$/, '$1')
      .replace(/\.$/, ''),
  );
}
