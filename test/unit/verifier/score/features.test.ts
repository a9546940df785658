import { featuresOf, type Features } from '../../../../src/verifier/score/features';
import { partsOf } from '../../../../src/verifier/score/parts';
import { questionForm } from '../../../../src/verifier/question-form';
import { tokenise } from '../../../../src/verifier/tokens';

function parts(a: string, b: string): ReturnType<typeof partsOf> {
  return partsOf(tokenise(a), tokenise(b));
}

function features(a: string, b: string): Features {
  return featuresOf(tokenise(a), tokenise(b), 0.92);
}

describe('a word of matter that only one text has', () => {
  it.each([
    ['How do I train a puppy?', 'How do I train an old puppy?', 'modifier'],
    ['How do I train a puppy?', 'How do I train a puppy with a whistle?', 'phrase'],
    ['How do I train a puppy?', 'How do I properly train a puppy?', 'hedge'],
    ['Where do penguins live?', 'Where do penguins live online?', 'head'],
  ])('plays a part: %s / %s', (a, b, part) => {
    expect(parts(a, b)).toMatchObject({ a: [], b: [part] });
    expect(parts(b, a)).toMatchObject({ a: [part], b: [] });
  });

  it('is none when it differs by a slip of the pen', () => {
    expect(parts('reset my password', 'reset my pasword')).toEqual({ a: [], b: [], matched: 2, slips: 1 });
  });

  it('finds its like once only', () => {
    expect(parts('tea tea', 'tea')).toMatchObject({ a: ['head'], b: [], matched: 1 });
  });
});

describe('the form of a question', () => {
  it.each([
    ['Is Africa poor?', 'polar'],
    ['Why is Africa poor?', 'reason'],
    ['What is a mutex?', 'open'],
    ['Explain a mutex', 'none'],
    // Asks to be told, not whether.
    ['Can you explain a mutex?', 'none'],
    ['Is there a way to sort a list?', 'none'],
  ])('of "%s" is %s', (text, kind) => {
    expect(questionForm(tokenise(text)).kind).toBe(kind);
  });

  it('says of whom is asked', () => {
    expect(questionForm(tokenise('What is the meaning of my name?')).about).toBe('speaker');
    expect(questionForm(tokenise('What is the meaning of your name?')).about).toBe('addressee');
    expect(questionForm(tokenise('What do you think of my name?')).about).toBe('nobody');
  });
});

describe('the features of a pair', () => {
  it('are those of a perfect match for a text and itself', () => {
    const text = 'How do I train a puppy?';
    expect(featuresOf(tokenise(text), tokenise(text), 1)).toMatchObject({
      similarity: 1,
      equal: 1,
      share: 1,
      added: 0,
    });
  });

  it('count politeness and slips apart from matter', () => {
    expect(features('train my parrot', 'please train my parrrot, thanks')).toMatchObject({
      slips: 1,
      politeness: 2,
      added: 0,
    });
  });

  it('see a thing that is joined to a known one', () => {
    expect(features('Is coffee healthy?', 'Is coffee or tea healthy?').item).toBe(1);
    expect(features('Is coffee or tea healthy?', 'Is tea or coffee healthy?').item).toBe(0);
  });

  it('see a further question, and a verb that carries little matter', () => {
    expect(features('Is coffee healthy?', 'Is coffee healthy? Which is best?').sentences).toBe(1);
    expect(features('What do all champions need?', 'What do all champions have?').verbs).toBe(2);
  });

  it('see another form, another time, another person', () => {
    expect(features('Is Africa poor?', 'Why is Africa poor?')).toMatchObject({ form: 1, polar: 1, equal: 0 });
    expect(features('How do I become famous?', 'How did I become famous?').tense).toBe(1);
    expect(features('What is my name?', 'What is your name?').pronoun).toBe(1);
    expect(features('How do I sort a list?', 'How can I sort a list?')).toMatchObject({
      form: 0,
      pronoun: 0,
      equal: 1,
    });
  });
});
