import type { Stemming } from '../word-lists';

export const stemming: Stemming = {
  irregular: 'peces=pez veces=vez luces=luz voces=voz',
  endings: [
    { cut: 'ciones', put: 'cion', least: 3 },
    { cut: 'arse', least: 3 },
    { cut: 'irse', least: 3 },
    { cut: 'ando', least: 3 },
    { cut: 'iendo', least: 3 },
    { cut: 'ados', least: 3 },
    { cut: 'adas', least: 3 },
    { cut: 'ado', least: 3 },
    { cut: 'ada', least: 3 },
    { cut: 'ar', least: 3 },
    { cut: 'er', least: 3 },
    { cut: 'ir', least: 3 },
    { cut: 'es', least: 3 },
    { cut: 'as', least: 3 },
    { cut: 'os', least: 3 },
    { cut: 'a', least: 3 },
    { cut: 'o', least: 3 },
    { cut: 'e', least: 3 },
    { cut: 's', least: 4 },
  ],
  silent: '',
  comparatives: undefined,
};
