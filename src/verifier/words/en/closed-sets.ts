export const closedSets = `
text: sentence paragraph essay poem haiku sonnet limerick tweet
mail: email letter memo postcard
layout: bullets=bullet_points=bullet_list=bulleted_list table flowchart diagram spreadsheet
country: france=french germany=german spain=spanish italy=italian portugal=portuguese england=english
country: britain=british=uk=united_kingdom scotland=scottish=scots ireland=irish wales=welsh netherlands=dutch=holland
country: belgium=belgian switzerland=swiss austria=austrian poland=polish sweden=swedish=swede norway=norwegian
country: denmark=danish=dane finland=finnish=finn iceland=icelandic russia=russian ukraine=ukrainian greece=greek
country: turkey=turkish hungary=hungarian czech=czechia romania=romanian bulgaria=bulgarian serbia=serbian
country: croatia=croatian china=chinese=mandarin japan=japanese korea=korean india=indian pakistan=pakistani
country: bangladesh=bangladeshi nepal=nepali=nepalese thailand=thai vietnam=vietnamese indonesia=indonesian
country: malaysia=malaysian philippines=filipino singapore=singaporean taiwan=taiwanese australia=australian
country: zealand=new_zealand canada=canadian usa=american=america=united_states mexico=mexican brazil=brazilian
country: argentina=argentinian=argentine chile=chilean peru=peruvian colombia=colombian venezuela=venezuelan
country: cuba=cuban egypt=egyptian morocco=moroccan nigeria=nigerian kenya=kenyan ethiopia=ethiopian ghana=ghanaian
country: iran=iranian=persian=farsi iraq=iraqi israel=israeli=hebrew syria=syrian afghanistan=afghan qatar=qatari
country: dubai kuwait lebanon=lebanese jordan estonia=estonian latvia=latvian lithuania=lithuanian slovakia=slovak
country: slovenia=slovenian saudi=saudi_arabia uae=emirates luxembourg malta cyprus=cypriot albania=albanian
country: algeria=algerian tunisia=tunisian libya=libyan sudan=sudanese somalia=somali uganda=ugandan
country: tanzania=tanzanian zimbabwe=zimbabwean senegal=senegalese cameroon angola=angolan ecuador=ecuadorian
country: bolivia=bolivian paraguay uruguay=uruguayan panama jamaica=jamaican haiti=haitian mongolia=mongolian
country: kazakhstan=kazakh cambodia=cambodian laos myanmar=burma=burmese south_africa=south_african north_korea
country: south_korea sri_lanka=sri_lankan
tongue: english french german spanish italian portuguese russian chinese=mandarin cantonese japanese korean hindi urdu
tongue: bengali tamil telugu marathi gujarati punjabi malayalam kannada arabic hebrew=yiddish persian=farsi turkish
tongue: dutch polish greek latin swedish norwegian danish finnish vietnamese thai swahili sanskrit
continent: asia=asian europe=european africa=african america=american australia=australian antarctica=antarctic arctic
compass: north=northern south=southern east=eastern west=western northeast northwest southeast southwest
city: london paris berlin munich hamburg frankfurt cologne madrid barcelona rome milan venice florence naples vienna
city: prague budapest warsaw lisbon porto amsterdam brussels zurich geneva dublin edinburgh glasgow manchester
city: liverpool oslo stockholm copenhagen helsinki athens istanbul moscow kiev=kyiv beijing shanghai tokyo kyoto osaka
city: seoul bangkok singapore mumbai=bombay delhi bangalore=bengaluru chennai=madras hyderabad kolkata=calcutta pune
city: karachi lahore dhaka jakarta manila hanoi sydney melbourne brisbane perth auckland toronto vancouver montreal
city: ottawa chicago boston seattle houston dallas denver miami atlanta philadelphia phoenix detroit cairo nairobi
city: lagos johannesburg dubai doha riyadh tehran baghdad jerusalem new_york=nyc los_angeles san_francisco hong_kong
city: las_vegas san_diego new_orleans mexico_city cape_town lyon marseille seville valencia naples stuttgart leipzig
city: dresden turin krakow
state: california texas florida alaska hawaii nevada arizona oregon ohio michigan illinois georgia virginia colorado
state: utah kansas new_jersey north_carolina south_carolina tennessee pennsylvania minnesota wisconsin missouri
planet: mercury venus earth mars jupiter saturn uranus neptune pluto
colour: red blue green yellow orange purple=violet pink brown black white grey=gray
metal: gold=golden silver bronze copper platinum
element: oxygen hydrogen nitrogen carbon helium iron sodium potassium calcium
religion: hinduism=hindu islam=muslim=islamic christianity=christian judaism=jewish=jew buddhism=buddhist sikhism=sikh
religion: catholic protestant atheism=atheist
animal: dog=puppy cat=kitten horse cow pig sheep goat chicken rabbit hamster parrot fish snake bird
fruit: apple banana mango grape strawberry cherry peach pear pineapple watermelon lemon
vegetable: tomato potato onion carrot garlic cucumber spinach broccoli
meat: beef pork chicken lamb turkey fish tofu
drink: coffee tea beer wine whiskey=whisky vodka rum juice
instrument: guitar piano violin drum flute trumpet cello ukulele
sport: football=soccer cricket basketball baseball tennis hockey rugby golf volleyball badminton
profession: doctor=physician nurse teacher lawyer engineer accountant dentist plumber electrician carpenter chef pilot
profession: farmer journalist architect pharmacist professor programmer=developer mechanic barista waiter
audience: beginner=novice=newbie intermediate expert=professional=specialist layperson=layman
age: child=kid teenager=teen adult toddler=infant=baby senior=pensioner
subject: physics chemistry biology mathematics=math=maths history geography economics philosophy psychology sociology
vehicle: car=automobile bike=bicycle motorcycle truck bus train plane=airplane ship
organ: heart liver kidney lung brain stomach
limb: arm leg hand foot knee elbow shoulder ankle wrist finger
superlative: cheapest=lowest-priced fastest=quickest largest=biggest smallest=tiniest oldest newest=latest tallest
superlative: longest shortest strongest lightest heaviest
staple: rice pasta=spaghetti noodles quinoa couscous bread
structure: tuple set dict=dictionary heap linked_list hashmap=hash_map
length: brief=briefly=short=concise=concisely detailed=in_detail=in_depth=thorough=comprehensive=elaborate
tone: formal=formally informal=informally=casual=casually friendly professional humorous=funny sarcastic serious
tone: persuasive apologetic
gemstone: diamond ruby emerald sapphire pearl
meal: breakfast lunch dinner brunch
relation: mother=mom father=dad brother sister uncle aunt grandmother=grandma grandfather=grandpa cousin niece
relation: nephew
manner: briefly=in_brief=concisely=shortly in_detail=in_depth=thoroughly=detailedly
`;
