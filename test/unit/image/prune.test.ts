import { unneeded } from '../../../tools/image/prune';

const ONNX = 'onnxruntime-node/bin/napi-v6';

describe('what the image can do without', () => {
  it.each([
    ['amd64', 'x64', 'arm64'],
    ['arm64', 'arm64', 'x64'],
  ])('for %s: the native modules of other processors and systems', (architecture, own, other) => {
    const foreign = [
      `${ONNX}/darwin/arm64/libonnxruntime.1.30.0.dylib`,
      `${ONNX}/linux/${other}/libonnxruntime.so.1`,
      `${ONNX}/linux/${other}/onnxruntime_binding.node`,
      `${ONNX}/win32/${own}/DirectML.dll`,
      'usearch/prebuilds/darwin-arm64+x64/usearch.node',
      `usearch/prebuilds/linux-${other}/usearch.node`,
    ];
    const ours = [
      `${ONNX}/linux/${own}/libonnxruntime.so.1`,
      `${ONNX}/linux/${own}/onnxruntime_binding.node`,
      `usearch/prebuilds/linux-${own}/usearch.node`,
      `@napi-rs/nice-linux-${own}-gnu/nice.linux-${own}-gnu.node`,
    ];
    expect(unneeded([...ours, ...foreign], architecture)).toEqual(foreign);
  });

  it('modules for musl, and those for one Node release where there is one for all', () => {
    const lmdb = '@lmdb/lmdb-linux-x64/node';
    const files = ['napi.glibc.node', 'napi.musl.node', 'abi127.glibc.node'].map((name) => `${lmdb}.${name}`);
    expect(unneeded(files, 'amd64')).toEqual([`${lmdb}.napi.musl.node`, `${lmdb}.abi127.glibc.node`]);
  });

  it('what Node never loads, but no terms and no code', () => {
    const needed = ['a/index.js', 'a/esm.mjs', 'a/x.cjs', 'a/package.json', 'a/LICENSE', 'a/License.md', 'a/NOTICE.md'];
    const rest = [
      'a/README.md',
      'a/index.d.ts',
      'a/index.d.mts',
      'a/src/x.ts',
      'a/index.js.map',
      'a/license.d.ts',
      'a/b.cpp',
    ];
    expect(unneeded([...needed, ...rest], 'amd64')).toEqual(rest);
  });

  it('nothing that the page for operators is made of', () => {
    const needed = [
      'lit-html/lit-html.js',
      'lit-html/node/lit-html.js',
      'uplot/dist/uPlot.esm.js',
      'uplot/dist/uPlot.min.css',
    ];
    const rest = ['lit-html/lit-html.js.map', 'lit-html/lit-html.d.ts', 'uplot/dist/uPlot.d.ts'];
    expect(unneeded([...needed, ...rest], 'amd64')).toEqual(rest);
  });

  it('refuses to leave a package without any native module', () => {
    const files = [
      `${ONNX}/linux/x64/onnxruntime_binding.node`,
      'a/node_modules/@b/c/prebuilds/darwin-arm64/c.node',
      'usearch/build/win32-x64/usearch.node',
    ];
    expect(() => unneeded(files, 'amd64')).toThrow('no module for linux x64 and glibc in @b/c, usearch');
  });

  it('refuses an architecture without prebuilt modules', () => {
    expect(() => unneeded([], 's390x')).toThrow('no native modules for s390x: one of amd64, arm64');
    expect(() => unneeded([], '')).toThrow('one of amd64, arm64');
  });
});
