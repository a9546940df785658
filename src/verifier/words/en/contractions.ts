import type { Contractions } from '../word-lists';

export const contractions: Contractions = {
  whole: `
can't=can_not cannot=can_not won't=will_not shan't=shall_not ain't=is_not wont=will_not gonna=going_to wanna=want_to
let's=let whats=what_is hows=how_is wheres=where_is whos=who_is dont=do_not doesnt=does_not didnt=did_not
isnt=is_not arent=are_not wasnt=was_not werent=were_not hasnt=has_not havent=have_not hadnt=had_not cant=can_not
couldnt=could_not shouldnt=should_not wouldnt=would_not mustnt=must_not neednt=need_not wwii=world_war_ii wwi=world_war_i ww=world_war
colour=color colours=colors favourite=favorite favourites=favorites behaviour=behavior flavour=flavor honour=honor
labour=labor neighbour=neighbor humour=humor rumour=rumor harbour=harbor grey=gray centre=center theatre=theater
defence=defense offence=offense licence=license programme=program catalogue=catalog dialogue=dialog analyse=analyze
organise=organize summarise=summarize realise=realize recognise=recognize optimise=optimize tyre=tire jewellery=jewelry
travelling=traveling cancelled=canceled mum=mom`,
  shouted: 'us=usa it=infotech',
  elided: '',
  enclitics: `n't=not 's 're 've 'll 'd 'm`,
};
