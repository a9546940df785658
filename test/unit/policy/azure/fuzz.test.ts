import fc from 'fast-check';
import { parse } from 'yaml';
import { ruleOnRequest, ruleOnResponse } from '../../../../src/policy/program';
import { callOf, compile, compileText, fixtures, fixtureText, NAMED_VALUES, policyFor } from './documents';

const fragments = Object.fromEntries(fixtures('fragments'));
const broken = parse(fixtureText('broken.yaml')) as readonly { readonly text: string }[];
const TEXTS = [...[...fixtures('examples').values()].map(({ text }) => text), ...broken.map(({ text }) => text)];

/** Whatever means something to some layer. */
const TOKENS = [
  '@(', '@{', ')', '}', '"', "'", '&quot;', '&lt;', '&amp;', '&#x22;', '&#0;', '&x;', '<', '>', '/>', '</', '<!--', '-->',
  '<![CDATA[', ']]>', '<!DOCTYPE a [', '<?', '?>', '{{', '}}', '{{threshold}}', '\\', '$"', '@"', '\n', '\uFEFF', '\uD800', '\0',
  '<base />', '<choose>', '<when condition="true">', '</when>', '</choose>', '<include-fragment fragment-id="outer" />',
  '__proto__', 'constructor', '<vary-by>', '//', '/*', '=', ' ',
]; // prettier-ignore

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(12),
  put: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 8, unit: 'binary' })),
  times: fc.constantFrom(1, 1, 1, 1, 50, 400),
});
const mutated = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    edits: fc.array(edit, { minLength: 1, maxLength: 8 }),
    times: fc.constantFrom(1, 1, 8),
  })
  .map(({ text, edits, times }) =>
    edits
      .reduce((now, { at, cut, put, times: n }) => {
        const start = Math.floor(at * now.length);
        return now.slice(0, start) + put.repeat(n) + now.slice(start + cut);
      }, text.repeat(times))
      .slice(0, 20_000),
  );

const VALUES = [
  '0.05', '0', '60', 'true', 'false', 'x', '', '{{threshold}}', '{{partition}}', 'outer', 'semantic-cache-store',
  '@(context.Subscription.Id)', '@(context.Request.Method == "POST")', '@(context.Variables["x"])', '@(1 < 2)', '@(60)',
  '@(context.Request.Headers.GetValueOrDefault("x", "y"))', '@(context.Response.StatusCode)', '@{ return null; }',
]; // prettier-ignore
const ATTRIBUTES = [
  'score-threshold', 'embeddings-backend-id', 'duration', 'condition', 'name', 'value', 'fragment-id', 'response-variable-name',
]; // prettier-ignore
const NAMES = [
  'base', 'choose', 'when', 'otherwise', 'set-variable', 'include-fragment', 'set-header', 'send-request', 'return-response', 'retry',
  'trace', 'vary-by', 'llm-semantic-cache-lookup', 'llm-semantic-cache-store', 'azure-openai-semantic-cache-lookup',
]; // prettier-ignore

const value = fc.constantFrom(...VALUES);
/** Mostly what each element takes, so that many a document is right. */
const typical = fc.oneof(
  value.map((v) => `<set-variable name="x" value="${v}" />`),
  value.map(
    (v) =>
      `<llm-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="e"><vary-by>${v}</vary-by></llm-semantic-cache-lookup>`,
  ),
  value.map((v) => `<llm-semantic-cache-store duration="${v}" />`),
  fc.constantFrom('<base />', '<return-response />', '<set-header name="x" />', '<rewrite-uri template="/" />'),
);
const { policies } = fc.letrec<{ policies: string; policy: string }>((tie) => ({
  policies: fc.array(tie('policy'), { maxLength: 3 }).map((all) => all.join('\n')),
  policy: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: typical, weight: 12 },
    {
      arbitrary: fc
        .tuple(value, tie('policies'), tie('policies'))
        .map(
          ([condition, when, otherwise]) =>
            `<choose><when condition="${condition}">${when}</when><otherwise>${otherwise}</otherwise></choose>`,
        ),
      weight: 4,
    },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom(...NAMES),
          fc.uniqueArray(fc.constantFrom(...ATTRIBUTES), { maxLength: 2 }),
          value,
          tie('policies'),
        )
        .map(
          ([name, attributes, v, content]) =>
            `<${name}${attributes.map((each) => ` ${each}="${v}"`).join('')}>${content}</${name}>`,
        ),
      weight: 1,
    },
  ),
}));
const written = fc
  .tuple(policies, policies, policies)
  .map(([a, b, c]) => `<policies><inbound>${a}</inbound><backend>${b}</backend><outbound>${c}</outbound></policies>`);

