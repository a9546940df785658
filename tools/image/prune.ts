/** Architectures of the image, as builders call them (TARGETARCH), with Node's names for them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x64', arm64: 'arm64' };

/** Binaries, whatever system they are for. */
const NATIVE = /\.(node|so(\.[\d.]+)?|dylib|dll|exe|lib)$/;

/** What Node never loads: sources of native modules and of compiled code, typings and source maps. */
const NEVER_LOADED = /\.([cm]?ts|map|c|cc|cpp|cu|h|hpp|hh|m|mm|s|asm|gypi?|cmake)$/i;
const PROSE = /\.(md|markdown)$/i;

/** Prose that must go wherever the code goes. */
const LEGAL = /(^|\/)(licen[cs]e|notice|copying|copyright|patents|authors|third.?party)[^/]*$/i;

const SYSTEMS = ['linux', 'darwin', 'win32', 'android', 'freebsd'];
const CPUS = ['x64', 'arm64', 'arm', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64'];

/**
 * The files below node_modules that the image can do without: native modules of other systems, processors and C
 * libraries (packages name these in the path), those for one Node release where there is one for all, and what Node
 * never loads.
 *
 * @param files all files, relative to node_modules
 * @param architecture the image's, as TARGETARCH names it
 * @throws Error for an architecture without prebuilt modules, and when a package would be left without any of its own
 */
export function unneeded(files: readonly string[], architecture: string): readonly string[] {
  const cpu = ARCHITECTURES[architecture];
  if (cpu === undefined) {
    throw new Error(`no native modules for ${architecture}: one of ${Object.keys(ARCHITECTURES).join(', ')}`);
  }
  const native = files.filter((file) => NATIVE.test(file));
  const foreign = new Set(native.filter((file) => !runsOn(cpu, file)));
  const left = new Set(native.filter((file) => !foreign.has(file)).map(packageOf));
  const bare = new Set(native.map(packageOf).filter((name) => !left.has(name)));
  if (bare.size > 0) throw new Error(`no module for linux ${cpu} and glibc in ${[...bare].join(', ')}`);
  return files.filter(
    (file) => foreign.has(file) || NEVER_LOADED.test(file) || (PROSE.test(file) && !LEGAL.test(file)),
  );
}

function runsOn(cpu: string, file: string): boolean {
  const words = file.split(/[^a-z0-9]+/);
  const isFor = (kinds: readonly string[], wanted: string): boolean => {
    const named = words.filter((word) => kinds.includes(word));
    return named.length === 0 || named.includes(wanted);
  };
  const oneRelease = words.some((word) => /^abi\d+$/.test(word));
  return isFor(SYSTEMS, 'linux') && isFor(CPUS, cpu) && !words.includes('musl') && !oneRelease;
}

/** "@lmdb/lmdb-linux-x64" of "@lmdb/lmdb-linux-x64/node.napi.glibc.node"; the innermost package of nested ones. */
function packageOf(file: string): string {
  const [, name = file] = /^(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return name;
}
