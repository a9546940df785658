/** Sets of names that are the same in all languages; a language adds its own members to a set by its name. */
export const CLOSED_SETS = `
code: python java javascript=js typescript=ts rust golang=go ruby php swift kotlin c++=cpp c#=csharp f# perl scala
code: bash powershell matlab sql haskell elixir erlang clojure lua dart fortran cobol julia r c assembly
framework: react=reactjs angular=angularjs vue=vuejs svelte jquery
backend: django flask rails laravel spring express fastapi
database: mysql postgresql=postgres mongodb=mongo sqlite redis oracle cassandra dynamodb mariadb elasticsearch
system: windows linux macos=mac=osx android ios ubuntu debian fedora centos
cloud: aws azure gcp
container: docker kubernetes=k8s podman
versioning: git svn mercurial
browser: chrome firefox safari edge opera brave
data: json xml yaml=yml csv html markdown pdf toml latex xlsx=excel docx png jpeg=jpg gif svg mp3 mp4
stylesheet: css html sass less
office: excel word powerpoint outlook
company: google apple microsoft amazon facebook=meta samsung tesla netflix twitter instagram snapchat tiktok whatsapp
company: telegram linkedin reddit quora pinterest youtube spotify uber lyft airbnb paypal ebay walmart ikea sony nokia
company: intel amd nvidia ibm oracle adobe huawei xiaomi toyota honda ford bmw audi mercedes volkswagen nike adidas
assistant: openai anthropic gemini chatgpt claude copilot llama mistral
device: iphone ipad macbook imac
medicine: ibuprofen=advil paracetamol=acetaminophen=tylenol aspirin naproxen amoxicillin metformin xanax prozac viagra
`;

/** Sets that say what the answer shall look like, any other but that of languages holds people, places and things. */
export const FORM_SETS: ReadonlySet<string> = new Set([
  'code',
  'data',
  'text',
  'mail',
  'layout',
  'length',
  'tone',
  'audience',
]);
/** Of these, the sets that count also where only one text asks for a member. */
export const DEMANDED_SETS: ReadonlySet<string> = new Set(['data', 'text', 'layout', 'length', 'manner', 'tone']);
/** The set of languages. */
export const LANGUAGE_SET = 'tongue';
/** Sets of places: one that only one text names narrows what is asked there. */
export const PLACE_SETS: ReadonlySet<string> = new Set(['country', 'continent', 'city', 'state']);
