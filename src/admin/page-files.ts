import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Route } from './reply';

/** The static files of the page: anybody gets them, for they hold no data. */
export interface PageFiles {
  /** By path, such as `/` and `/page/main.js`. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Of the scripts that stand in the page itself: `sha256-` and Base64. */
  readonly scriptHashes: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Asked for again each time, and then mostly answered by "not modified": a page of an older release would ask wrong questions. */
const REVALIDATED = 'no-cache';

const IMPORT_MAP = /<script type="importmap">([\s\S]*?)<\/script>/;

/** A file and the path that it is served at. */
type Place = readonly [path: string, file: string];

/**
 * The page for operators as it was built, read into memory: nothing but these files can be asked for.
 * @param dir of the built page: index.html, page.css, icon.svg, page/ and core/
 * @throws Error when one of the files is missing
 */
export function readPage(dir: string = join(__dirname, '..', 'page')): PageFiles {
  const index = readFileSync(join(dir, 'index.html'));
  const [, importMap] = IMPORT_MAP.exec(index.toString('utf8')) ?? [];
  if (importMap === undefined) throw new Error(`${dir}/index.html has no import map`);
  const places = [...own(dir), ...libraries()];
  return {
    routes: new Map([
      ['/', fileRoute(index, '.html')],
      ...places.map(([path, file]) => [path, fileRoute(readFileSync(file), extname(file))] as const),
    ]),
    scriptHashes: [`sha256-${hash('sha256', importMap, 'base64')}`],
  };
}

/** What tsc made of src/page and of the modules of core that it shares, and what stands beside it. */
function own(dir: string): readonly Place[] {
  const modules = ['page', 'core'].flatMap((room) =>
    readdirSync(join(dir, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => `${room}/${name.replaceAll('\\', '/')}`),
  );
  return [...modules, 'page.css', 'icon.svg'].map((name) => [`/page/${name}`, join(dir, name)] as const);
}

/** By file, for what Node would load of them is for servers. */
function libraries(): readonly Place[] {
  const lit = dirname(dirname(require.resolve('lit-html')));
  const uplot = dirname(require.resolve('uplot'));
  return [
    ['/page/lit-html.js', join(lit, 'lit-html.js')],
    ['/page/uPlot.esm.js', join(uplot, 'uPlot.esm.js')],
    ['/page/uPlot.min.css', join(uplot, 'uPlot.min.css')],
  ];
}

function fileRoute(body: Uint8Array, extension: string): Route {
  const contentType = TYPES[extension] ?? 'application/octet-stream';
  const etag = `"${hash('sha256', body, 'hex').slice(0, 32)}"`;
  const headers = { 'cache-control': REVALIDATED, etag };
  return ({ request, response }) => {
    if (request.headers['if-none-match'] !== etag) return { status: 200, contentType, body, headers };
    // Not by `send`, which would say a length that is not the file's.
    response.writeHead(304, headers).end();
    return undefined;
  };
}
