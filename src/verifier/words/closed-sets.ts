/**
 * Sets of things of one kind. One member in the asked and another in the stored text is another question. A line is a
 * set; `a=b` are two words for one member. Lookup is by stem.
 */
const SETS = `
python java javascript=js typescript=ts rust golang=go ruby php swift kotlin c++=cpp c#=csharp f# perl scala bash powershell matlab sql haskell elixir erlang clojure lua dart fortran cobol julia r c assembly
react=reactjs angular=angularjs vue=vuejs svelte jquery
django flask rails laravel spring express fastapi
mysql postgresql=postgres mongodb=mongo sqlite redis oracle cassandra dynamodb mariadb elasticsearch
windows linux macos=mac=osx android ios ubuntu debian fedora centos
aws azure gcp
docker kubernetes=k8s podman
git svn mercurial
chrome firefox safari edge opera brave
json xml yaml=yml csv html markdown pdf toml latex xlsx=excel docx png jpeg=jpg gif svg mp3 mp4
css html sass less
excel word powerpoint outlook
sentence paragraph essay poem haiku sonnet limerick tweet
email letter memo
bullet table
france=french germany=german spain=spanish italy=italian portugal=portuguese england=english britain=british=uk scotland=scottish=scots ireland=irish wales=welsh netherlands=dutch=holland belgium=belgian switzerland=swiss austria=austrian poland=polish sweden=swedish=swede norway=norwegian denmark=danish=dane finland=finnish=finn iceland=icelandic russia=russian ukraine=ukrainian greece=greek turkey=turkish hungary=hungarian czech=czechia romania=romanian bulgaria=bulgarian serbia=serbian croatia=croatian china=chinese=mandarin japan=japanese korea=korean india=indian pakistan=pakistani bangladesh=bangladeshi nepal=nepali=nepalese thailand=thai vietnam=vietnamese indonesia=indonesian malaysia=malaysian philippines=filipino singapore=singaporean taiwan=taiwanese australia=australian zealand canada=canadian usa=american=america mexico=mexican brazil=brazilian argentina=argentinian=argentine chile=chilean peru=peruvian colombia=colombian venezuela=venezuelan cuba=cuban egypt=egyptian morocco=moroccan nigeria=nigerian kenya=kenyan ethiopia=ethiopian ghana=ghanaian iran=iranian=persian=farsi iraq=iraqi israel=israeli=hebrew syria=syrian afghanistan=afghan qatar=qatari dubai kuwait lebanon=lebanese jordan estonia=estonian latvia=latvian lithuania=lithuanian slovakia=slovak slovenia=slovenian
english french german spanish italian portuguese russian chinese=mandarin cantonese japanese korean hindi urdu bengali tamil telugu marathi gujarati punjabi malayalam kannada arabic hebrew=yiddish persian=farsi turkish dutch polish greek latin swedish norwegian danish finnish vietnamese thai swahili sanskrit
asia=asian europe=european africa=african america=american australia=australian antarctica=antarctic arctic
north=northern south=southern east=eastern west=western northeast northwest southeast southwest
london paris berlin munich hamburg frankfurt cologne madrid barcelona rome milan venice florence naples vienna prague budapest warsaw lisbon porto amsterdam brussels zurich geneva dublin edinburgh glasgow manchester liverpool oslo stockholm copenhagen helsinki athens istanbul moscow kiev=kyiv beijing shanghai tokyo kyoto osaka seoul bangkok singapore mumbai=bombay delhi bangalore=bengaluru chennai=madras hyderabad kolkata=calcutta pune karachi lahore dhaka jakarta manila hanoi sydney melbourne brisbane perth auckland toronto vancouver montreal ottawa chicago boston seattle houston dallas denver miami atlanta philadelphia phoenix detroit cairo nairobi lagos johannesburg dubai doha riyadh tehran baghdad jerusalem
california texas florida alaska hawaii nevada arizona oregon ohio michigan illinois georgia virginia colorado utah kansas
mercury venus earth mars jupiter saturn uranus neptune pluto
red blue green yellow orange purple=violet pink brown black white grey=gray
gold=golden silver bronze copper platinum
oxygen hydrogen nitrogen carbon helium iron sodium potassium calcium
google apple microsoft amazon facebook=meta samsung tesla netflix twitter instagram snapchat tiktok whatsapp telegram linkedin reddit quora pinterest youtube spotify uber lyft airbnb paypal ebay walmart ikea sony nokia intel amd nvidia ibm oracle adobe huawei xiaomi toyota honda ford bmw audi mercedes volkswagen nike adidas
openai anthropic gemini chatgpt claude copilot llama mistral
iphone ipad macbook imac
hinduism=hindu islam=muslim=islamic christianity=christian judaism=jewish=jew buddhism=buddhist sikhism=sikh catholic protestant atheism=atheist
dog=puppy cat=kitten horse cow pig sheep goat chicken rabbit hamster parrot fish snake bird
apple banana mango grape strawberry cherry peach pear pineapple watermelon lemon
tomato potato onion carrot garlic cucumber spinach broccoli
beef pork chicken lamb turkey fish tofu
coffee tea beer wine whiskey=whisky vodka rum juice
guitar piano violin drum flute trumpet cello ukulele
football=soccer cricket basketball baseball tennis hockey rugby golf volleyball badminton
doctor=physician nurse teacher lawyer engineer accountant dentist plumber electrician carpenter chef pilot farmer journalist architect pharmacist professor programmer=developer
beginner intermediate expert
child teenager adult
physics chemistry biology mathematics=math=maths history geography economics philosophy psychology sociology
car=automobile bike=bicycle motorcycle truck bus train plane=airplane ship
heart liver kidney lung brain stomach
arm leg hand foot knee elbow shoulder ankle wrist finger
cheapest=lowest-priced fastest=quickest largest=biggest smallest=tiniest oldest newest=latest tallest longest shortest strongest lightest heaviest
`;

/** stem → the sets (by number) it is in, with the name of the member. */
export type MemberTable = ReadonlyMap<string, readonly { readonly set: number; readonly member: string }[]>;

export function memberTable(stem: (word: string) => string): MemberTable {
  const table = new Map<string, { set: number; member: string }[]>();
  SETS.trim()
    .split('\n')
    .forEach((line, set) => {
      for (const group of line.split(' ')) {
        const [member = '', ...others] = group.split('=');
        for (const word of [member, ...others]) {
          const key = stem(word);
          const known = table.get(key) ?? [];
          if (!known.some((k) => k.set === set)) table.set(key, [...known, { set, member }]);
        }
      }
    });
  return table;
}
