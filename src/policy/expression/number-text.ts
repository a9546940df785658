/** .NET's invariant text of a double: shortest digits that read back the same, scientific from 1E+15 on and below 1E-04. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -5 && power < 15) return power >= -4 ? String(value) : scientific(digits, power);
  return scientific(digits, power);
}

function scientific(digits: string, power: number): string {
  return `${digits}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Formats of numbers: "D" and "N" and "F" with a count of digits, "0", "0.00", "000". `undefined`: another one. */
export function numberFormat(format: string): ((value: bigint | number) => string) | undefined {
  const standard = /^([DNF])(\d{0,2})$/i.exec(format);
  const letter = standard?.[1]?.toUpperCase();
  const count = standard?.[2] === '' ? undefined : Number(standard?.[2]);
  if (letter === 'D') return (value) => padded(value, count ?? 1, 0);
  if (letter === 'F') return (value) => padded(value, 1, count ?? 2);
  if (letter === 'N') return (value) => grouped(padded(value, 1, count ?? 2));
  const zeros = /^(0+)(?:\.(0+))?$/.exec(format);
  return zeros ? (value) => padded(value, zeros[1]?.length ?? 1, zeros[2]?.length ?? 0) : undefined;
}

function padded(value: bigint | number, whole: number, decimals: number): string {
  const fixed = typeof value === 'bigint' && decimals === 0 ? String(value) : Number(value).toFixed(decimals);
  const sign = fixed.startsWith('-') ? '-' : '';
  const [before = '', after] = fixed.slice(sign.length).split('.');
  return sign + before.padStart(whole, '0') + (after === undefined ? '' : `.${after}`);
}

function grouped(text: string): string {
  const [whole = '', decimals] = text.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (decimals === undefined ? '' : `.${decimals}`);
}
