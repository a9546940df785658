import type { Stemming } from '../word-lists';

export const stemming: Stemming = {
  irregular: `
men=man women=woman children=child people=person wives=wife lives=life mice=mouse feet=foot teeth=tooth bought=buy
sold=sell lost=lose won=win began=begin sent=send gave=give given=give took=take taken=take rose=rise fell=fall
movies=movie cookies=cookie calories=calorie zombies=zombie selfies=selfie ties=tie lies=lie pies=pie`,
  endings: [
    { cut: 'ies', put: 'y', least: 2, notAfter: /[aeiou]$/ },
    { cut: 'ing', least: 3, undouble: true },
    { cut: 'ed', least: 3, undouble: true },
    { cut: 'es', least: 3 },
    { cut: 's', least: 3, notAfter: /[sui]$/ },
  ],
  silent: 'e',
  comparatives: /(?:er|est)$/,
};
