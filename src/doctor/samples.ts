/** The samples of a page in Prometheus' text format. */
export interface Samples {
  /** Summed over all labels. */
  sum(name: string): number;
  /** Summed by the values of one label. */
  by(name: string, label: string): readonly (readonly [value: string, sum: number])[];
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\})?\s+(\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** What is no sample is passed over. */
export function readSamples(text: string): Samples {
  const samples = text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key = '', of = '']) => [key, of] as const);
    return [{ name, labels: new Map(pairs), value: Number(value) }];
  });
  return {
    sum: (name) => samples.filter((one) => one.name === name).reduce((sum, { value }) => sum + value, 0),
    by: (name, label) => {
      const sums = new Map<string, number>();
      for (const { labels, value } of samples.filter((one) => one.name === name)) {
        const key = labels.get(label) ?? '';
        sums.set(key, (sums.get(key) ?? 0) + value);
      }
      return [...sums];
    },
  };
}
