import { Readable } from 'node:stream';
import { explain } from '../../../src/cli/explain';
import { explainAnswer, type BypassAnswer, type LookupAnswer } from '../../../src/cli/explain-answer';
import { headerFlags, readCall, type CallFlags } from '../../../src/cli/explain-call';
import { explainedLines } from '../../../src/cli/explain-request-text';
import { verdictInWords } from '../../../src/core/reason-words';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS } from '../../../src/core/reason';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import { folder, type Folder } from '../../support/files';
import { ran } from '../../support/piped-process';

const BODY = { model: 'm', messages: [{ role: 'user', content: 'Hello?' }] };
const CALL = {
  path: '/v1/messages',
  authority: 'a.example',
  headers: { 'X-Tenant': 'shop', accept: '*/*' },
  body: BODY,
};

let files: Folder;
beforeAll(() => {
  files = folder({
    token: 'a-token-for-the-tests\n',
    'call.json': JSON.stringify(CALL),
    'body.json': `\uFEFF${JSON.stringify(BODY)}`,
    'broken.json': '{"authorization": "Bearer secret"',
    'list.json': '[]',
  });
});
afterAll(() => {
  files.remove();
});

const at = (args: readonly string[]): readonly string[] =>
  args.map((arg) => (/^(?:\w+\.json|token)$/.test(arg) ? `${files.path}/${arg}` : arg));

describe('wrong usage of explain', () => {
  it.each([
    [[], 'needs --a TEXT and --b TEXT, or --request FILE'],
    [['--json'], 'needs --a TEXT and --b TEXT, or --request FILE'],
    [['--header', 'a: b'], 'needs --a TEXT and --b TEXT, or --request FILE'],
    [['--request', 'call.json', '--a', 'x'], '--a goes with --a and --b, not with --request'],
    [['--request', 'call.json', '--verify', 'off'], '--verify goes with --a and --b, not with --request'],
    [['--a', 'x', '--b', 'y', '--admin', 'http://h'], '--admin goes with --request, not with --a and --b'],
    [['--request', 'call.json'], 'admin.token-file: is not set'],
    [['--request', 'call.json', '--header', 'secret'], "--header: must be 'name: value', such as 'x-tenant: shop'"],
    [['--request', 'call.json', '--admin', 'localhost'], '--admin must be a URL'],
  ])('%j', async (args, message) => {
    const tokenFile = message.startsWith('--admin') ? ['--set', `admin.token-file=${files.path}/token`] : [];
    const { status, out, err } = await ran(explain, [...at(args), ...tokenFile]);
    expect({ status, out }).toEqual({ status: 2, out: [] });
    expect(err.join('\n')).toContain(message);
    expect(err.join('\n')).not.toContain('secret');
  });

  it.each([
    ['broken.json', 'broken.json: is not JSON; must be a completion request, or a call with path and body'],
    ['list.json', 'list.json: must be a JSON object: a completion request, or a call with path and body'],
    ['absent.json', 'absent.json: cannot be read: ENOENT'],
  ])('a file that is no call is named: %s', async (file, message) => {
    const args = at(['--request', file, '--set', `admin.token-file=${files.path}/token`]);
    const { status, err } = await ran(explain, args);
    expect({ status, err: err.join('\n') }).toEqual({ status: 1, err: expect.stringContaining(message) });
    expect(err.join('\n')).not.toContain('secret');
  });
});

describe('the call of a file', () => {
  const none: CallFlags = { path: undefined, headers: new Map() };
  const read = (file: string, flags: Partial<CallFlags> = {}) =>
    readCall(`${files.path}/${file}`, { ...none, ...flags }, { stdin: Readable.from([]) });

  it('is asked about as it is', async () => {
    expect(await read('call.json')).toEqual(CALL);
  });

  it('is one to the chat API where the file is a body alone', async () => {
    expect(await read('body.json')).toEqual({ path: '/v1/chat/completions', body: BODY });
    expect(await read('body.json', { path: '/v1/responses' })).toEqual({ path: '/v1/responses', body: BODY });
  });

  it('is changed by what the flags say, whatever the case of names', async () => {
    const headers = headerFlags(['x-tenant: garden', 'Authorization:Bearer k:1', 'HOST: b.example', 'x-tenant:  two ']);
    expect(await read('call.json', { headers })).toEqual({
      ...CALL,
      authority: 'b.example',
      headers: { accept: '*/*', 'x-tenant': 'garden, two', authorization: 'Bearer k:1' },
    });
  });

  it('leaves to the server what the server has to judge', async () => {
    const stdin = Readable.from([JSON.stringify({ path: 1, headers: 'none', url: '/' })]);
    const call = await readCall('-', { ...none, headers: headerFlags(['a: b']) }, { stdin });
    expect(call).toEqual({ path: 1, headers: 'none', url: '/' });
  });
});

describe('a verdict in words', () => {
  const all = { hit: HIT_REASONS, miss: MISS_REASONS, bypass: BYPASS_REASONS };
  it.each(Object.entries(all).flatMap(([kind, reasons]) => reasons.map((reason) => [kind, reason] as const)))(
    '%s %s says more than the word',
    (kind, reason) => {
      expect(verdictInWords({ kind, reason })).toMatch(/^\w+ \([a-z-]+\): .{10}/);
    },
  );

  it('is the word alone where another release has a new one', () => {
    expect(verdictInWords({ kind: 'miss', reason: 'too-late' })).toBe('miss (too-late)');
  });
});

