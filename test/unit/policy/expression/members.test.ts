import { toText } from '../../../../src/policy/expression/result';
import { evaluate } from './sample-call';

const shown = (text: string): unknown => {
  const value = evaluate(`@(${text})`);
  return typeof value === 'object' && !Array.isArray(value) ? toText(value) : value;
};

describe('string', () => {
  it.each<[string, unknown]>([
    ['"aBc".ToLower() + "aBc".ToUpperInvariant()', 'abcABC'],
    ['"straße".ToUpper()', 'STRAßE'],
    ['" a ".Trim() + "|" + " a ".TrimStart() + "|" + " a ".TrimEnd()', 'a|a | a'],
    ['"/a/".Trim(\'/\')', 'a'],
    ['"abc".StartsWith("ab") && "abc".EndsWith("bc") && "abc".Contains("b")', true],
    ['"ABC".StartsWith("ab", StringComparison.OrdinalIgnoreCase)', true],
    ['"ABC".Contains("bc", System.StringComparison.InvariantCultureIgnoreCase)', true],
    ['"ABC".Equals("abc", StringComparison.OrdinalIgnoreCase)', true],
    ['"ABC".Equals("abc")', false],
    [
      '"abcb".IndexOf("b") + "," + "abcb".IndexOf(\'b\', 2) + "," + "abcb".LastIndexOf("b") + "," + "a".IndexOf("x")',
      '1,3,3,-1',
    ],
    ['"abcdef".Substring(2) + "abcdef".Substring(1, 2)', 'cdefbc'],
    ['"a,b,,c".Split(\',\')', ['a', 'b', '', 'c']],
    ["\"a,b;,c\".Split(new char[] { ',', ';' }, StringSplitOptions.RemoveEmptyEntries)", ['a', 'b', 'c']],
    ['"a b".Split()[1]', 'b'],
    ['"a.b.c".Replace(".", "--")', 'a--b--c'],
    ['"abc".Insert(1, "X") + "abc".Remove(1) + "abc".Remove(0, 1)', 'aXbcabc'],
    ['"7".PadLeft(3, \'0\') + "7".PadRight(3)', '0077  '],
    ['"a".CompareTo("b")', -1n],
    ['"abc"[1].ToString()', 'b'],
    ['"abc".Length', 3n],
    ['"abc".Any(c => c == \'b\')', true],
    ['string.IsNullOrEmpty("") && string.IsNullOrEmpty(null) && !string.IsNullOrWhiteSpace("x")', true],
    ['string.Join("-", "a", 1, true) + String.Join(",", new [] { "x", "y" })', 'a-1-Truex,y'],
    ['string.Concat("a", null, 1)', 'a1'],
    ['string.Equals("A", "a", StringComparison.OrdinalIgnoreCase)', true],
    ['string.Compare("A", "a", true)', 0n],
    ['string.Format("{0}-{1:D2}-{0}{{}}", "a", 5)', 'a-05-a{}'],
    ['string.Empty', ''],
  ])('%s', (text, value) => {
    expect(shown(text)).toEqual(value);
  });
});

describe('numbers and conversions', () => {
  it.each<[string, unknown]>([
    ['int.Parse(" 42 ") + long.Parse("-1")', 41n],
    ['bool.Parse("True")', true],
    ['double.Parse("1,234.5")', 1234.5],
    ['Convert.ToInt32("7") + Convert.ToInt32(2.5) + Convert.ToInt32(null)', 9n],
    ['Convert.ToBoolean("false")', false],
    ['Convert.ToString(1.5)', '1.5'],
    ['Math.Min(1, 2) + Math.Max(1, 2)', 3n],
    ['Math.Max(1, 2.5)', 2.5],
    ['Math.Abs(-3)', 3n],
    ['Math.Round(2.5) + Math.Floor(1.9) + Math.Ceiling(1.1)', 5],
    ['Math.Round(1.005, 1)', 1],
    ['(1e15).ToString() + " " + (0.00001).ToString() + " " + (123456.5).ToString()', '1E+15 1E-05 123456.5'],
    ['(5).ToString("D3")', '005'],
    ['int.MaxValue', 2147483647n],
    ['Convert.ToBase64String(Encoding.UTF8.GetBytes("a:b"))', 'YTpi'],
    ['System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String("YTpi"))', 'a:b'],
    ['Uri.EscapeDataString("a b/ä\'")', 'a%20b%2F%C3%A4%27'],
    ['Uri.UnescapeDataString("a%20b%2F%zz")', 'a b/%zz'],
    ['Regex.IsMatch("/v1/chat", "^/v[0-9]+/")', true],
    ['Regex.IsMatch("ABC", "b", RegexOptions.IgnoreCase | RegexOptions.Compiled)', true],
    ['Regex.IsMatch("abc", "^" + "a")', true],
  ])('%s', (text, value) => {
    expect(shown(text)).toEqual(value);
  });
});

