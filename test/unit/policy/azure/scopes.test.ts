import type { Caller } from '../../../../src/policy/caller/caller';
import type { ApiSettings, PolicyDocument, PolicySources } from '../../../../src/policy/sources';
import { NOBODY } from '../../../support/heads';
import { compile, headWith, NO_SOURCES, outline, policyFor } from './documents';

const api = (id: string, ...operations: string[]): ApiSettings => ({
  id,
  name: id,
  version: '',
  hosts: [],
  path: '',
  operations: operations.map((operation) => ({ id: operation, name: operation, method: '*', urlTemplate: '/' })),
});

const SOURCES: Pick<PolicySources, 'apis' | 'callers'> = {
  apis: [api('openai', 'chat', 'embed'), api('other')],
  callers: { ...NO_SOURCES.callers, products: [{ id: 'gold', name: 'Gold' }] },
};

const callOf = (apiId?: string, operation?: string, product?: string): Partial<Caller> => ({
  api: apiId === undefined ? undefined : { id: apiId, name: apiId, path: '', version: '' },
  operation: operation === undefined ? undefined : { id: operation, name: '', method: '*', urlTemplate: '/' },
  product: product === undefined ? undefined : { id: product, name: product },
});

/** A document whose scope shows in a variable. */
const marked = (scope: string, { base = true } = {}): PolicyDocument => ({
  file: `${scope}.xml`,
  text:
    `<policies><inbound>${base ? '<base />' : ''}<set-variable name="${scope}" value="in" /></inbound>` +
    `<outbound><set-variable name="${scope}" value="out" />${base ? '<base />' : ''}</outbound></policies>`,
});

const lookup =
  '<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e"><vary-by>@(context.User.Id)</vary-by></llm-semantic-cache-lookup>';
const document = (file: string, inbound: string, outbound = ''): PolicyDocument => ({
  file,
  text: `<policies>\n<inbound>${inbound}</inbound>\n<outbound>${outbound}</outbound>\n</policies>`,
});

