/**
 * Whether a name fits a pattern in which "*" stands for any characters, whatever the case of both. Goes through the name once: what is
 * between two stars is best found as early as possible.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  const [head = '', ...others] = pattern.toLowerCase().split('*');
  const tail = others.pop();
  if (tail === undefined) return (name) => name.toLowerCase() === head;
  return (given) => {
    const name = given.toLowerCase();
    if (!name.startsWith(head) || !name.endsWith(tail)) return false;
    let at = head.length;
    for (const part of others) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= name.length - tail.length;
  };
}
