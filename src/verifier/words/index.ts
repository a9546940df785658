import { de } from './de/index';
import { en } from './en/index';
import { es } from './es/index';
import { fr } from './fr/index';
import type { WordLists } from './word-lists';

/** The languages that the guards know. A further one is a folder beside these and a line here. */
export const WORD_LISTS = { en, de, fr, es } as const satisfies Readonly<Record<string, WordLists>>;
export type Language = keyof typeof WORD_LISTS;
