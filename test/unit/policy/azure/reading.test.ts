import { noFindings } from '../../../../src/policy/problems';
import type { Element } from '../../../../src/policy/azure/element';
import { readWritten, type Written } from '../../../../src/policy/azure/written';
import { parseDocument } from '../../../../src/policy/azure/xml';
import { compileText } from './documents';

function root(text: string): Element {
  const findings = noFindings();
  const element = parseDocument({ file: 'p.xml', text }, findings);
  expect(findings.problems).toEqual([]);
  if (element === undefined) throw new Error('not read');
  return element;
}

const attribute = (text: string, named: Record<string, string> = {}): Written => {
  const value = root(text).attributes.get('a')?.value();
  if (value === undefined) throw new Error('no attribute');
  return readWritten(value, named, noFindings());
};
const content = (text: string): Written => readWritten(root(text).content(), {}, noFindings());
const at = (written: Written, part: string): string => {
  const { line, column } = written.placeOf(written.text.indexOf(part));
  return `${line}:${column}`;
};

describe('an attribute', () => {
  it.each([
    ['raw quotes', '<x a="@("a" == "b")" b="c"/>', '@("a" == "b")'],
    ['raw markup', '<x a="@(1 < 2 && "</x>" != "<y z=")" />', '@(1 < 2 && "</x>" != "<y z=")'],
    ['escaped quotes', '<x a="@(&quot;a&quot; == &quot;b&quot;)"/>', '@("a" == "b")'],
    ['escaped brackets in strings', '<x a="@(&quot;)&quot;)"/>', '@(")")'],
    ['a mix', '<x a="@("a" == "b" &amp;&amp; 1 &lt; 2 && true)"/>', '@("a" == "b" && 1 < 2 && true)'],
    ['apostrophes', `<x a='@("it" + "s")'/>`, '@("it" + "s")'],
    ['apostrophes within', `<x a='@("it's")'/>`, `@("it's")`],
    ['numeric references', '<x a="@(&#34;a&#x22;)"/>', '@("a")'],
    ['numbers that are no character', '<x a="@(&#9999999; + &#0;)"/>', '@(&#9999999; + &#0;)'],
    ['a block over lines', '<x a="@{\n  return "a";\n}"/>', '@{\n  return "a";\n}'],
    ['space around', '<x a=" @("a") " />', '@("a")'],
    ['no expression', '<x a="me@(home &lt; away)" />', 'me@(home < away)'],
    ['a generic', '<x a="@(b.As<JObject>(true)["c"])" />', '@(b.As<JObject>(true)["c"])'],
  ])('with %s', (_what, text, value) => {
    expect(attribute(text).text).toBe(value);
  });

  it.each([
    ['raw', '<x\n  b="1"\n  a="@("q" == zap)"/>', 'zap', '3:15'],
    ['escaped', '<x a="@(&quot;q&quot; == zap)"/>', 'zap', '1:26'],
    ['right behind an entity', '<x a="@(&quot;zap&quot;)"/>', 'zap', '1:15'],
    ['in a later line', '<x a="@{\n  var q = zap;}"/>', 'zap', '2:11'],
    ['after CR LF', '<x a="@{\r\n  zap}"/>', 'zap', '2:3'],
  ])('%s knows where its parts are', (_what, text, part, place) => {
    expect(at(attribute(text), part)).toBe(place);
  });

  it('knows where its parts are behind a named value', () => {
    const written = attribute('<x a="@("{{long}}" == zap)"/>', { long: 'a very long text' });
    expect(written.text).toBe('@("a very long text" == zap)');
    expect(written.shown).toBe('@("{{long}}" == zap)');
    expect(at(written, 'very')).toBe('1:10');
    expect(at(written, 'zap')).toBe('1:23');
  });
});

describe('a text', () => {
  it.each([
    ['raw', '<x>@(a < b && "</x>" == c)</x>', '@(a < b && "</x>" == c)'],
    ['escaped', '<x>@(a &lt; &quot;)&quot;)</x>', '@(a < ")")'],
    ['in CDATA', '<x>\n  <![CDATA[ @(a < b &amp;) ]]>\n</x>', '@(a < b &amp;)'],
    ['behind a comment', '<x><!-- @( -->@(a < b)<!-- ) --></x>', '@(a < b)'],
    ['beside an instruction', '<x><?go @( ?>@(a)</x>', '@(a)'],
    ['plain', '<x> a &amp; b </x>', 'a & b'],
    ['none', '<x/>', ''],
  ])('%s', (_what, text, value) => {
    expect(content(text).text).toBe(value);
  });

  it('knows where its parts are', () => {
    expect(at(content('<x>\n  @(a < zap)</x>'), 'zap')).toBe('2:9');
    expect(at(content('<x><![CDATA[@(zap)]]></x>'), 'zap')).toBe('1:15');
  });
});

describe('bounds', () => {
  const many = (n: number, text: string): string => text.repeat(n);
  const policies = (content: string): string => `<policies><inbound>${content}</inbound></policies>`;

  it.each([
    ['characters', policies(`<!--${many(1_100_000, 'x')}-->`), 'the document is longer than 1048576 characters'],
    ['elements', policies(many(10_001, '<base/>')), 'the document has more than 10000 elements'],
    ['depth', policies(many(64, '<choose>')), 'elements are nested deeper than 64'],
  ])('%s', (_what, text, problem) => {
    expect(compileText(text).problems[0]).toContain(problem);
  });

  it('problems without end are told of in part', () => {
    const { problems } = compileText(policies(many(9_000, '<set-variable/>\n')));
    expect(problems).toHaveLength(1_001);
    expect(problems.at(-1)).toBe('… and 17000 more like these');
    const names = compileText(policies(`<set-variable name="v" value="${many(200_000, '{{a}}')}" />`));
    expect(names.problems).toHaveLength(1_001);
  });

  it('texts of many pieces are read', () => {
    const text = `<vary-by>${many(200_000, '&lt;')}</vary-by>`;
    const lookup = `<llm-semantic-cache-lookup score-threshold="0" embeddings-backend-id="e">${text}</llm-semantic-cache-lookup>`;
    expect(compileText(policies(lookup)).problems).toEqual([]);
  });

  it('fragments that multiply are refused', () => {
    const include = (id: string): string => many(100, `<include-fragment fragment-id="${id}" />`);
    const fragment = (id: string, content: string): [string, { file: string; text: string }] => [
      id,
      { file: `${id}.xml`, text: `<fragment>${content}</fragment>` },
    ];
    const fragments = Object.fromEntries([
      fragment('a', include('b')),
      fragment('b', include('c')),
      fragment('c', include('d')),
      fragment('d', '<trace />'),
    ]);
    const before = performance.now();
    expect(compileText(policies(include('a')), { fragments }).problems[0]).toContain(
      'fragments bring more than 10000 elements into p.xml',
    );
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it('fragments are nested five deep at most', () => {
    const fragments = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [
        `f${i}`,
        { file: `f${i}.xml`, text: `<fragment><include-fragment fragment-id="f${i + 1}" /></fragment>` },
      ]),
    );
    expect(compileText(policies('<include-fragment fragment-id="f0" />'), { fragments }).problems).toEqual([
      'f4.xml:1:42: fragments are nested deeper than 5 (f0 → f1 → f2 → f3 → f4 → f5)',
    ]);
  });
});
