import type { ContextWords, ScopeWords } from '../word-lists';

export const scope: ScopeWords = {
  quantifiers: `
all_time/all_time all/some all/none all/few every/some every/no every/few all/most both/neither both/either either/neither majority/few
majority/minority only/any only/also only/anyone only/everyone at_least/at_most at_least/less_than at_least/under
at_least/up_to at_most/more_than at_most/over at_least/no_more_than more_than/less_than more_than/fewer_than more/less
more/fewer most/least most/fewest many/few single/multiple at_least/exactly at_most/exactly more_than/exactly
less_than/exactly each/total first/every whole/part entire/part always/sometimes never/sometimes`,
  narrowing: `
only=solely=exclusively at_least at_most no_more_than=not_more_than no_less_than=not_less_than
more_than less_than=fewer_than up_to`,
  groups: `
child: children child kid kids
infant: infants infant babies baby newborns newborn toddlers toddler
adult: adults adult grown-ups
teenager: teenagers teens teenager adolescents
elderly: elderly seniors
woman: women woman females
man: men man males
pregnancy: pregnancy pregnant
dog: dogs dog puppies
cat: cats cat kittens
beginner: beginners beginner
diabetic: diabetics diabetes
smoker: smokers smoker
tourist: tourists tourist foreigners
student: students student
athlete: athletes
vegetarian: vegetarians vegans vegan vegetarian
animal: animals
`,
  among: 'in for among amongst during',
};

export const contexts: ContextWords = {
  beforeLanguage: `
in into to from learn learning speak speaks speaking write writing read reading understand translate say answer reply
respond fluent native use using`,
  afterLanguage:
    'language word words grammar translation speaker speakers vocabulary phrase phrases alphabet verb verbs',
  itself: 'english',
  beforeForm: 'as in into to return output produce give me using',
};
