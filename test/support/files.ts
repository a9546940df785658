import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A folder of a test's own with files by name; slashes in names make folders. */
export interface Folder {
  readonly path: string;
  write(name: string, text: string): string;
  remove(): void;
}

export function folder(files: Readonly<Record<string, string>> = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'lsc-files-'));
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    path,
    write,
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}

/** A file in a volume as the kubelet makes it: a symlink through `..data`, which is switched by renaming. */
export interface Volume {
  /** Path of the file. */
  readonly file: string;
  publish(text: string): void;
  remove(): void;
}

export function volume(name: string, text: string): Volume {
  const { path, remove } = folder();
  const publish = (content: string): void => {
    publishVolume(path, { [name]: content });
  };
  publish(text);
  return { file: join(path, name), publish, remove };
}

/** Gives a volume at this path, which it makes if need be, these files by name; slashes in names make folders. */
export function publishVolume(path: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(path, { recursive: true });
  const data = mkdtempSync(join(path, '..v'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), text);
  }
  symlinkSync(basename(data), join(path, '..data_tmp'));
  renameSync(join(path, '..data_tmp'), join(path, '..data'));
  for (const entry of readdirSync(data)) {
    if (!existsSync(join(path, entry))) symlinkSync(join('..data', entry), join(path, entry));
  }
}
