import { z } from 'zod';
import { readSet } from '../quality/data-files';
import type { Chance } from './chance';
import type { TrainingPair } from './pairs';

/** A text, and what it is for where its set says so: texts of one intent are about the same matter. */
export interface Source {
  readonly text: string;
  readonly intent: string | undefined;
}

const LONGEST_PROMPT = 220;
const MADE = 6000;

/** Places, brands, topics, verbs. */
const FILLING = {
  P: `Paris|London|Berlin|Rome|Madrid|Tokyo|Boston|Chicago|Denver|Seattle|Texas|Florida|Canada|Mexico|Brazil|India|China|Japan|Spain|France|Germany|Italy|Egypt|Kenya|Norway|Sweden|Austria|Australia|Poland|Turkey`.split(
    '|',
  ),
  B: `Google|Apple|Microsoft|Amazon|Netflix|Samsung|Toyota|Honda|Nike|Twitter|Facebook|Instagram|YouTube|Spotify|Gmail|Excel|Photoshop|Windows|Linux|MySQL|PostgreSQL|Docker|Kubernetes|React|Django|WhatsApp|Quora|Uber`.split(
    '|',
  ),
  T: `diabetes|photosynthesis|inflation|machine learning|a black hole|time management|yoga|meditation|a mutual fund|blockchain|quantum physics|stress|public speaking|a bank account|a startup|anxiety|a visa|a passport|a laptop|a smartphone|weight loss|hair loss|an engineering degree|data science|digital marketing|a part-time job|English grammar|a guitar|chess|coffee|green tea|protein powder|electric cars|solar panels|a blog|an online store|a mobile app|artificial intelligence|climate change|the stock market|a mortgage|a will|a lease|insurance|jet lag|insomnia|acne|back pain|a cold|a dog|a cat|tomatoes|roses|a wooden floor|a bicycle|an old car`.split(
    '|',
  ),
  V: `learn|buy|sell|fix|clean|start|stop using|improve|choose|compare|understand|explain|get rid of|pay for|cancel|apply for|invest in|prepare for|talk about|grow|paint|store|insure`.split(
    '|',
  ),
};

const QUESTIONS = [
  'How do I {V} {T}?',
  'How can I {V} {T}?',
  'What is the best way to {V} {T}?',
  'What is {T}?',
  'What are the benefits of {T}?',
  'What are the disadvantages of {T}?',
  'Why is {T} so popular?',
  'What is the difference between {T} and {T2}?',
  'Is {T} better than {T2}?',
  'Which is the best {B} product?',
  'How does {B} make money?',
  'What are the best books about {T}?',
  'Where can I find information about {T} in {P}?',
  'What is it like to work at {B}?',
  'How much does {T} cost in {P}?',
  'What are some interesting facts about {P}?',
  'Can I {V} {T} in {P}?',
  'Should I {V} {T} or {V} {T2}?',
  'How long does it take to {V} {T}?',
  'Who invented {T}?',
  'Why do people {V} {T}?',
  'What should I know before I {V} {T}?',
  'Does {T} help with {T2}?',
  'What is the capital of {P}?',
  'What is the best hotel in {P}?',
  'How do I reset my {B} password?',
  'What happens if I {V} {T} without insurance?',
  'Are there any good schools in {P}?',
  'How is {T} taught in {P}?',
  'What are the side effects of {T}?',
  'Explain {T}',
  'Write a short text about {T}',
  'Give me tips to {V} {T}',
  'What is your favorite thing about {P}?',
  'How do I move from {P} to {P2}?',
  'What is the meaning of {T}?',
  'What would happen if {B} bought {B2}?',
];

/** Texts to make pairs of: two sets of intents, prompts of two benchmarks, and questions made from patterns. */
export async function sources(dir: string, by: Chance): Promise<readonly Source[]> {
  const intents = [...(await intentsOf(dir, 'clinc150')), ...(await intentsOf(dir, 'banking77'))];
  const prompts = [
    ...(await readRows(dir, 'arena_hard')).map(({ text = '' }) => text),
    ...(await readRows(dir, 'mtbench')).map(({ turns: [first = ''] = [] }) => first),
  ].filter((text) => text.length < LONGEST_PROMPT && !text.includes('\n'));
  const others = [...prompts, ...Array.from({ length: MADE }, () => madeQuestion(by))];
  return [...intents, ...others.map((text) => ({ text, intent: undefined }))];
}

async function intentsOf(dir: string, set: string): Promise<readonly Source[]> {
  return (await readRows(dir, set)).map(({ text = '', intent }) => ({
    text,
    intent: intent === undefined || intent === 'oos' ? undefined : `${set}:${intent}`,
  }));
}

/** Pairs that other people wrote. */
export async function paraphrases(dir: string): Promise<readonly TrainingPair[]> {
  const rows = await readRows(dir, 'gptcache_paraphrases');
  return rows.map(({ a = '', b = '' }) => ({ a, b, same: true, kind: 'paraphrase' }));
}

/** Pairs that people labelled. */
export async function labelledPairs(dir: string, name: string): Promise<readonly TrainingPair[]> {
  return (await readRows(dir, name)).map(({ a = '', b = '', label }) => ({ a, b, same: label === 1, kind: name }));
}

const row = z.looseObject({
  label: z.number().optional(),
  text: z.string().optional(),
  intent: z.string().optional(),
  turns: z.array(z.string()).optional(),
  a: z.string().optional(),
  b: z.string().optional(),
});

async function readRows(dir: string, name: string): Promise<readonly z.infer<typeof row>[]> {
  const rows = await readSet(dir, name, row);
  if (rows.length === 0) throw new Error(`${dir} has no ${name}.*.jsonl; docs/quality.md says where it comes from`);
  return rows;
}

function madeQuestion(by: Chance): string {
  return by.pick(QUESTIONS).replace(/\{([PBTV])2?\}/g, (_, kind: keyof typeof FILLING) => by.pick(FILLING[kind]));
}
