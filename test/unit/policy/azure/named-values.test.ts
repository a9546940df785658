import { ruleOnRequest } from '../../../../src/policy/program';
import { callOf, compileText, policyFor } from './documents';

const SECRET = 'swordfish42';
const variable = (value: string): string =>
  `<policies>\n<inbound>\n<set-variable name="v" value="${value}" />\n</inbound>\n</policies>`;

describe('named values', () => {
  it.each([
    ['in an expression', '@(context.NoSuch("{{key}}"))', SECRET],
    ['as an expression', '{{key}}', `@(context.${SECRET}.No())`],
    ['as a part of one', '@({{key}} + 1)', `context.No.${SECRET}`],
  ])('%s that is not supported: no message shows it', (_how, value, secret) => {
    const { problems, warnings, meanings } = compileText(variable(value), { namedValues: { key: secret } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^p\.xml:3:\d+: /);
    expect(JSON.stringify([problems, warnings, meanings])).not.toContain(SECRET);
  });

  it('of one or two characters leave places and words as they are', () => {
    const { problems } = compileText(variable('@(context.NoSuch + {{n}})'), { namedValues: { n: '3' } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^p\.xml:3:\d+: .*NoSuch/);
  });

  it('that an expression works with at run time are in no fault', () => {
    const text =
      '<policies><inbound><set-header name="{{key}}"><value>x</value></set-header>' +
      '<set-variable name="v" value="@(context.Request.Headers.GetValueOrDefault("{{key}}", "none"))" /></inbound></policies>';
    const policy = policyFor(compileText(text, { namedValues: { key: SECRET } }));
    const ruling = ruleOnRequest(policy?.program.inbound ?? [], callOf(), () => 0);
    expect(ruling).toMatchObject({ reason: 'policy-fault', problem: expect.stringContaining('{{key}}') });
    expect(JSON.stringify(ruling)).not.toContain(SECRET);
  });

  it.each([
    '<set-header name="{{key}}"><value>x</value></set-header>',
    '<send-request response-variable-name="{{key}}" />',
    '<set-variable name="{{key}}" value="{{key}}" />',
    '<choose><when condition="@(context.Request.Method == "{{key}}")" /></choose>',
    '<set-variable name="v" value="@("{{key}}" + 1)" />',
  ])('are not told of: %s', (content) => {
    const text = `<policies><inbound>${content}</inbound></policies>`;
    const { problems, warnings, meanings } = compileText(text, { namedValues: { key: SECRET } });
    expect(problems).toEqual([]);
    expect(JSON.stringify(meanings)).toContain('{{key}}');
    expect(JSON.stringify([warnings, meanings])).not.toContain(SECRET);
  });

  it('are put in once: what they hold is not looked through again', () => {
    const { problems } = compileText(variable('{{a}}'), { namedValues: { a: '{{b}}' } });
    expect(problems).toEqual([]);
  });

  it('do not make a text grow without end', () => {
    const { problems } = compileText(variable('{{a}}'.repeat(1_000)), { namedValues: { a: 'x'.repeat(1_000) } });
    expect(problems[0]).toBe('p.xml:3:1341: named values bring more than 262144 characters into one text');
  });

  it('are not asked for where the cache does not execute', () => {
    const text = '<policies><inbound><set-backend-service base-url="{{unknown}}" /></inbound></policies>';
    expect(compileText(text).problems).toEqual([]);
  });
});