/** A collection of garbage or a busy neighbour may take this long; a hang takes longer. */
const LIMIT_MS = 50;

function timeOf(text: string): number {
  const before = performance.now();
  compile({ global: { file: 'p.xml', text }, fragments, namedValues: NAMED_VALUES });
  return performance.now() - before;
}

describe('any text for a document', () => {
  it('is read or refused, in no time, and touches nothing', () => {
    TEXTS.forEach(timeOf);
    const prototype = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    const property = fc.property(mutated, (text) => {
      // The best of three: a hang is one every time.
      if (timeOf(text) > LIMIT_MS) expect(Math.min(timeOf(text), timeOf(text))).toBeLessThan(LIMIT_MS);
    });
    fc.assert(property, { numRuns: 3_000, interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false });
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('of elements and attributes as policies have them is read or refused, and runs', () => {
    let ran = 0;
    const property = fc.property(written, (text) => {
      const set = compile({ global: { file: 'p.xml', text }, fragments, namedValues: NAMED_VALUES });
      if (set.problems.length > 0) return;
      ran += 1;
      const { inbound, outbound } = policyFor(set)?.program ?? { inbound: [], outbound: [] };
      const call = callOf();
      ruleOnRequest(inbound, call, () => 0.5);
      ruleOnResponse(outbound, { ...call, response: { status: 200, headers: new Map(), body: undefined } });
    });
    fc.assert(property, { numRuns: 3_000, interruptAfterTimeLimit: 1_000, markInterruptAsFailure: false });
    expect(ran).toBeGreaterThan(10);
  });

  it.each([
    ['expressions that do not end', '<a b="@(', ''],
    ['expressions that do not end in texts', '<a>@(', ''],
    ['escaped expressions with a quote open', '<a b="@(&quot;"/>', ''],
    ['attributes', ' a="x"', '<policies'],
    ['comments that do not end', '<!--', '<policies>'],
    ['CDATA in one text', '<![CDATA[x]]>', '<policies>'],
    ['references', '&amp;', '<policies>'],
    ['named values that do not end', '{{', '<policies><inbound><set-variable name="x" value="'],
    ['named values', '{{a', '<policies><inbound><set-variable name="x" value="'],
    ['blanks', ' ', '<policies><inbound><set-variable name="x" value="'],
    ['blank texts', '<a> </a>', '<policies>'],
    ['elements', '<base/>', '<policies><inbound>'],
    ['ampersands', '&a', '<policies>'],
    ['brackets', '(', '<policies><inbound><set-variable name="x" value="@'],
    ['strings', '"', '<policies><inbound><set-variable name="x" value="@('],
  ])('%s without end take no time', (_what, repeated, start) => {
    const text = start + repeated.repeat(Math.floor(20_000 / repeated.length));
    expect(Math.min(timeOf(text), timeOf(text), timeOf(text))).toBeLessThan(LIMIT_MS);
  });
});

describe('names that JavaScript knows', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a name like others', (name) => {
    const element = `<policies><inbound><${name} ${name}="x" /></inbound></policies>`;
    expect(compileText(element).problems).toEqual([]);
    expect(compileText(element).warnings[0]).toContain(`${name} (p.xml:1:20) (unknown to Azure's reference)`);
    const section = `<policies><${name} /></policies>`;
    expect(compileText(section).problems[0]).toContain(`<${name}> is not allowed in <policies>`);
    const attribute = `<policies><outbound><llm-semantic-cache-store ${name}="1" /></outbound></policies>`;
    expect(compileText(attribute).problems[0]).toContain(`has no attribute "${name}"`);
  });
});
