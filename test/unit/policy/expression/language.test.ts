import { evaluate } from './sample-call';

describe('literals', () => {
  it.each<[string, unknown]>([
    ['42', 42n],
    ['42L', 42n],
    ['1_000', 1000n],
    ['0x1F', 31n],
    ['9223372036854775807', 9223372036854775807n],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['2d', 2],
    ['1.25m', 1.25],
    ['1e3', 1000],
    ['true', true],
    ['null', null],
    ['"a\\t\\"b\\"\\u0041\\x41\\\\"', 'a\t"b"AA\\'],
    ['@"C:\\new ""x"""', 'C:\\new "x"'],
    ["'x'.ToString()", 'x'],
    ["'\\''.ToString()", "'"],
    ['$"a{1 + 1}b{{}}{"c"}"', 'a2b{}c'],
    ['$@"\\{1}""q"""', '\\1"q"'],
    ['@$"\\{(true ? 1 : 2)}"', '\\1'],
    ['$"{5:D3} {1234567.891:N2} {0.5:0.00} {1234:N0} {2.345:F1}"', '005 1,234,567.89 0.50 1,234 2.3'],
    ['$"{$"{$"in"}"}"', 'in'],
    ['$"{null}|{true}"', '|True'],
    ['/* a ) */ 1 // b )\n', 1n],
  ])('@(%s)', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });
});

describe('operators', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7n],
    ['(1 + 2) * 3', 9n],
    ['10 - 4 - 3', 3n],
    ['5 / 2', 2n],
    ['-5 / 2', -2n],
    ['5 / 2.0', 2.5],
    ['7 % 4', 3n],
    ['-7 % 4', -3n],
    ['1 / 0.0 > 5', true],
    ['1 + 2 + "a" + 1 + 2', '3a12'],
    ['"a" + null + true + 1.0', 'aTrue1'],
    ['(string)null + 60', '60'],
    ['(string)null + null + (string)null', ''],
    ['1 < 2 == true', true],
    ['1 + 1 == 2 && 2 * 2 != 5', true],
    ['true || false && false', true],
    ['false || true ? "y" : "n"', 'y'],
    ['true ? 1 : false ? 2 : 3', 1n],
    ['false ? 1 : false ? 2 : 3', 3n],
    ['null ?? null ?? "c"', 'c'],
    ['(string)null ?? "a" + "b"', 'ab'],
    ['!true || !false', true],
    ['!(1 > 2)', true],
    ['- -3', 3n],
    ['-(3 - 5)', 2n],
    ['1 == 1.0', true],
    ['"a" == "A"', false],
    ['"a" == null', false],
    ['null == null', true],
    ['"a" != null', true],
    ["'a' == 'a'", true],
    ['true ^ true', false],
    ['true & false | true', true],
    ['6 & 3', 2n],
    ['null > 3', false],
    ['(int?)null == null', true],
    ['(int)3.9', 3n],
    ['(int)-3.9', -3n],
    ['(double)1 / 2', 0.5],
    ["(int)'A'", 65n],
    ['(1) - 1', 0n],
    ['(int)-1', -1n],
    ['(string)(object)"x"', 'x'],
    ['"x" as string', 'x'],
    ['(object)1 as string', null],
    ['(object)1 is int', true],
    ['(object)"a" is string && true', true],
    ['null is null', true],
    ['"a" is not null', true],
    ['(object)1 is int ? "i" : "s"', 'i'],
    ['false && 1 / 0 == 1', false],
    ['true || 1 / 0 == 1', true],
  ])('@(%s)', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });
});

describe('blocks', () => {
  it.each<[string, unknown]>([
    ['return 1;', 1n],
    ['var x = 1; x = x + 1; x += 5; x++; return x;', 8n],
    ['string s = "a"; string t; t = s + "b"; return t;', 'ab'],
    ['if (1 > 2) return "a"; else if (2 > 1) { return "b"; } else return "c";', 'b'],
    ['if (1 > 2) { return "a"; } return "z";', 'z'],
    ['double d = 1; return d / 2;', 0.5],
    ['int? n = null; return n ?? 7;', 7n],
    ['var s = 0; foreach (var n in new [] {1, 2, 3}) { if (n == 2) continue; s += n; } return s;', 4n],
    ['foreach (string s in "a,b".Split(\',\')) { if (s == "b") return s; } return null;', 'b'],
    ['var s = ""; for (int i = 0; i < 5; i++) { if (i == 3) break; s += i; } return s;', '012'],
    ['var n = 3; while (n > 0) n--; return n;', 0n],
    ['{ var a = 1; } { var a = 2; return a; }', 2n],
    ['string s = null; s ??= "d"; return s;', 'd'],
    ['var a = new string[] { "x", "y" }; return a[1] + a.Length;', 'y2'],
  ])('@{ %s }', (text, value) => {
    expect(evaluate(`@{ ${text} }`)).toEqual(value);
  });
});

describe('a chain with "?."', () => {
  it.each<[string, unknown]>([
    ['context.Product?.Name.ToLower().Trim()', null],
    ['context.Product?.Id ?? "none"', 'none'],
    ['context.Product?.Name.Length > 3', false],
    ['context.User?.Groups?[0].Name', 'developers'],
    ['context.Product?.Id == null && context.User?.Id != null', true],
    ['(context.Product?.Name).Trim()', 'fault: p.xml:1:3: (context.Product?.Name) is null'],
    ['context.Product?.Id.Substring(1 / 0)', null],
  ])('@(%s)', (text, value) => {
    expect(evaluate(`@(${text})`)).toEqual(value);
  });
});
