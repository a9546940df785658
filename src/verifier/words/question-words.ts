/** A line is a kind of answer and the words that ask for it. */
function table(lines: string): ReadonlyMap<string, string> {
  const kinds = lines.trim().split('\n');
  return new Map(
    kinds.flatMap((line) => {
      const [kind = '', words = ''] = line.split(': ');
      return words.split(' ').map((word) => [word, kind] as const);
    }),
  );
}

/** "how" followed by one of these asks for a measure, not for a way. Equal values ask the same. */
export const HOW_MEASURES: ReadonlyMap<string, string> = table(`
amount: many much expensive
duration: long
age: old
distance: far
frequency: often frequently
height: tall high
size: big large
depth: deep
speed: fast quickly
time: soon late early
weight: heavy
width: wide thick
temperature: hot cold warm
strength: strong
`);

export const PLAIN_QUESTIONS: ReadonlyMap<string, string> = table(`
person: who whom whose
time: when
place: where
reason: why
`);

/** A question word after one of these is asked about, not a conjunction ("tell me when …"). */
export const ASKING = new Set(
  'know tell say explain me wonder wondering understand describe idea about see find out learn us show ask list and or but so exactly guess remember of'.split(
    ' ',
  ),
);

/** A question word before one of these at a clause start asks ("when does …"), unless it is a relative clause. */
export const AUXILIARIES = new Set(
  'is are was were do does did will would can could should shall has have had to am may might must'.split(' '),
);
