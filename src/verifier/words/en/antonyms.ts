/** A line is a theme; inflections need no entry: lookup is by stem. */
export const antonyms = `
enable/disable activate/deactivate install/uninstall subscribe/unsubscribe register/unregister mount/unmount
connect/disconnect attach/detach lock/unlock block/unblock mute/unmute follow/unfollow friend/unfriend
archive/unarchive zip/unzip pack/unpack wrap/unwrap load/unload plug/unplug tie/untie fold/unfold freeze/thaw
freeze/unfreeze hide/show hidden/visible reveal/hide link/unlink assign/unassign check/uncheck select/deselect
compress/decompress code/decode encode/decode encrypt/decrypt encryption/decryption compile/decompile
serialize/deserialize serialise/deserialise increase/decrease increment/decrement raise/lower rise/fall grow/shrink
expand/contract expand/collapse maximize/minimize maximise/minimise maximum/minimum max/min upper/lower high/low
higher/lower highest/lowest big/small large/small larger/smaller largest/smallest biggest/smallest large/little
huge/tiny tall/short long/short longest/shortest wide/narrow broad/narrow thick/thin deep/shallow heavy/light fat/thin
overweight/underweight strong/weak strength/weakness strengthen/weaken hard/soft hard/easy difficult/easy
harder/easier hardest/easiest simple/complex simple/complicated simplest/hardest fast/slow quick/slow speed/slow
accelerate/decelerate faster/slower fastest/slowest hurry/delay early/late earlier/later earliest/latest old/new
old/young older/younger oldest/youngest oldest/newest ancient/modern latest/oldest previous/next prior/subsequent
past/future before/after first/last begin/end beginning/end start/end start/stop start/finish begin/finish open/close
opened/closed opening/closing open/shut launch/quit gain/lose gain/loss profit/loss win/lose winner/loser
victory/defeat succeed/fail success/failure pass/fail buy/sell buyer/seller purchase/sell purchase/sale lend/borrow
lender/borrower deposit/withdraw deposit/withdrawal earn/spend save/spend save/waste income/expense asset/liability
assets/liabilities credit/debit debtor/creditor import/export importer/exporter upload/download input/output push/pull
push/pop enter/exit enter/leave entrance/exit arrive/depart arrival/departure come/go inbound/outbound
incoming/outgoing inside/outside indoor/outdoor indoors/outdoors internal/external interior/exterior inner/outer
include/exclude above/below top/bottom front/back front/rear north/south east/west northern/southern eastern/western
head/tail ascend/descend ascending/descending asc/desc climb/descend horizontal/vertical row/column forward/backward
forwards/backwards clockwise/counterclockwise clockwise/anticlockwise best/worst good/bad better/worse good/evil
positive/negative plus/minus add/remove add/subtract addition/subtraction add/delete multiply/divide
multiplication/division insert/delete insert/remove create/delete create/destroy create/remove build/destroy
construct/demolish make/break attack/defend attack/defense offense/defense offensive/defensive accept/reject
accept/decline accept/refuse approve/reject allow/deny allow/forbid allow/prohibit allow/block allowed/forbidden
grant/revoke permit/forbid permit/deny enforce/relax legal/illegal legalize/ban agree/disagree agree/refuse
like/dislike like/hate love/hate admire/despise support/oppose pro/con pros/cons advantage/disadvantage
benefit/drawback benefit/risk benefit/harm benefits/downsides upside/downside merit/demerit merits/demerits
for/against true/false right/wrong correct/incorrect correct/wrong valid/invalid yes/no safe/dangerous safe/unsafe
safe/risky safest/riskiest secure/vulnerable healthy/sick healthy/unhealthy alive/dead live/die life/death birth/death
born/die survive/die kill/save clean/dirty dirty/pure wet/dry hot/cold warm/cool heat/cool warmer/cooler
hottest/coldest boil/freeze melt/freeze boiling/freezing summer/winter day/night sunrise/sunset dawn/dusk light/dark
bright/dim bright/dark brighten/darken black/white sweet/sour sweet/bitter loud/quiet noisy/quiet silent/noisy
full/empty fill/empty fill/drain inflate/deflate inflation/deflation sharp/blunt rough/smooth tight/loose
tighten/loosen rich/poor wealth/poverty richest/poorest expensive/cheap cheapest/expensive costly/cheap rare/common
rarely/often seldom/often never/always sometimes/always always/rarely frequent/rare happy/sad happy/unhappy
happiness/sadness glad/sad laugh/cry smile/frown optimist/pessimist optimistic/pessimistic brave/cowardly bold/timid
shy/outgoing introvert/extrovert introverted/extroverted proud/humble proud/ashamed polite/rude kind/cruel
generous/selfish honest/dishonest patient/impatient calm/nervous lazy/hardworking smart/stupid smart/dumb
clever/stupid intelligent/stupid wise/foolish beautiful/ugly pretty/ugly attractive/ugly famous/unknown
popular/unpopular friend/enemy friendly/hostile ally/enemy peace/war hero/villain guilty/innocent married/single
married/divorced marry/divorce marriage/divorce hire/fire employ/dismiss employer/employee boss/employee
landlord/tenant teacher/student teach/learn doctor/patient lawyer/client parent/child predator/prey host/guest
host/parasite leader/follower master/slave server/client sender/receiver sender/recipient send/receive
speaker/listener speak/listen read/write reader/writer writing/reading best/cheapest producer/consumer produce/consume
supply/demand supplier/customer cause/effect cause/cure man/woman male/female boy/girl father/mother dad/mom dad/mum
brother/sister son/daughter husband/wife uncle/aunt nephew/niece king/queen prince/princess gentleman/lady
boyfriend/girlfriend grandfather/grandmother bride/groom actor/actress hero/heroine masculine/feminine adult/child
senior/junior major/minor majority/minority public/private local/global local/remote domestic/foreign
national/international native/foreign urban/rural city/countryside synchronous/asynchronous sync/async static/dynamic
mutable/immutable serial/parallel sequential/parallel series/parallel online/offline manual/automatic
manually/automatically analog/digital wired/wireless hardware/software frontend/backend client-side/server-side
upstream/downstream upgrade/downgrade commit/rollback do/undo undo/redo merge/split join/split join/leave
combine/separate unite/divide together/apart together/alone attract/repel accelerator/brake acid/base acidic/alkaline
acidic/basic conductor/insulator solid/liquid/gas organic/inorganic natural/artificial natural/synthetic real/fake
real/imaginary genuine/fake original/copy theory/practice theoretical/practical fact/fiction fact/myth
fiction/nonfiction abstract/concrete general/specific literal/figurative formal/informal formal/casual serious/funny
temporary/permanent absolute/relative objective/subjective qualitative/quantitative active/passive active/inactive
voluntary/mandatory optional/mandatory optional/required required/forbidden direct/indirect odd/even prime/composite
rational/irrational finite/infinite convex/concave numerator/denominator integral/derivative integrate/differentiate
singular/plural synonym/antonym vowel/consonant uppercase/lowercase prefix/suffix noun/verb question/statement
everything/nothing everyone/nobody everybody/nobody anyone/nobody somebody/nobody always/sometimes single/multiple
one-way/round-trip single/double double/triple once/twice single/married odd/normal normal/abnormal present/absent
presence/absence attend/miss find/lose found/lost catch/release catch/throw keep/discard keep/delete hold/release
give/receive throw/keep wake/sleep awake/asleep stand/sit walk/run work/rest work/play sober/drunk hungry/full
thirsty/quenched tired/rested inhale/exhale inhalation/exhalation sow/reap plant/harvest vegetarian/carnivore
herbivore/carnivore vegan/meat raw/cooked fresh/stale fresh/frozen ripe/unripe hot/iced breakfast/lunch/dinner
appetizer/dessert democracy/dictatorship democrat/republican liberal/conservative capitalist/communist
capitalism/communism/socialism left-wing/right-wing civilian/military civil/criminal plaintiff/defendant
prosecution/defense victim/perpetrator bull/bear bullish/bearish long-term/short-term micro/macro
microeconomics/macroeconomics primary/secondary heaven/hell god/devil angel/demon theist/atheist sacred/profane
virtue/vice bless/curse praise/criticize praise/blame reward/punish reward/punishment encourage/discourage
motivate/demotivate improve/worsen better/worsen improve/degrade repair/break fix/break fix/damage heal/hurt help/harm
help/hinder protect/harm cure/poison treat/cause advance/retreat progress/regress rise/decline build/tear
optimal/suboptimal superior/inferior ahead/behind near/far nearest/farthest close/far closest/furthest maximum/average
average/median mean/median/mode precision/recall stack/queue tcp/udp get/post ipv4/ipv6 http/https encoder/decoder
transmitter/receiver cathode/anode proton/electron/neutron mitosis/meiosis artery/vein arteries/veins virus/bacteria
photosynthesis/respiration genotype/phenotype dominant/recessive aerobic/anaerobic renewable/nonrenewable debit/credit
gross/net revenue/cost revenue/expense bond/stock lease/buy rent/buy rent/own fixed/variable simple/compound
exothermic/endothermic oxidation/reduction reactant/product latitude/longitude waxing/waning lend/lease
landlord/renter tenant/owner arrive/leave begin/cease affect/effect maximal/minimal greatest/least greatest/smallest
highest/smallest cheaper/dearer cheaper/costlier pre/post before/afterwards predecessor/successor ancestor/descendant
deny/confirm confirm/cancel accept/cancel book/cancel start/cancel join/quit follow/lead lead/lag lengthen/shorten
strongest/weakest strengths/weaknesses add/omit include/omit ingest/excrete lossy/lossless wholesale/retail
inflow/outflow employed/unemployed tenant/landlady hypo/hyper hypothyroidism/hyperthyroidism hypotension/hypertension
hypoglycemia/hyperglycemia cause/symptom cause/treatment cause/prevention symptom/treatment debtor/lender vaccine/cure
gain/drop rise/drop increase/drop increase/reduce increase/lower raise/reduce raise/cut grow/decline expand/reduce
enlarge/reduce widen/narrow boost/reduce gradual/sudden permanent/reversible enter/quit appear/vanish appear/disappear
remember/forget reveal/conceal admit/deny arrest/release attract/deter trust/distrust borrow/repay sunny/cloudy
rainy/dry cold/warm hot/cool morning/evening lock/open enqueue/dequeue enqueue/pop marry/split winner/runner-up
floor/ceiling uphill/downhill upstairs/downstairs overestimate/underestimate overpay/underpay overheat/undercool
overvalued/undervalued pessimism/optimism encourage/deter tighten/relax hire/resign bottom/middle first-class/economy
left-handed/right-handed leftmost/rightmost topmost/bottommost earliest/last nearest/furthest weekday/weekend
nocturnal/diurnal carnivore/omnivore herbivore/omnivore predator/scavenger maternal/paternal maternity/paternity
waterproof/permeable legalise/ban legalize/criminalize landlord/lodger rent/sell tame/wild domestic/wild lend/steal
sharpen/blunt sharpen/dull gain/shed accelerate/brake hasten/delay advance/delay punctual/late
single-player/multiplayer thaw/refreeze reboot/shutdown boot/shutdown start/shutdown connect/unplug sign-in/sign-out
login/logout log-in/log-out check-in/check-out checkin/checkout push/fetch commit/revert apply/revert
publish/unpublish pin/unpin like/unlike star/unstar mark/unmark hide/unhide ban/unban stage/unstage set/unset
  request/response simple/technical simple/complicated cancel/renew cancel/extend employer/worker
`;

/** Opposite only beside the same word: "turn on/turn off", not any "on" and "off". */
export const particles = `
on/off in/out up/down over/under into/out for/against do/undo to/from he/she his/her her/him here/there right/left right/wrong
from/until since/until before/until by/after before/after with/without above/below inside/outside through/around by/about by/from for/from with/against before/during via/to`;