describe('dates', () => {
  it.each<[string, unknown]>([
    ['DateTime.UtcNow', '02/29/2024 13:05:09'],
    ['DateTime.Now == context.Timestamp', true],
    ['DateTime.UtcNow.ToString("yyyy-MM-dd\'T\'HH:mm")', '2024-02-29T13:05'],
    ['DateTime.UtcNow.ToString("o")', '2024-02-29T13:05:09.1200000Z'],
    ['DateTime.UtcNow.ToString("R")', 'Thu, 29 Feb 2024 13:05:09 GMT'],
    ['$"{context.Timestamp:dddd d MMM h:mm tt}"', 'Thursday 29 Feb 1:05 PM'],
    ['DateTime.UtcNow.AddDays(1).Day + DateTime.UtcNow.Hour', 14n],
    ['DateTime.UtcNow.DayOfWeek == DayOfWeek.Thursday', true],
    ['(DateTime.UtcNow.Date.AddDays(1) - DateTime.UtcNow).TotalMinutes > 600', true],
    ['(int)(DateTime.UtcNow - new DateTime(2024, 2, 29)).TotalHours', 13n],
    ['DateTime.Parse("2024-03-01T00:00:00+01:00") > DateTime.UtcNow', true],
    ['DateTime.UtcNow.Subtract(TimeSpan.FromHours(13)).Hour', 0n],
    ['TimeSpan.FromMinutes(90)', '01:30:00'],
    ['new TimeSpan(1, 2, 3).TotalSeconds', 3723],
    ['context.Elapsed.TotalMilliseconds', 0],
    ['DateTime.UtcNow.DayOfYear', 60n],
  ])('%s', (text, value) => {
    expect(shown(text)).toEqual(value);
  });
});

describe('sequences', () => {
  it.each<[string, unknown]>([
    ['new [] { 1, 2, 3 }.Where(n => n > 1).Select(n => n * 2).ToArray()', [4n, 6n]],
    ['new [] { "b", "a" }.OrderBy(s => s).First()', 'a'],
    ['new [] { 1, 2 }.All(n => n > 0) && !new [] { 1 }.Any(n => n > 1)', true],
    ['new [] { 1, 2, 3 }.Count(n => n != 2)', 2n],
    ['new [] { 1, 2 }.FirstOrDefault(n => n > 5)', null],
    ['new [] { 1, 2 }.Last() + new [] { 1, 2 }.LastOrDefault(n => n < 2)', 3n],
    ['new [] { "a" }.Contains("a")', true],
    ['new [] { 1, 1, 2 }.Distinct().Count()', 2n],
    ['new [] { 1, 2, 3 }.Skip(1).Take(1)', [2n]],
    ['new [] { 1, 2 }.Select(a => new [] { 10 }.Select(b => a + b).First()).ToList()', [11n, 12n]],
  ])('%s', (text, value) => {
    expect(shown(text)).toEqual(value);
  });
});

describe('"out" arguments', () => {
  const token = 'context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\' \')[1]';
  it.each<[string, unknown]>([
    ['int n; if (int.TryParse("12", out n)) { return n; } return -1;', 12n],
    ['if (int.TryParse("x", out var n)) { return n; } return n;', 0n],
    ['return bool.TryParse("false", out bool b) && !b;', true],
    ['string[] v; if (context.Request.Headers.TryGetValue("X-TTL", out v)) { return v[0]; } return null;', '60'],
    ['return context.Request.Headers.TryGetValue("none", out var v) ? "y" : v ?? (object)"n";', 'n'],
    ['if (context.Variables.TryGetValue("tenant", out object t)) { return (string)t; } return null;', 'contoso'],
    [`Jwt jwt; if (${token}.TryParseJwt(out jwt)) { return jwt.Subject; } return null;`, 'user-1'],
    ['return "x".TryParseJwt(out Jwt jwt);', false],
  ])('@{ %s }', (text, value) => {
    expect(evaluate(`@{ ${text} }`)).toEqual(value);
  });
});

describe('lists', () => {
  it.each<[string, unknown]>([
    ['new List<string> { "a", "b" }.Count', 2n],
    ['new List<int>().Any()', false],
    ['((IEnumerable<string>)new [] { "a" }).First()', 'a'],
    ['1 < 2 && 3 > (2)', true],
  ])('%s', (text, value) => {
    expect(shown(text)).toEqual(value);
  });
});
