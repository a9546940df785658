import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DEFAULTS } from '../../../src/config/defaults';
import { describeIssues } from '../../../src/config/problems';
import { apis } from '../../../src/config/schema/apis';
import { callers } from '../../../src/config/schema/callers';
import { allKeys } from '../../../src/config/schema/keys';

/** The problems of a section, none when it is taken. */
function problemsOf(schema: z.ZodType, section: string, value: unknown): readonly string[] {
  const parsed = z.strictObject({ [section]: schema }).safeParse({ [section]: value }, { reportInput: true });
  return parsed.success ? [] : describeIssues(parsed.error.issues, () => undefined);
}

const DIGEST = createHash('sha256').update('key').digest('hex');

describe('callers', () => {
  it('look for keys where they usually are, unless said otherwise', () => {
    expect(callers.parse(DEFAULTS.callers)).toEqual({
      subscriptionFrom: ['header:ocp-apim-subscription-key', 'header:api-key', 'query:subscription-key', 'bearer'],
      ...{ userFrom: [], productFrom: [], subscriptions: [], products: [], users: [] },
    });
  });

  it('are read with their tables', () => {
    const settings = callers.parse({
      ...DEFAULTS.callers,
      'subscription-from': ['header:api-key', 'spiffe'],
      'user-from': ['metadata:envoy.filters.http.jwt_authn/payload.sub'],
      'product-from': ['header:x-product'],
      subscriptions: [
        { id: 'gold', name: 'Gold', 'key-sha256': DIGEST.toUpperCase(), product: 'pro', user: 'alice' },
        { id: 'batch', 'key-sha256': [], values: ['spiffe://a/batch'] },
      ],
      products: [{ id: 'pro' }],
      users: [{ id: 'alice', email: 'a@example.com', 'first-name': 'Alice', 'last-name': 'A.', groups: ['ops'] }],
    });
    expect(settings).toEqual({
      subscriptionFrom: ['header:api-key', 'spiffe'],
      userFrom: ['metadata:envoy.filters.http.jwt_authn/payload.sub'],
      productFrom: ['header:x-product'],
      subscriptions: [
        { id: 'gold', name: 'Gold', keySha256: [DIGEST], values: [], product: 'pro', user: 'alice' },
        {
          id: 'batch',
          name: 'batch',
          keySha256: [],
          values: ['spiffe://a/batch'],
          product: undefined,
          user: undefined,
        },
      ],
      products: [{ id: 'pro', name: 'pro' }],
      users: [{ id: 'alice', email: 'a@example.com', firstName: 'Alice', lastName: 'A.', groups: ['ops'] }],
    });
  });

  it.each<[string, object, string]>([
    [
      'an unknown source',
      { 'user-from': ['headers:x'] },
      'callers.user-from[0]: got "headers:x"; must be one of header:NAME, query:NAME',
    ],
    [
      'a source about the caller',
      { 'user-from': ['subscription'] },
      'callers.user-from[0]: got "subscription"; must be one of',
    ],
    ['one source', { 'user-from': 'bearer' }, 'callers.user-from: got "bearer"; must be a list of sources'],
    [
      'one id twice',
      { users: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] },
      'callers.users[2].id: got "a"; must be unique, and [0] has it too',
    ],
    [
      'one key in two subscriptions',
      {
        subscriptions: [
          { id: 'a', 'key-sha256': DIGEST },
          { id: 'b', 'key-sha256': [DIGEST] },
        ],
      },
      `callers.subscriptions[1].key-sha256: got "${DIGEST}"; must be unique, and [0] has it too`,
    ],
    [
      'a product that is not there',
      { subscriptions: [{ id: 'a', product: 'x' }] },
      'callers.subscriptions[0].product: got "x"; must be the id of one of callers.products',
    ],
    [
      'a user that is not there',
      { subscriptions: [{ id: 'a', user: 'x' }], users: [{ id: 'y' }] },
      'callers.subscriptions[0].user: got "x"; must be the id of one of callers.users',
    ],
    [
      'values that no source gives',
      { subscriptions: [{ id: 'a', values: ['spiffe://a'] }] },
      'callers.subscriptions[0].values: got a list; are compared with sources that hold no keys',
    ],
  ])('are refused with %s', (_what, value, problem) => {
    expect(problemsOf(callers, 'callers', { ...DEFAULTS.callers, ...value })).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('do not show a key that was given for its digest', () => {
    for (const key of ['sk-secret', ['sk-secret']]) {
      const found = problemsOf(callers, 'callers', {
        ...DEFAULTS.callers,
        subscriptions: [{ id: 'a', 'key-sha256': key }],
      });
      expect(found).toEqual([
        expect.stringContaining('callers.subscriptions[0].key-sha256: must be the SHA-256 of a key'),
      ]);
      expect(found.join()).not.toContain('sk-secret');
    }
  });
});

describe('apis', () => {
  it('are read with their operations', () => {
    const operations = [
      { id: 'chat', method: 'post', 'url-template': '/chat/completions' },
      { id: 'rest', 'url-template': '/*' },
    ];
    expect(
      apis.parse([
        { id: 'a' },
        { id: 'b', name: 'B', version: '2', hosts: ['*.b.example'], path: '/b', operations, openapi: '/b.json' },
      ]),
    ).toEqual([
      { id: 'a', name: 'a', version: '', hosts: [], path: '', operations: [], openapi: undefined },
      {
        ...{ id: 'b', name: 'B', version: '2', hosts: ['*.b.example'], path: '/b', openapi: '/b.json' },
        operations: [
          { id: 'chat', name: 'chat', method: 'POST', urlTemplate: '/chat/completions' },
          { id: 'rest', name: 'rest', method: '*', urlTemplate: '/*' },
        ],
      },
    ]);
  });

  it.each<[string, object, string]>([
    ['an id with a slash', { id: 'a/b' }, 'apis[0].id: got "a/b"; must be an id without "/"'],
    ['a path without slash', { id: 'a', path: 'openai' }, 'apis[0].path: got "openai"; must be "" or a path prefix'],
    [
      'a host with a scheme',
      { id: 'a', hosts: ['https://a'] },
      'apis[0].hosts[0]: got "https://a"; must be a host name',
    ],
    [
      'a broken template',
      { id: 'a', operations: [{ id: 'o', 'url-template': '/{a' }] },
      'apis[0].operations[0].url-template: got "/{a"; must have parameters as {name}',
    ],
    [
      'no template',
      { id: 'a', operations: [{ id: 'o' }] },
      'apis[0].operations[0].url-template: is missing; must be a URL template',
    ],
    [
      'one operation twice',
      { id: 'a', operations: ['/a', '/b'].map((template) => ({ id: 'o', 'url-template': template })) },
      'apis[0].operations[1].id: got "o"; must be unique, and [0] has it too',
    ],
    ['a number for a version', { id: 'a', version: 2 }, 'apis[0].version: got 2; must be a version in quotes'],
  ])('are refused with %s', (_what, value, problem) => {
    expect(problemsOf(apis, 'apis', [value])).toEqual([expect.stringContaining(problem)]);
  });

  it('are refused with one id twice', () => {
    expect(problemsOf(apis, 'apis', [{ id: 'a' }, { id: 'a' }])).toEqual([
      'apis[1].id: got "a"; must be unique, and [0] has it too',
    ]);
  });
});

describe('the keys of callers and apis', () => {
  it.each([
    'callers.subscription-from',
    'callers.subscriptions[].key-sha256',
    'callers.users[].first-name',
    'apis[].openapi',
    'apis[].operations[].url-template',
  ])('%s is known to whoever corrects a misspelt one', (key) => {
    expect(allKeys()).toContain(key);
  });
});