const ANSWER: LookupAnswer = {
  policy: 'faq',
  dialect: 'openai-chat',
  model: 'm\u001b[2J',
  verdict: { kind: 'miss', reason: 'verify-number' },
  partition: 'ab12',
  id: 'c0',
  similarity: 0.97,
  score: 0,
  lookup: { verify: 'standard', semantic: true, candidates: 5, shadow: false },
  needed: { similarity: 0.8, score: 0.65432, learnedScore: 0.85, secondOpinion: 0.5 },
  checkShare: 0.025,
  embedding: 'vector',
  candidates: [
    {
      entry: 'e1',
      similarity: 0.97,
      text: `List 5\u001b[31m\n tips ${'for sleep '.repeat(9)}`,
      outcome: 'verify-number',
      verification: {
        score: 0,
        vetoes: ['number', 'unit'],
        shares: [
          { feature: 'cosine', share: 0.5 },
          { feature: 'order', share: -3 },
          { feature: 'length', share: 0.1 },
          { feature: 'words', share: 1.234 },
        ],
      },
      secondOpinion: { kind: 'opinion', same: true, probability: 0.75 },
    },
    { entry: 'e2', similarity: null, outcome: 'not-reached', verification: { score: 0.9, vetoes: [], shares: [] } },
  ],
  phases: { parse: 0.24, embed: 3.06 },
};

describe('an explanation for people', () => {
  const call = { path: '/v1/messages', headers: { Authorization: 'Bearer secret' }, body: {} };
  const shown = (change: Partial<LookupAnswer> = {}): readonly string[] =>
    explainedLines({ ...ANSWER, ...change }, call);

  it('tells verdict, terms and candidates, and no header', () => {
    expect(shown()).toEqual([
      'miss (verify-number): against the nearest stored question: the numbers differ',
      '',
      'call       POST /v1/messages, no authority, headers authorization',
      'policy     faq',
      'dialect    openai-chat',
      'model      m [2J',
      'partition  ab12',
      'id         c0 (of this very question, stored or not)',
      'lookup     verify standard, up to 5 candidates',
      'embedding  vector',
      'checks     2.5 % of such hits go upstream as well',
      'phases     parse 0.2 ms, embed 3.1 ms',
      '',
      'similarity      0.9700  needed: 0.8',
      'score           0.0000  needed: 0.6543 (verify standard)',
      '                        learned: 0.85',
      'second opinion          needed: 0.5',
      '',
      'candidate  similarity  score   outcome        vetoes        second opinion  greatest shares (log-odds)              text',
      'e1         0.9700      0.0000  verify-number  number, unit  0.7500          order -3.00, words +1.23, cosine +0.50  List 5 [31m tips for sleep for sleep for sleep for sleep fo…',
      'e2         -           0.9000  not-reached',
    ]);
  });

  it('says when the policy has learned to serve nothing', () => {
    const lines = shown({ needed: { similarity: 0.8, score: 0.8, learnedScore: NOTHING_SERVED } });
    expect(lines.join('\n')).toMatch(/\n +learned: nothing is served by meaning, yet or any more\n/);
  });

  it('leaves out what there is none of', () => {
    const bare = ANSWER.candidates.slice(1);
    expect(shown({ candidates: bare }).slice(-2)).toEqual([
      'candidate  similarity  score   outcome',
      'e2         -           0.9000  not-reached',
    ]);
    const lookup = { verify: 'off', semantic: false, candidates: 5, shadow: true };
    const lines = shown({ candidates: [], embedding: undefined, lookup, similarity: undefined, entry: 'e9' });
    expect(lines).toEqual(
      expect.arrayContaining([
        'entry      e9',
        'lookup     the very same question only, shadow',
        'embedding  not needed',
        'similarity      -       needed: 0.8',
        'no candidates',
      ]),
    );
  });

  it('of a bypass has what is known', () => {
    const bypass: BypassAnswer = {
      verdict: { kind: 'bypass', reason: 'policy-fault' },
      policy: 'p',
      problem: 'line 3',
    };
    expect(explainedLines(bypass, { path: '/x', method: 'PUT', authority: 'h' })).toEqual([
      'bypass (policy-fault): a condition or expression of the policy could not be worked out',
      '',
      'call     PUT /x, authority h, no headers',
      'policy   p',
      'dialect  none',
      'problem  line 3',
    ]);
  });

  it('is made only of what is one', () => {
    expect(explainAnswer.safeParse({ ...ANSWER, news: 1 }).success).toBe(true);
    expect(explainAnswer.safeParse({ ...ANSWER, candidates: [{ entry: 'e' }] }).success).toBe(false);
    expect(explainAnswer.safeParse({ verdict: { kind: 'hit', reason: 'exact' } }).success).toBe(false);
    expect(explainAnswer.safeParse(undefined).success).toBe(false);
  });
});