describe('scopes', () => {
  const all = {
    global: marked('global'),
    products: { gold: marked('product') },
    apis: { openai: marked('api') },
    operations: { 'openai/chat': marked('operation'), 'openai/embed': marked('bare', { base: false }) },
  };
  const compiled = compile(all, SOURCES);

  it.each([
    [
      'an operation of a product',
      callOf('openai', 'chat', 'gold'),
      'openai/chat',
      ['global', 'product', 'api', 'operation'],
    ],
    ['an operation', callOf('openai', 'chat'), 'openai/chat', ['global', 'api', 'operation']],
    ['an operation without base', callOf('openai', 'embed', 'gold'), 'openai/embed', ['bare']],
    ['an operation without a document', callOf('openai', 'list', 'gold'), 'openai', ['global', 'product', 'api']],
    ['an API without a document', callOf('other', undefined, 'gold'), 'other', ['global', 'product']],
    ['a product that has no document', callOf('other', undefined, 'silver'), 'other', ['global']],
  ])('%s: base is where the outer scope runs', (_what, caller, name, order) => {
    const policy = policyFor(compiled, caller);
    expect(compiled.problems).toEqual([]);
    expect(policy?.name).toBe(name);
    expect(outline(policy?.program.inbound ?? [])).toEqual(order.map((scope) => `set ${scope} = in`));
    expect(outline(policy?.program.outbound ?? [])).toEqual([...order].reverse().map((scope) => `set ${scope} = out`));
  });

  it('a section that is not written brings nothing of the outer scopes', () => {
    const inner = { file: 'api.xml', text: '<policies><inbound><base /></inbound></policies>' };
    const policy = policyFor(compile({ global: marked('global'), apis: { openai: inner } }, SOURCES), callOf('openai'));
    expect(outline(policy?.program.inbound ?? [])).toEqual(['set global = in']);
    expect(policy?.program.outbound).toEqual([]);
  });

  it('a call that belongs to no API has no policy where APIs are declared', () => {
    expect(policyFor(compiled, callOf())).toBeUndefined();
  });

  it('the global document applies to every call where none is declared', () => {
    const policy = policyFor(compile({ global: marked('global') }));
    expect(policy?.name).toBe('global');
  });

  it('a document by itself is for its requests, whatever API they belong to', () => {
    const alone = { name: 'annotations', match: { hosts: ['h'], paths: ['/v1'] } };
    const one = compile({ global: marked('global'), alone }, SOURCES);
    expect(policyFor(one, callOf())?.name).toBe('annotations');
    expect(policyFor(one, callOf('openai', 'chat', 'gold'))).toBe(policyFor(one, callOf()));
    expect(one.meanings.map(({ name, lines }) => [name, lines[0]])).toEqual([
      ['annotations', 'requests to host h, paths under /v1:'],
    ]);
    const elsewhere = compile({ global: marked('global'), alone: { ...alone, match: { hosts: ['x'], paths: [] } } });
    expect(policyFor(elsewhere)).toBeUndefined();
  });

  it('without a document for a call there is no policy', () => {
    expect(policyFor(compile({ apis: { openai: marked('api') } }, SOURCES), callOf('other'))).toBeUndefined();
    expect(policyFor(compile({}))).toBeUndefined();
  });

  it('a policy is made once for all calls of a kind', () => {
    const once = policyFor(compiled, callOf('openai', 'list', 'gold'));
    expect(policyFor(compiled, callOf('openai', 'other', 'gold'))).toBe(once);
    expect(policyFor(compiled, callOf('openai', 'other'))).not.toBe(once);
  });

  it('ids that JavaScript knows are ids like others', () => {
    const ids = ['__proto__', 'constructor', 'toString'];
    for (const id of ids) expect(policyFor(compiled, callOf(id, id, id))?.name).toBe(id);
  });

  it('the caller is asked once at most, and not at all where nothing depends on it', () => {
    let asked = 0;
    compiled.set.find(headWith(), () => {
      asked += 1;
      return { ...NOBODY, ...callOf('openai', 'chat', 'gold') };
    });
    expect(asked).toBe(1);
    compile({ global: marked('global') }).set.find(headWith(), () => {
      throw new Error('asked');
    });
  });

  it('are told of one by one, the outer ones first', () => {
    expect(compiled.meanings.map(({ name, at, lines }) => [name, at, lines[1]])).toEqual([
      ['global', 'global.xml', '  base (no outer scope)'],
      ['product gold', 'product.xml', '  base (global.xml)'],
      ['openai', 'api.xml', "  base (the product's, or global.xml)"],
      ['openai/chat', 'operation.xml', '  base (api.xml)'],
      ['openai/embed', 'bare.xml', '  set-variable bare: in'],
    ]);
  });

  it('ids that are not declared are problems', () => {
    const { problems } = compile(
      {
        products: { silver: marked('product') },
        apis: { opanai: marked('api') },
        operations: { 'openai/chats': marked('operation') },
      },
      SOURCES,
    );
    expect(problems).toEqual([
      'azure.products: "silver" (product.xml) is not declared; declared are: gold',
      'azure.apis: "opanai" (api.xml) is not declared; declared are: openai, other',
      'azure.operations: "openai/chats" (operation.xml) is not declared; declared are: openai/chat, openai/embed',
    ]);
    expect(compile({ apis: { a: marked('api') } }).problems).toEqual([
      'azure.apis: "a" (api.xml) is not declared; none is declared',
    ]);
  });

  it('two lookups that base brings together are a warning, once', () => {
    const { problems, warnings } = compile(
      { global: document('global.xml', lookup), apis: { openai: document('api.xml', `${lookup}<base />`) } },
      SOURCES,
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'global.xml:2:10: <llm-semantic-cache-lookup> can run after the one at api.xml:2:10, which another scope brings; ' +
        'the first that runs counts',
    ]);
  });

  it('two lookups of one document are its own problem, not a warning of its scopes', () => {
    const openai = document('api.xml', `${lookup}${lookup}<base />`);
    const { problems, warnings } = compile({ global: document('global.xml', ''), apis: { openai } }, SOURCES);
    expect(problems).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('two lookups that never come together are none', () => {
    const apart = { openai: document('api.xml', lookup) };
    expect(compile({ global: document('global.xml', lookup), apis: apart }, SOURCES).warnings).toEqual([]);
  });

  it('a store without a lookup is a warning, wherever it comes from', () => {
    const store = '<llm-semantic-cache-store duration="60" />';
    const global = document('global.xml', '', store);
    const openai = document('api.xml', lookup, '<base />');
    expect(compile({ global, apis: { openai } }, { ...SOURCES, apis: [api('openai')] }).warnings).toEqual([]);
    expect(compile({ global, apis: { openai } }, SOURCES).warnings).toEqual([
      'global.xml:3:11: <llm-semantic-cache-store> stores nothing where no lookup can have run before it; add one to <inbound>',
    ]);
  });

  it('many scopes are checked in no time', () => {
    const apis = Array.from({ length: 300 }, (_, i) => api(`api${i}`));
    const documents = Object.fromEntries(apis.map(({ id }) => [id, document(`${id}.xml`, `<base />${lookup}`)]));
    const before = performance.now();
    const { warnings } = compile({ global: document('global.xml', lookup), apis: documents }, { ...SOURCES, apis });
    expect(warnings).toHaveLength(300);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
