/** A longer run without a space is a blob (base64, a minified script): compared as a whole, not looked into. */
export const MAX_CHUNK = 256;

/** Addresses, flags, paths, calls, dotted names, snake_case, camelCase (product names aside), hexadecimals, $variables. */
const CODE = [
  String.raw`https?:\/\/\S+|www\.\S+`,
  String.raw`[\w.+-]+@[\w-]+\.[\w.-]*\w`,
  String.raw`(?<![\w-])--[a-zA-Z][\w-]*|^-[a-zA-Z]{1,2}$`,
  String.raw`^(?:~|\.\.?)?(?:\/[\w.-]*\w)+\/?|^[a-zA-Z]:\\\S+`,
  String.raw`[A-Za-z_$][\w$.]*\(\)`,
  String.raw`(?<![\w.])[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*)+(?!\w)`,
  String.raw`\w*[A-Za-z0-9]_+[A-Za-z0-9]\w*|__\w+__`,
  String.raw`(?<!\w)(?!(?:i|e|mac|iPhone|iPad)[A-Z])[a-z]+[a-z0-9]*[A-Z]\w*`,
  String.raw`(?<!\w)0x[0-9a-fA-F]+|^[$@][A-Za-z_]\w*`,
].join('|');
/** One thing in a chunk; the name of the group says what it is. Tried in this order: code before words. */
export const LEXEME = new RegExp(
  [
    String.raw`(?<abbreviation>(?<!\p{L})(?:\p{L}\.){2,})`,
    `(?<code>${CODE})`,
    String.raw`(?<tech>(?<!\p{L})[cCfF](?:\+\+|#)|(?<!\w)\.(?:net|NET|Net)\b)`,
    String.raw`(?<number>(?:\p{Nd}{1,3}(?:,\p{Nd}{3})+(?!\p{Nd})|\p{Nd}+)(?:\.\p{Nd}+)*|(?<![\w.])\.\p{Nd}+)(?<ending>(?:st|nd|rd|th|s|k)(?![\p{L}\p{N}]))?`,
    String.raw`(?<unit>[$€£¥₹%]|°[cfCF]?)`,
    String.raw`(?<word>\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*)`,
    String.raw`(?<operator>===|!==|==|!=|<=|>=|=>|->|::|&&|\|\||\?\?|\+\+|(?<=\w)--|!(?=[\w($])|\+=|-=|\*=|\/=|<<|>>|\*\*|[=<>+*^&])`,
    String.raw`(?<mark>[-,;:()/.?!–—])`,
  ].join('|'),
  'gu',
);
/** What nine chunks of ten are: a word, with or without a mark behind it. Saves them the long expression above. */
export const PLAIN_WORD = /^([A-Z]?[a-z]+(?:'[a-z]+)?)([.,?!]?)$/;
