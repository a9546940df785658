import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { StoreError } from '../../core/errors';

/**
 * One process per directory. The lock is a listening Unix socket in the directory: the kernel stops listening when the
 * process ends, however it ends, so a lock left behind is told from a held one by connecting to it. Unlike a process id
 * this also works between containers that share the directory, where everybody is process 1.
 *
 * Locks are numbered. Who finds the newest one dead links its own (already listening) socket under the next number;
 * linking is atomic, so of several at once one succeeds.
 */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** @throws StoreError when another store, of this process or another one, holds the directory. */
export async function lockDirectory(path: string): Promise<DirectoryLock> {
  const place = openPlace(path);
  const waiting = `waiting.${process.pid}.${randomBytes(6).toString('hex')}`;
  const server = await listen(place.short(waiting));
  const release = async (name: string): Promise<void> => {
    rmSync(join(path, name), { force: true });
    await new Promise((done) => server.close(done));
    place.close();
  };
  try {
    const name = await claim(path, place, waiting);
    rmSync(join(path, waiting), { force: true });
    return { release: () => release(name) };
  } catch (error) {
    await release(waiting);
    throw error;
  }
}

/** Who holds the directory, such as "process 12"; `undefined` when nobody does, or it is not there. Changes nothing. */
export async function lockHolder(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const place = openPlace(path);
  try {
    for (const n of numbers(path)) {
      const holder = await ask(place.short(`lock.${n}`));
      if (holder !== undefined) return holder;
    }
    return undefined;
  } finally {
    place.close();
  }
}

async function claim(path: string, place: Place, waiting: string): Promise<string> {
  for (;;) {
    const found = numbers(path);
    await refuseWhenHeld(path, place, found);
    const mine = (found.at(-1) ?? 0) + 1;
    if (!tryLink(join(path, waiting), join(path, `lock.${mine}`))) continue;
    try {
      // A slow starter may have linked an old number while a newer one was taken.
      await refuseWhenHeld(
        path,
        place,
        numbers(path).filter((n) => n > mine),
      );
    } catch (error) {
      rmSync(join(path, `lock.${mine}`), { force: true });
      throw error;
    }
    for (const n of found) rmSync(join(path, `lock.${n}`), { force: true });
    return `lock.${mine}`;
  }
}

function numbers(path: string): number[] {
  const found = readdirSync(path).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}

async function refuseWhenHeld(path: string, place: Place, found: readonly number[]): Promise<void> {
  for (const n of found) {
    const holder = await ask(place.short(`lock.${n}`));
    if (holder === undefined) continue;
    throw new StoreError(`the store in ${path} is in use by ${holder}: one process at a time may open a directory`);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who listens there; `undefined` when nobody does. */
function ask(socketPath: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(socketPath);
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
    });
    socket.on('close', () => {
      resolve(answer === '' ? 'a process that does not answer' : `process ${answer}`);
    });
  });
}

function listen(socketPath: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(String(process.pid));
  });
  // The lock alone must not keep the process alive.
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: socketPath, exclusive: true }, () => {
      resolve(server);
    });
  });
}

interface Place {
  short(name: string): string;
  close(): void;
}

/** A socket's path may have some 100 bytes only; by an open descriptor, a deep directory has a short name on Linux. */
function openPlace(path: string): Place {
  if (process.platform !== 'linux') return { short: (name) => join(path, name), close: () => undefined };
  const fd = openSync(path, 'r');
  return {
    short: (name) => `/proc/self/fd/${fd}/${name}`,
    close: () => {
      closeSync(fd);
    },
  };
}
