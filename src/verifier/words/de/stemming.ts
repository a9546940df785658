import type { Stemming } from '../word-lists';

export const stemming: Stemming = {
  irregular: `
häuser=haus bücher=buch männer=mann städte=stadt länder=land wörter=wort bäume=baum räume=raum züge=zug hände=hand
mäuse=maus väter=vater mütter=mutter brüder=bruder töchter=tochter söhne=sohn äpfel=apfel gäste=gast ärzte=arzt
gekauft=kauf verkauft=verkauf gebaut=bau gemacht=mach gelöscht=lösch geöffnet=öffn`,
  endings: [
    { cut: 'innen', least: 4 },
    { cut: 'ungen', put: 'ung', least: 3 },
    { cut: 'ers', least: 4 },
    { cut: 'est', least: 5 },
    { cut: 'ern', least: 4 },
    { cut: 'en', least: 3 },
    { cut: 'er', least: 4 },
    { cut: 'es', least: 4 },
    { cut: 'em', least: 4 },
    { cut: 'st', least: 5 },
    { cut: 'e', least: 3 },
    { cut: 'n', least: 4, notAfter: /[aeiouäöü]$/ },
    { cut: 's', least: 4, notAfter: /[sui]$/ },
    { cut: 't', least: 5, notAfter: /[aeiouäöühfs]$/ },
  ],
  silent: '',
  comparatives: undefined,
};
