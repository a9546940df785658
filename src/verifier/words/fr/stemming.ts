import type { Stemming } from '../word-lists';

export const stemming: Stemming = {
  irregular: `yeux=oeil chevaux=cheval animaux=animal journaux=journal travaux=travail femmes=femm`,
  endings: [
    { cut: 'ements', put: 'ement', least: 3 },
    { cut: 'issez', least: 3 },
    { cut: 'aux', put: 'al', least: 3 },
    { cut: 'ees', least: 3 },
    { cut: 'ee', least: 3 },
    { cut: 'es', least: 3 },
    { cut: 'er', least: 3 },
    { cut: 'ez', least: 3 },
    { cut: 'ir', least: 3 },
    { cut: 'is', least: 4 },
    { cut: 'it', least: 4 },
    { cut: 'e', least: 3 },
    { cut: 's', least: 3, notAfter: /s$/ },
    { cut: 'x', least: 4 },
  ],
  silent: '',
  comparatives: undefined,
};
