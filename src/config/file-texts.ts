import { readText, type ReadText } from './file';

/** Reads files and remembers what they held, so that a later look can tell whether any of them changed. */
export interface FileTexts {
  read(path: string): ReadText;
  /** Whether a file that was read would now be read otherwise. */
  changed(): boolean;
  paths(): readonly string[];
}

export function fileTexts(): FileTexts {
  const seen = new Map<string, string>();
  return {
    read(path) {
      const read = readText(path);
      seen.set(path, JSON.stringify(read));
      return read;
    },
    changed: () => [...seen].some(([path, before]) => JSON.stringify(readText(path)) !== before),
    paths: () => [...seen.keys()],
  };
}
