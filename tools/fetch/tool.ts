import { join } from 'node:path';
import { firstOf } from './attempts';
import { cached, install } from './cache';
import { checkTool, givenTool, toolOnPath, type Tool } from './given';

/** One way to obtain a tool from elsewhere. */
export interface ToolSource {
  readonly way: string;
  /** Puts the file, named as the tool's command, into an empty folder. */
  readonly fill: (dir: string) => Promise<void>;
}

/**
 * Path of a tool: the one that its environment variable names, the cache, PATH, then the sources in their order.
 * @param options.exactly as in givenTool
 * @throws Error that says what was tried and what to do.
 */
export async function fetchTool(
  tool: Tool,
  sources: readonly ToolSource[],
  options?: { readonly exactly: boolean },
): Promise<string> {
  const given = await givenTool(tool, options);
  if (given !== undefined) return given;
  const { name, command, version, variable } = tool;
  const cachedAs = `${command}/${version}-${process.platform}-${process.arch}`;
  const inside = (dir: string | undefined): string | undefined => dir && join(dir, command);
  const obtained = async (fill: ToolSource['fill']): Promise<string | undefined> =>
    inside(
      await install(cachedAs, async (dir) => {
        await fill(dir);
        await checkTool(tool, join(dir, command));
      }),
    );
  return firstOf(
    `${name} ${version}`,
    [
      { way: 'cache', run: async () => inside(await cached(cachedAs)) },
      { way: 'PATH', run: () => toolOnPath(tool) },
      ...sources.map(({ way, fill }) => ({ way, run: () => obtained(fill) })),
    ],
    `Set ${variable} to the path of ${name} ${version}, or install pip (python3-pip) and try again.`,
  );
}
