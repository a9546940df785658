export const closedSets = `
text: phrase=phrases paragraphe=paragraphes dissertation poème haïku sonnet limerick tweet résumé
mail: courriel=email=e-mail=mail lettre note
layout: puces=liste_à_puces tableau diagramme
length: bref=brève=brièvement=court=courte=concis=concise=succinct détaillé=détaillée=détail=détails=long
tone: formel=formelle=soutenu informel=informelle=familier amical professionnel=professionnelle drôle=humoristique sarcastique
audience: débutant=débutants=novice intermédiaire expert=experts=spécialiste
age: enfant=enfants adolescent=adolescents=ado adulte=adultes bébé=bébés=nourrisson senior=seniors
country: france=français=française=françaises allemagne=allemand=allemande espagne=espagnol=espagnole italie=italien=italienne
country: portugal=portugais=portugaise angleterre=anglais=anglaise royaume-uni=britannique=royaume_uni écosse=écossais irlande=irlandais
country: belgique=belge suisse=suisses autriche=autrichien pays-bas=néerlandais=hollande=pays_bas pologne=polonais=polonaise
country: suède=suédois norvège=norvégien danemark=danois finlande=finlandais islande=islandais russie=russe ukraine=ukrainien
country: grèce=grec=grecque turquie=turc=turque hongrie=hongrois roumanie=roumain bulgarie=bulgare serbie=serbe croatie=croate
country: chine=chinois=chinoise japon=japonais=japonaise corée=coréen inde=indien=indienne pakistan thaïlande vietnam=vietnamien
country: indonésie australie=australien canada=canadien=canadienne états-unis=américain=américaine=amérique=usa=états_unis
country: mexique=mexicain brésil=brésilien=brésilienne argentine=argentin chili=chilien pérou=péruvien colombie=colombien
country: cuba=cubain venezuela égypte=égyptien maroc=marocain algérie=algérien tunisie=tunisien sénégal=sénégalais nigeria kenya
country: iran=iranien irak israël=israélien syrie=syrien luxembourg québec
tongue: anglais=anglaise français=française allemand=allemande espagnol=espagnole italien=italienne portugais russe chinois
tongue: japonais coréen arabe turc néerlandais polonais grec latin suédois norvégien danois finnois hindi hébreu
continent: europe=européen asie=asiatique afrique=africain amérique australie antarctique
compass: nord sud est ouest
city: paris lyon marseille toulouse nice nantes strasbourg bordeaux lille rennes genève lausanne bruxelles montréal québec
city: londres berlin munich hambourg francfort vienne madrid barcelone séville rome milan venise naples florence lisbonne
city: amsterdam prague budapest varsovie athènes istanbul moscou copenhague stockholm oslo dublin tokyo pékin shanghai
city: new_york washington chicago los_angeles le_caire casablanca alger tunis dakar
planet: mercure vénus terre mars jupiter saturne uranus neptune pluton
colour: rouge=rouges bleu=bleue=bleus=bleues vert=verte=verts=vertes jaune=jaunes orange violet=violette rose marron=brun
colour: noir=noire=noirs=noires blanc=blanche=blancs=blanches gris=grise
metal: argent bronze cuivre platine fer
element: oxygène hydrogène azote carbone hélium sodium potassium calcium
religion: hindouisme islam=musulman christianisme=chrétien judaïsme=juif bouddhisme=bouddhiste
animal: chien=chiens=chiot chat=chats=chaton cheval=chevaux vache=vaches cochon=cochons mouton=moutons chèvre poulet lapin=lapins
animal: hamster perroquet poisson=poissons serpent=serpents oiseau=oiseaux loup=loups renard=renards ours
fruit: pomme=pommes banane=bananes mangue raisin fraise=fraises cerise=cerises pêche poire=poires ananas citron
vegetable: tomate=tomates pomme_de_terre oignon=oignons carotte=carottes ail concombre épinards brocoli
meat: bœuf porc poulet agneau dinde poisson tofu
staple: riz pâtes=spaghetti pain couscous quinoa
drink: café thé bière vin whisky vodka rhum jus lait
instrument: guitare piano violon batterie=tambour flûte trompette violoncelle ukulélé
sport: football=foot basket=basketball tennis hockey handball volley rugby golf natation
profession: médecin=docteur infirmier=infirmière professeur=enseignant avocat=avocate ingénieur comptable dentiste plombier
profession: électricien cuisinier=chef pilote agriculteur=fermier journaliste architecte pharmacien programmeur=développeur
profession: boulanger serveur mécanicien vendeur
subject: physique chimie biologie mathématiques=maths histoire géographie économie philosophie psychologie
vehicle: voiture=auto vélo moto camion bus train avion bateau
organ: cœur foie rein=reins poumon=poumons cerveau estomac
limb: bras jambe main pied genou coude épaule cheville poignet doigt
meal: petit-déjeuner déjeuner dîner
relation: mère=maman père=papa frère sœur oncle tante grand-mère=mamie grand-père=papi cousin nièce neveu
manner: brièvement=en_bref en_détail=en_détails
`;
