/** A line is a theme; inflections need no entry: lookup is by stem. */
export const antonyms = `
activer/désactiver activation/désactivation installer/désinstaller abonner/désabonner abonner/résilier connecter/déconnecter
brancher/débrancher verrouiller/déverrouiller bloquer/débloquer allumer/éteindre allume/éteins ouvrir/fermer ouvert/fermé ouverte/fermée
ouverture/fermeture chiffrer/déchiffrer crypter/décrypter coder/décoder encoder/décoder compresser/décompresser
charger/décharger télécharger/téléverser importer/exporter importation/exportation augmenter/diminuer augmenter/réduire
augmenter/baisser augmentation/diminution augmentation/baisse hausse/baisse monter/descendre monter/baisser
agrandir/réduire agrandir/rétrécir grandir/rétrécir croître/décroître maximum/minimum maximal/minimal maximale/minimale
maximiser/minimiser supérieur/inférieur supérieure/inférieure haut/bas haute/basse élevé/bas élevée/faible élevé/faible
grand/petit grande/petite long/court longue/courte large/étroit épais/mince épais/fin rapide/lent rapidement/lentement
vite/lentement tôt/tard vieux/jeune vieux/neuf vieux/nouveau ancien/nouveau ancien/récent ancienne/nouvelle
âgé/jeune précédent/suivant précédente/suivante passé/futur passé/avenir avant/après premier/dernier première/dernière
début/fin commencer/finir commencer/terminer commencer/arrêter démarrer/arrêter gagner/perdre gain/perte profit/perte
victoire/défaite réussir/échouer réussite/échec succès/échec acheter/vendre achat/vente acheteur/vendeur
prêter/emprunter louer/acheter locataire/propriétaire déposer/retirer dépôt/retrait économiser/dépenser épargner/dépenser
recettes/dépenses revenu/dépense actif/passif arriver/partir arrivée/départ venir/partir entrer/sortir entrée/sortie
intérieur/extérieur dedans/dehors interne/externe dessus/dessous gauche/droite nord/sud est/ouest avant/arrière
horizontal/vertical croissant/décroissant ascendant/descendant ligne/colonne meilleur/pire meilleure/pire mieux/pire
meilleurs/pires bon/mauvais bonne/mauvaise bien/mal positif/négatif positive/négative plus/moins ajouter/supprimer
ajouter/retirer ajouter/enlever ajouter/soustraire addition/soustraction multiplier/diviser insérer/supprimer
créer/supprimer construire/détruire construire/démolir attaquer/défendre attaque/défense accepter/refuser accepter/rejeter
approuver/rejeter autoriser/interdire autorisé/interdit permettre/interdire permis/interdit légal/illégal aimer/détester
aimer/haïr adorer/détester soutenir/combattre avantage/inconvénient avantages/inconvénients pour/contre
bienfait/méfait bienfaits/risques avantages/risques bienfaits/dangers vrai/faux vraie/fausse juste/faux correct/incorrect valide/invalide
oui/non sûr/dangereux sain/malsain santé/maladie vivant/mort vie/mort vivre/mourir naissance/mort naître/mourir
né/mort propre/sale mouillé/sec humide/sec chaud/froid chaude/froide chauffer/refroidir bouillir/geler fondre/geler
été/hiver jour/nuit clair/sombre noir/blanc noire/blanche sucré/salé doux/amer doux/fort bruyant/silencieux fort/faible
plein/vide pleine/vide remplir/vider dur/mou riche/pauvre richesse/pauvreté chère/abordable cher/abordable rare/fréquent
rare/commun souvent/rarement toujours/jamais parfois/toujours heureux/triste heureux/malheureux rire/pleurer
optimiste/pessimiste courageux/lâche poli/impoli gentil/méchant honnête/malhonnête patient/impatient
paresseux/travailleur intelligent/bête intelligent/stupide beau/laid belle/laide célèbre/inconnu ami/ennemi guerre/paix
coupable/innocent célibataire/marié mariage/divorce marier/divorcer embaucher/licencier employeur/employé patron/employé
professeur/élève enseigner/apprendre médecin/patient parent/enfant envoyer/recevoir expéditeur/destinataire
émetteur/récepteur parler/écouter lire/écrire lecture/écriture offre/demande producteur/consommateur fournisseur/client cause/effet
causes/conséquences cause/conséquence causes/symptômes causes/traitement symptômes/traitement homme/femme hommes/femmes
masculin/féminin garçon/fille garçons/filles père/mère frère/sœur fils/fille oncle/tante roi/reine
grand-père/grand-mère mari/femme adulte/enfant adultes/enfants public/privé publique/privée local/mondial
national/international étranger/national ville/campagne synchrone/asynchrone statique/dynamique
manuel/automatique manuellement/automatiquement analogique/numérique fusionner/séparer ensemble/séparément
ensemble/seul attirer/repousser acide/base naturel/artificiel naturelle/artificielle vrai/imaginaire original/copie
théorie/pratique abstrait/concret général/spécifique formel/informel formelle/informelle sérieux/drôle
temporaire/permanent objectif/subjectif actif/passif volontaire/obligatoire facultatif/obligatoire direct/indirect
pair/impair fini/infini singulier/pluriel majuscule/minuscule majuscules/minuscules synonyme/antonyme voyelle/consonne présent/absent
trouver/perdre garder/jeter donner/recevoir donner/prendre dormir/réveiller endormir/réveiller debout/assis travailler/reposer cru/cuit
crus/cuits frais/surgelé végétarien/carnivore petit-déjeuner/déjeuner/dîner démocratie/dictature paradis/enfer
louer/critiquer récompenser/punir encourager/décourager améliorer/aggraver améliorer/détériorer améliorer/empirer
réparer/casser réparer/détruire guérir/blesser aider/nuire proche/loin proche/éloigné brut/net fixe/variable
accélérer/ralentir accélérer/freiner renforcer/affaiblir afficher/masquer montrer/cacher réserver/annuler
commander/annuler supprimer/restaurer supprimer/récupérer supprimer/conserver enregistrer/supprimer aller/retour
prendre/perdre résilier/prolonger résilier/souscrire résilier/renouveler simple/compliqué maigrir/grossir embarquer/débarquer plier/déplier habiller/déshabiller
`;

/** Opposite only beside the same word: "de Paris" and "vers Paris". */
export const particles = `
de/vers de/pour depuis/vers depuis/jusque avec/sans pour/contre avant/après sur/sous dans/hors ici/là
gauche/droite plus/moins`;
