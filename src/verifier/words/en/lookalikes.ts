/**
 * Words of which one letter makes another of them ("affect", "effect"): no slip of the pen. From the 12,000 most frequent
 * whole words of four letters or more in the vocabulary of BERT (uncased; Google, Apache-2.0), without plain inflections.
 */
export const lookalikes = `
aaron abbey abbot abbott abby abel able aboard about abroad abused academia academic accent accept ache ached aching
acid acids acre acres across acted acting action actions activism activist actor actors acts acute adapt adapted added
addiction addition addressed addresses adds aden adopt adopted advanced advances advised adviser advisor advisory
advocated advocates aerial affect affects africa african after again aged ages agnes agreed agrees ahead ahmad ahmed
aidan aide aided aiden aids aimed aiming aims aired aires airing airs aisle alain alan albania albanian albeit albert
alberta alberto alec alert alex alexander alexandra alexandre alexandria algeria algerian alias alice alien alike
alison alive allah allan allen alley allie allied allies allison ally alone along aloud alps also altar alter altitude
alto aluminium aluminum america american americans americas amid amidst among amor amos amount amused analyses
analysis anders andre andrea andreas andres andrew andrews andy angel angela angeles angelo angels anger angie angle
angles anglo angola ankle ankles anna anne annie announced announcer antarctic antarctica anterior anthony anti anton
antony ants apart apex appeal appealed appealing appeals appear appeared appearing appears apple applied applies apply
approached approaches arab arabia arabian arabic arabs aragon arch arched archer arches archie archive archived
archives area aren arena argentina argentine argued argues aria arise armed armenia armenian armor armored armour
armoured arms army arose around arranged arranger arrived arrives arrow arte article articles arts ascent ashe asher
ashes ashore ashton asia asian aside asked asks asleep assess assets assist associated associates assume assumed
assumes assure assured aston atlantic atlantis atom atop attached attacked attitude attributed attributes auction
audio audit audition august augusta aunt aura austin australia australian austria austrian auto avenue avery avoid
awaiting awake award awards aware baba babe baby bach back backed backing backs backward backyard bacon baden badly
bags baha bail baker bald ball ballet ballot balls band bands bang bank banker banking banks banned banner barber bare
barely bark barker barn barnes barney baron barred barrel barrett barrier barriers barrow barry bars bart barton basal
base based basel bases basic basil basin basis bass bassist batch bates bath batman baton bats batsman batted battle
battles bavaria bavarian bays beach beaches beacon beam beams bean beans bear beard bearing bears beast beasts beat
beaten beating beatles beats beaver became beck becky become beds beef been beer bees beetles began begged begin begun
behavior behaviour being beings belief believe believed believes bell bella belle bells belly below belt bench bend
bending bengal bengali benny bent berg bergen berger berlin bern bernie berry bert berth beside besides best beta beth
better betty bias bike bill billed billion bills billy bind binding birch bird birth bitch bite bites biting bits
bitter black blacks blade blake blame blank blast blaze bleeding blend blew blind blink blinked blinking bloc block
blocked blocking blocks blog blond blonde blood bloody bloom blow blowing blown blows blue blues blur blush board boat
boats bobby body boeing boiled boiler boiling bold bolivia bollywood bolt bolton bomb bombs bond bonds bone bones
bonnie bonus book booker books boom boone boost boot booth boots border bordered borders bore bored boring boris born
borne borneo bosnia bosnian boss boston both bother bottle bottles bought bounced bound bounded bourne bout bowed
bowen bowler bowling boxer boxes boxing boyd boyle boys brace braced brad brady brain brains brake brakes branch brand
brands brass brave braves breach bread break breaking breast breasts breath breathe breaths bred breed breeding breeze
brenda brendan brennan brent brett brian brick bricks bride bridge bridges brief brien brig briggs bright bring
bringing brings broad brock broke broken brook brooke brooks bros brother brought brow brown browne browns brows bruce
brush brushed brushing bryan bryant buck bucks buddhism buddhist buddy bugs build built bulgaria bulgarian bulk bull
bullet bulls bump bunch bunker bunny burger buried burn burned burning burns burnt burst burton bury busch buses bush
bushes bust busy butler butt butter button byrne byron cabin cable cables cache caesar cafe cage cain cake call
calling calls calm came cameo cameron cameroon camp camps campus canceled cancelled cancer candle candles candy cane
cannon cannot canoe canon canton canyon cape capita capital capitol capped caps capt cara carbon card cards care cared
career cares carey cargo caring carl carla carlo carol carolina caroline carr carriage carried carrier carriers
carries carry carrying cars carson cart carter carved casa case cases casey cash cass cast caste castile casting
castle casual catch catcher catches catching catherine cats cattle caught causal cause caused causes cave cavern caves
cease ceased cedar cell cellar cello cells cement cent center centered centers centre centred centres certain
certainly certainty cesar chad chain chains chair chaired chairs challenged challenger challenges chan chance chancel
chances chang change changed changes changing channel chant chapter characterised characterized charge charged charges
charging charity charles charm charming chart charted charter chase chased chat cheap cheating check checks cheek
cheeks cheer chef chen cheng chess chest chick chief child chile chill chin china chip chips choir choke choked choose
choral chord chose chosen chris christ christian christie christina christine chuck chung cindy circled circles cited
cites cities citing city civic civil clad claire clan clans clara clare clarity clark clarke clary clash class classes
claude clause claw claws clay clean cleaned cleaning clear cleared clearing clement clerk clever click clicked client
clifton climb clint clinton clip clips clive cloak clock close closed closer closes closest closet closing cloud clown
club clubs clue clues clung coach coached coaches coal coast coat coats cobra coca cock cocked code codes codex coding
cody cohen coil coin coined coins coke cola cold cole colin collar colombia colombian colon colony color colored
colors colour coloured colours colt colts columbia coma combined combines come comes comet comic coming command
commanded commander commando commands commenced commented commissioned commissioner committed committee communism
communist commuter compete competed competes competing complement complete completed completing compliment composed
composer comprised comprises computer computing concept concepts concern concerns concert concerto concerts concession
concluded concludes cone confession connell connie consent considerable considerably consumed consumer contact
contacted contacts contained container content contents contest contests context continent contingent continued
continues contract contracted contracts contrast contributed contributes controlled controller convent convert convey
convoy cook cooke cooked cooking cool cooled cooler cooling cooper coordinated coordinates copa cope copied copies
copper cops copy cora coral cord core cork corn cornell corp corps corpse corpus cosmic cost costa costly costs cote
couch could couldn count counted counter countess counties counting countless countries country counts county coup
coupe couple coupled couples course court courts cove cover covering covers coward cows crack cracked cracking cracks
craft crane crap crash crashed crashing crater cream created creates creating creed creek crept crest crew cried cries
crime crimes criticised criticized croatia croatian crooked crop crops cross crossed crosses crow crowd crowded crown
crowned crude crush crushed crushing crying cuba cuban cube cubs cult cupped cups curb cure curious curl curled
curling curry curse cursed curtain curve curved curves cute cuts cutter cutting cyprus cyrus daddy daemon dagger daily
dairy daisy dale dalton damaged damages dame damn damon damp dana dance danced dancer dancers dances dane danger
dangers danny dante dare dared daring dark darker darling darren dart darted dash data date dated dates dating
daughter dave david davies davis dawn dawson days dayton deacon dead deaf deal dealing deals dealt dean dear death
deaths debated debates debt debut debuted decade decades decay deceased decent decide decided decides deck decreased
decree dedication deed deeds deemed deep deeper deer defence defences defend defended defender defending defense
defenses defined defines degree delay delegation deliver delivery dell della delta demise demo demon demonstrated
demonstrates denial denis denise dennis denny dense dental deny depend depending depth depths derived derives descent
described describes desert deserted deserve deserved deserves design designation designed designer desired desires
desk dessert destroyed destroyer detail detailed detained detection detention determined determines developed
developer devi devil devised devon dial diana diane diary diaz dick died dies diet difficult difficulty diner dining
dinner diploma diplomat dipped director directors directory dirt dirty disc disco discover discovers discovery discs
discussed discusses dish dishes disk displaced displayed disputed disputes distract distress district ditch dive
divide divine diving dixon dizzy dock docks dodge dodgers does doesn dogs doing doll dollar dolls dome dominated
donald done dong donna donor doom door doris dose dots doubled doubles doubted doug dove dover down downs doyle draft
drafted drag dragged dragon drain drained drake drama drank draped draw drawn draws dread dream dress dressed dresser
dresses dressing drew dried drift drifted drink dripping drive driven driver drivers drives driving drop dropped
dropping drops drought drove drowned drowning drug drugs drum drums drunk dual dubbed duck ducked ducks dude duel duet
duke dull dumb dump dumped during dust dusty dutch duty dying each earl early earn earned earning earnings ears ease
eased easier east easter eastern easy eaten eating ecole eddy eden edged edges edit edited edith effect effects eight
eighth eighty either elder eldest elect elected election elections electro electron electrons element elena elias
eliot elisabeth elise elite elizabeth ella elle ellen ellie elliot elliott ellis else elves elvis email emerge emerged
emergence emergency emerging emigrated emil emile emily emission emissions emma emmy emotion emotions employed
employee employees employer employers empress enable enabled enables encouraged encourages ended ending ends endured
enduring ensuing ensure ensured ensuring enter entered enters entirely entirety epic equality erect erected erection
eric erie erik erin ernest ernie ernst erotic error escaped escapes especially estate estates esther estimated
estimates estonia estonian eternal ethan ethiopia ethiopian europa europe evacuated evacuation evaluated evaluation
evan even event ever every evil evolution evolutionary exchanged exchanges excited exile exiled exist existed exists
exit exited exits exotic expect expensive experienced experiences expert experts explode exploded explore explored
explorer explores export exports express expressed expresses extant extend extensive extent external eyed eyes face
faced faces facial facing fact faction factions facto factor factors factory facts fade faded fading fail failed
failing fails faint fair fairly fairy fake falcon fall fallen falling fallon falls fame famed fancy fang fangs fans
fare farm farmer farming farms farther fast faster fate father fathers fault favor favored favorite favour favoured
favourite fear feared fearing fears feast feat feather feathers featured features feed feeding feeds feel feeling
feels fees feet fell fellow fellows felt fence fernandez ferry fest feud fever fewer fiba fiction fiddle field fields
fierce fifa fifth fifty fight fighter fighting fights figured figures file filed files filing fill filled filling film
filmed filming films final finale finals financed finances finch find finding finds fine fined finger fingers finish
finished finishes finland finn finnish fire fired fires firing firm firms first fischer fish fisher fishing fist fists
fitness fits fitting five fixed fixing fixture flag flags flame flames flank flared flash flashed flashes flat flats
flavor fled flee fleeing fleet fleming flesh flew flicked flies flight flights flint flip flipped float flood floods
floor floors flour flow flowed flower flowering flowing flown flows floyd flung flush flushed flying flynn focal
focused focuses fold folding folds folk folks follow follows fond font food foods fool foot forbes force forced forces
forcing ford forest forge forged forget forgot fork form formal formally format formed former forming forms forrest
fort forth forts forty forum foster fought foul found founded founder founding fountain four fourth fowler fraction
frame framed frames france frances francesca francesco francis francisco franco francois frank franz freak freaking
fred frederic frederick free freed freeze french fresh friction fridge fried friend fringe frog from front frost frown
frowned frowning froze frozen fuck fucking fuel full fuller fully function fund funded funding funds funk funny
furious further fury gabe gable gage gain gains gala gale game games gaming gang gaps garage garbage garde garden
garion garrett garrison gary gases gasp gasped gate gates gather gauge gave gavin gaza gaze gazing gear gender gene
genera general generic genes genetic geneva genius genre genres gentle gentleman gentlemen gently genus georg george
georgia georgian gerald gerard german germans germany gerry gets getting ghost ghosts giant giants gift gifted gifts
giles gill ginger girl give given gives giving glad glance glanced glances glare glared glass glasses glen glenn globe
glove gloves glow glowed glowing goal goat gods goes goin going gold golden golf gone gong gonna good goods goose gore
gorge gotten gould gown grab grabs grace grade grades graduated graduates grain gram gran grand grande grandma grandpa
grant granted grants grape grapes graph grasp grasped grass grave gravel graves gray grazing great greece greek greeks
green greene greens greet greg gregor gregory grew grey grid grief grim grin grinding grinning grip gripped gripping
groan groove gross ground grounded grounds grove grow growing growl grown grows grunted guam guess guest guests guided
guides guild guilt guilty gulf gunner guns guys gwen hadn hague hail hailed hair haired hairs hairy hale haley half
halfway hall halls hallway halo halt halted hand handed handing handle handled handles handling hands hang hanging
hank hanna hannah hans hansen hanson harbor harbour hard harder harding hardly hardy hare harlem harley harm harp
harper harrison harry harsh hart harvey hasan hasn hassan hatch hate hated hates hatred hats haul hauled haunted have
haven having hawk hayes haze hazel head headed heading heads heal healed healing health healthy heap hear heard
hearing hears heart hearts heat heated heath heather heating heaven hector heel heels height heights heir heirs held
helen helena hell hello helm help hence henri henry herald herb herd here herman hermann hernandez hero hers hesse
hicks hidden hide hiding high hiking hill hills hilton hindi hindu hint hips hire hired hiring hissed hits hitting
hockey hogan hold holden holder holding holds hole holes hollow holly hollywood holmes holt holy home homer homes
honest honestly honesty honey hong honor honorable honored honors honour honourable honoured honours hood hook hooked
hooker hope hoped hopes hopped horn horse horses host hosted hosting hosts hotel hour hours house housed houses
hovering howard howe huang huge hugged hugh hugo hulk hull humble humor humour hung hungary hunger hungry hunt hunted
hunter hunting hurling hurry hurt hurting hyde iata iceland icon idea ideal ideals ideas identified identifies
identify identities identity imagine imaging implied implies inch included includes incorporated incorporates
increased increases incredible incredibly india indian indiana indians indicated indicates indie indo indonesia
indonesian induced inducted infection infections infectious inferior infinite infinity influenced influences injection
inland inner inning institut institute instituted institutes intel intend intent intention inter interior internal
interval into intro introduced introduces invented invention inventor inventory invested investor involved involves
ions iran iraq iraqi ireland irene iris irish iron irvine irving isabella isabelle islam island isle israel israeli
issue issued issues italia italian item items itunes ivan izzy jace jack jacket jade jail jaime jain jake james jamie
jane janet jared jason java javier jaws jealous jealousy jean jeans jeep jenna jenny jerry jess jesse jessie jesus
jets jews jill joan joao jockey joel joey johan johann john johns johnson johnston join joined joins joint joke jokes
jonah jonas jones jorge jose josef josh josie journalism journalist joyce juan jude judge judged judgement judges
judgment judy jules julia julian julie juliet julio july jump jumped jumping jumps junction june jung jury just justin
kane kang kara karen karl kate katherine katie keen keep keeper keller kelly kenny kent kept kerr kerry khan kick
kicked kicking kicks kidney kids kill killed killer killing kills kilometers kilometres kind kinds king kings kira
kirk kiss kissed kisses kissing knee knew knight knights knob knot knots know known knows knox koch kong korea korean
kurt kyle kylie label labor labour labs lace lacey lack lacked lacking lacks laden lady lagos laid lake lakes lamb
lamp lamps lana lance land landed landing lands lane lanes lang lanka lankan laos laps lara larry lars laser lashes
last lasted lasting lasts late later latin latino latitude latter latvia latvian laughter launch laura laurel lauren
laurence laurent lava lawn lawrence laws lawson lawyer lawyers layer layers laying lazy lead leader leaders leading
leads leaf leah leak leaked lean leaned leaning leans leap leaped leapt learn learned learning learns lease leased
least leather leave leaving lecturer lectures leeds left legged legion legs leigh lemon lena length lengths lengthy
lens lenses lent leon leonard leonardo leone leopard less lesser lester lets letter letting level lever levi levy lexi
liam liang liar licence license licensed licenses lick licked licking lied lies life lift lifted lifting lifts liga
light lighter lighting lightly lightning lights like liked likely likes liking lilly lily lima limb lime limp line
linear lined liner lines ling lining link linked linking links lion lions lips lisa list listed listen listing lists
literacy literary lithuania lithuanian live lived lively liver lives living lizard lloyd load loaded loading loads
loan loaned loans lobby local locals loch lock locked locker locking locks lodge logan logging logo logs lois lola
lone lonely long longing look looked looking looks loop loops loose lord lords lose loser loses losing loss losses
lost lots lottery lotus loud louis louisa louise love loved lovely lover lovers loves loving lowe lowell lower lowered
lowering loyal loyalty luca lucia luck lucky lucy luis luke lumber lump luna lunch lung lure lush lust lying lynch
lynn lyon lyons macdonald macedonia macedonian mack mackay made madness mafia maid maiden mail main maine major make
maker makers makes making malaysia malaysian male males mali malik mall malone mama managed manager managers manages
mann manned manner manny manor mans manual manuel manufactured manufacturer many maori maple mapping maps mara marc
marcel march marched marching marco marcos marcus mare margin mari maria marian marie marin marina marine marino mario
marion marital mark marked marker markers market markets marking marks marriage married marry marrying mars marsh
marshal marshall martial martin marty marvel marvin marx mary mask masked masks mason mass masses massive mast master
mastered masters match matched matches matching mate mater material maternal mates math mating matt matter mattered
matters mature maya mayer mayo mayor maze mcdonald mckay meal meals mean meaning means meant measured measures meat
medal medals media median medication medina meditation meet meeting meets mega megan melt melting mental mercer mercy
mere merge merged merger merging merlin merry mesa mess metal metals meter meters metre metres metro mets meyer mice
michael michel michele michelle mick middle midst might mighty migrated mike mild mile miles milk mill miller million
mills milton mind minds mine miners mines ming mini mining miniseries minister ministries minor mint minus miss missed
missing mission missions mist mistake mistaken mistakes mister mistress misty mitch mixed mixing mixture moan moaned
mobility mock mode model models modes modest mohamed mohammad mohammed moist mole molly mona monarch monarchy money
monk monkey monster monte month months mood moody moon moor moore moral morality more morgan mormon morning morris
morse mortal mortality mortar morton moses moss most mostly motel moth mother mothers moths motion motions motor motto
mound mount mountain mounted mounting mourning mouse mouth mouths move moved moves movie movies moving much muddy
muhammad muller munster mural murdered murderer must muttered myth myths nacional nail nails naive naked name named
names naming nancy narrow nasa nash nate nation national nationalism nationalist native nato nature nave navy neal
near nearby nearly neat neatly neck need needed needing needs neighborhood neighboring neighbors neighbourhood
neighbouring neighbours neil neill neither neon nepal nerve nerves nest nets neural neutral never newer news next nice
nicholas nichols nick nicolas niece nigel niger nigeria nigerian night nights nile nina nine ninja nixon nobel
nobility noble node nodes nods noel noise nominated none noon nope nora nord norm normal normally norman norris norse
north norton nose notable notably notation note noted notes nothing noticed notices noting notion notre noun nova
novel nuclear nude numb number nuns nurse nuts oath oblast observed observer occupied occupies odds offence offense
officer officers offices older oldest olive oliver olivia olivier olympia olympic oman omar omega ones onto open
opened opener opens operated operates optical optimal oral orange orchestra orchestral order ordered orders ordinance
ordnance organ organisation organisations organised organism organist organization organizations organized originated
originates oscar oslo other others otto ought ours oval over overnight overs oversight owed owen owens owing owned
owner owns pablo pace paced pacing pack packed packet packing packs pact paddy page pages paid paige pain paint
painted painter painting pair paired pairs pakistan pakistani palace pale palm panties panting pants paolo papa papal
paper papua para parent parents paris parish park parked parker parking parks parsons part parted partial participated
participates particle particles parties partly parts party pasha paso pass passed passes passive past patch patches
patent patents paternal path patient patients patrol patrols patron patrons patted paul paula paulo pause paused paved
paying payne pays peace peak peaked peaking peaks pearl pearson peasant pedal peel peer peers pending penn penny
pension percy performed performer perry persia persian person persona personal persons perth petals peter peters
petrol petty phase phases philip phillies phillip phillips phone photo photograph photographed photographer
photographs photography phrase phrases pick picked picking picks pictured pictures piece pier pierce pierre piers pigs
pike pile pillow pills pilot pilots pine pink pins pipe piper pipes pissed pistol piston pitch pitched pitcher pits
pitt pity pius place placed places placing plague plain plains plan plane planes planet planets planned planning plans
plant planted planting plants plaque plate plates play played player players playing plays pleaded pleading pleasant
please pleased plot plots plug plus pocket pockets podium poem poems poet poets point pointed pointing points poison
poked poker poland polar pole poles police policy polite poll polls polo pond ponds pony pool pools poor pope popped
pops porch pork port portal porter porto ports pose posed possessed possesses possible possibly post postal posted
poster posting posts potent potter pottery pound pounded pounding pounds pour poured pouring powder powell power
powered powers practiced practices prague praise praised praising pray prayed prayer prayers praying precious prefer
preference preferred premier premiere premises prescribe present presented presenter presenting presents preservation
preserve preserved presided presidency president presidential presidents press pressed presses pressing presumed
pretty prevent prevented preventing prevents previous prey price prices pride prime prince princes principal principle
print printed printer printing prints prior priory prison prize prizes probable probably probe processed processes
procession processor produce produced producer producers produces product products prof profession professor
programmed programmes project projected projection promised promises promoted promoter promotes promoting prompted
prompting prone proof propelled propeller properly property proposed proposes propped proscribe prose protect
protected protection protest protested proto prove proved proven proves provided provider providers provides prussia
prussian published publisher publishers publishes pull pulls pulp pulse pump pumped pumping pumps punch pune punk pure
purely purse pursue push pushed pushes pushing puts putting qing qualified qualifier qualify quality quarter quartet
quest quiet quit quite quote quoted quotes rabbi rabbit race raced racer races racial racing racism racist rack radial
radical radio rafe rage ragged raid raiders raids rail railing rails rain rains rainy raise raised raises raising raja
rally rama ramon ramp rams ranch rand random randy rang range ranged ranger rangers ranges ranging rank ranked ranking
ranks ransom rape raped rapid rapids rare rarely rate rated rates rather rating ratio rational rats raul raven rays
reach reached reaches reaching react reacted reactor read reader readers reading reads ready reagan real realised
realized realizes really realm rear reason reasonable reasonably reasons rebel rebuild rebuilt received receiver
receives recent recognised recognized recognizes recorded recorder recover recovery rector reds reduced reduces reed
reef reel refer reference referenced references referred refined refuge refugee refuse refused refuses regain regained
regan regard regarded regent region reich reid reign reilly related relates relax relaxed relay released releases
relegation relics relied relief relies relieve relieved religions religious rely remain remainder remained remaining
remains reminded reminder remote remove rene rent rental rented replay replied replies reply report reported reporter
reports required requires resembled resembles reservation reserve reserved reserves reside resided residence residency
resident residential residents resides resign resignation resigned resolution resort resorts rest rested resting rests
resumed retail retain retained retaining retains revenge revenue reversed reverted reviewed reviewer revised revived
revolution revolutionary reward rewarded reyes rhine rhode rhys rica rican rice rich rick ricky rico ridden ride rider
riders rides ridge ridges riding rift right rights ring ringing rings riot riots ripped ripping rise risen rises
rising risk risks rita rite rites river rivera rivers road roads roar robe robert roberto roberts robot robots rock
rocked rocket rockets rocking rocks rocky rode rodgers roger rogers rogue roland role roles roll rolled roller rolls
roma roman romania romanian rome romeo ronald ronnie roof roofs room rooms root roots rope ropes rory rosa rose roses
rosie ross roster rotation roth rotten rouge rough round rounded rounds route routine routing rover rovers rowan
rowing rows royal royalty royce rubbed rubber ruby rude rugby ruin ruins rule ruled ruler rulers rules rumble runner
runs rural rush rushed rushing russia russian rusty ruth ryan ryder sabha sack sacked sacks sacred sadly sadness safe
safely safety saga sage said sail sailed sailing saint sainte saints sake sale salem sales sally salmon salon saloon
salt same sami sample sand sanders sands sandy sang sank sant santa santo sara sarah sasha satan saul saunders save
saved saves saving sawyer saxon saxony saying says scale scales scan scanning scar scare scared scars scary scattered
scene scent scope score scored scorer scores scots scott scout scouting scouts scrap scream screaming screams screw
seal sealed seals sean searched searches seas season seasons seat seated seating seats seattle sector sedan seed
seeded seeds seeing seek seeking seeks seem seemed seeming seems seen sees sega seine seize seized select selected
selection selections self sell seller selling sells semi seminars seminary send sending sends senior seniors sense
sensed senses sensing sensor sensors sensory sent sentenced sentences seoul serbia serbian serbs serial serie series
serve served server servers serves seth sets setting settle settling seven seventh seventy shade shades shaft shah
shake shaken shakes shaking shaky shall shallow shame shan shane shape shaped shapes share shared shares sharing shark
sharks sharp shattered shaun shaw shawn shea shed sheep sheer sheet shelf shell shells sherman shift shifts shin shine
shiny ship shipped shipping ships shire shirt shirts shit shock shoe shoes shone shook shoot shooter shooting shoots
shop shopping shops shore shores short shorter shorts shot shots should shouldn shout shouting shouts shove shoved
shoving show showed shower showing shown shows shrine shrub shrug shut sick side sided sides sidney sigh sighed sight
sights sign signed signing signs sikh silk silly simon simone simple simply since sing singer singers singh singing
sings sinister sink sinking sins sire sister site sites sits sitting sixth sixty size sized sizes skate skating skies
skill skilled skills skin skip skipped skirt skull slam slap slapped slate slaughter slave slaves sleep sleeping
sleepy slept slice slick slid slide slides slight slightly slim slip slipped slipping slogan slope slot slovenia
slovenian slow slowed slower small smart smell smelled smells smile smiled smiles smiling smoke snail snails snake
snakes snap snapped sneak snow soap socialism socialist socks soda sodium sofa sofia soft soil soils solar sold sole
solid solo solve somali somalia some song songs sonia sonic sonny sons sony soon sophia sophie sore sorry sort sorts
sought soul souls sound sounded sounding sounds soup sour south space spain span spanning spare spared spark sparked
sparks spat speak speaking speaks spear spears specialised specialized specializes specially specialty sped speed
speeds spell spelled spelling spells spend spending spends spent spies spike spill spilled spin spinal spine spinning
spiral spit spite split spoke spoken spoon sport sports spot spots sprang spray spring springs sprint spun spur stab
stable stables stack stacked stade staff stafford stage staged stages staging stained stairs stake stakes stalked
stall stamp stan stand stands stanford star stare stared stares staring stark starr starred starring stars start
started starter starting startled starts state stated states stating stationary stationery statue statues status
statute stay stayed staying stays steal stealing steals steam steel steele steep stein stem stems step stephan stephen
stepped stepping steps sterling stern steve steven stick sticks sticky stiff still sting stint stir stirling stirred
stock stocks stoke stole stolen stone stones stony stood stool stop stopped stopping stops store stored stores storey
stories storm stormed storms story stove strain strained strait strand strands stranger strap straw stray streak
stream streaming streams stretched stretches strike striker strikes striking string strings strip stripes strips
strode stroke stroked strokes stroking strong stronger struck structured structures struggled struggles stuart stuck
stud studied studies studios study stuff stunt style styled styles submit subset such suck sucked sucking sudan sued
suit suite suits summit sung sunk sunny sunset super supper supplied supplier supplies supported supporter sure surely
surf surfaced surfaces surge surrey survey survived survives susan sutton swallow swam swamp swan swear sweat sweep
sweeping sweet swept swift swim swing swinging swirling switch switched switches sword swords swore sworn swung sydney
syria syrian table tables tablet tail tailed take taken takes taking tale tales talk talked talking talks tall tamil
tang tank tanks tanner tape tapes tapped tapping tara task tasked tasks taste tasted tastes tate taught tavern taxes
teach teacher teachers teaches teaching team teamed teams tear tearing tears teased teasing tech teddy teen teens
teeth tell telling tells tend tended tender tends tennis tens tense tensed tension tent tenth teresa term termed terms
terra terrible terribly terror terrorism terrorist terry tess tessa test tested testing tests texas text texts thai
thames than thank thanks that theater theaters theatre theatres thee their theirs them theme themed themes then theo
there thereby theresa these they thick thief thigh thin thing things think thinks this thomas thompson thomson thor
thorn thorne thorough those thou though thought thread threads threat threats three threw thrilled thriller throat
throne through throw thrown throws thrust thus tick ticket tickets tide tied tier ties tiger tight tighter tightly
tile tiles till tilt tilted time times timing tina tiny tipped tips tire tired tires tissue tissues title titled
titles toast toby todd toes told toll tomas tomb tombs tone tones tong toni tonnes tons tony took tool tools tooth
topic topped tops torah torch tore torn tory toss touch touched touches tough tour toured touring tourism tourist
tours toward towel tower towers town towns toxic toys trace traced traces tracing track tracked tracking tracks tract
traction tracy trade traded traders trades trading trail trailed trailer trailing trails train trained trainer
training trains traits tram trance trans translated translates transmitted transmitter trap trapped traps trash travel
traveled traveling travelled travelling tray treason treasure treasury treat treated treaties treating treatise treaty
tree trees trek trench trend trends trent trey trial trials tribal tribes tribune tribute trick tricks tried tries
trim trio trip trips troubled troubles troy truck trucks true trunk trust trusted trustee truth trying tube tubes
tucked tucker tudor tugged tumor tune tuned tunes turf turin turks turn turned turner turning turns tutor twin twins
twitched tying type types unable unclear undertake undertaken unit unite units unity unsure updated updates upper urge
usage used user users uses using ussr uttar utter vague vain vale valley value valued values valve vance varied varies
vary vast vault vector vega veil vein venezuela venezuelan venue venues venus vera verb verbs verde verge verse verses
versus very vice victor victoria victorian victory viewed viewer viii viking viktor villa villagers villages vince
vine vines viola violent violet viral virgil virgin visa vista vital vocal vocals voice voiced voices void vote voted
voter voters votes voting vowel vows wade wage wages wagner waist wait waited waiter waiting waived wake waking wales
walk walked walker walking walks wall wallet walls walsh walt walter walton wandered wandering wang wanna want wanted
wanting wants ward warden wards ware warm warmer warming warn warned warner warning warnings warren wars wary wash
washed washing wasn waste wasted watch watched watches watching water watt watts wave waved waves waving wayne ways
weak weaker wealth wealthy wear wearing wears weary weather weaver weaving week weeks weigh weight weights weir well
wells welsh went were weren werner west whale what wheat wheel wheels when whenever where whereby wherever while whip
whipped white whites whole wholly whore whose wicked wicket wickets wide wider widow width wife wild wildly will
willie willing willis willow wills willy winced wind winding window winds wine wines wing winged winger wings wink
winked winner winners winning wins winter winters wipe wire wires wise wish wished wishes wishing witch witches with
withdraw withdrawn withdrew witness witnessed witnesses wives wizard woke wolf wolfe woman women wondered wondering
wong wood wooded wooden woods woody wool word words wore work worked worker works world worlds worm worms worn worried
worries worry worse worst worth worthy would wouldn wound wounded wounds wrap wrapped wren wright wrist write writer
writers writes writing wrong wrote wyatt xavier xiii yale yang yanked yard yards yeah year yearly years yell yelling
yellow yield yields york your yours youth yuan zach zack zane zero zhang zhou zone zones`;
