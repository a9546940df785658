import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from './harness/project-root';

/** The text of a file of ours in the project's format; Markdown has none. @param path from the checkout's root */
export async function formatted(path: string, text: string): Promise<string> {
  if (path.endsWith('.md')) return text;
  const file = join(projectRoot(), path);
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** Writes a file of ours in the project's format, and says so. @param path from the checkout's root */
export async function writeGenerated(path: string, text: string): Promise<void> {
  const file = join(projectRoot(), path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await formatted(path, text));
  console.log(`written: ${path}`);
}
