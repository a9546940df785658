import { compileTemplate, segmentsOf, templateProblem } from '../../../../src/policy/caller/url-template';

describe('a URL template', () => {
  it.each<[string, string, Record<string, string> | undefined]>([
    ['/', '', {}],
    ['/', '/', {}],
    ['/', '/a', undefined],
    ['/chat/completions', '/chat/completions', {}],
    ['/chat/completions', '/chat/completions/', {}],
    ['/chat/completions', '/chat/completionsx', undefined],
    ['/chat/completions', '/Chat/completions', undefined],
    ['/deployments/{id}/chat', '/deployments/gpt-4o/chat', { id: 'gpt-4o' }],
    ['/deployments/{id}/chat', '/deployments/a%2Fb%20c/chat', { id: 'a/b c' }],
    ['/deployments/{id}/chat', '/deployments/%E0%A4%A/chat', { id: '%E0%A4%A' }],
    ['/deployments/{id}/chat', '/deployments//chat', undefined],
    ['/deployments/{id}/chat', '/deployments/a/b/chat', undefined],
    ['/models/{model}:generate', '/models/gemini:1:generate', { model: 'gemini:1' }],
    ['/models/{model}:generate', '/models/:generate', undefined],
    ['/models/{model}:generate', '/models/gemini:count', undefined],
    ['/v{major}.{minor}', '/v1.2', { major: '1', minor: '2' }],
    ['/v{major}.{minor}', '/v1', undefined],
    ['/a?b={c}', '/a', {}],
    ['/a/*', '/a/b/c', {}],
    ['/a/*', '/a', {}],
    ['/a/*', '/ab', undefined],
    ['/*', '/anything/at/all', {}],
    ['/a/{*rest}', '/a/b%20/c', { rest: 'b /c' }],
    ['/{__proto__}', '/x', { ['__proto__']: 'x' }],
  ])('%s and %s', (template, path, expected) => {
    expect(templateProblem(template)).toBeUndefined();
    const values = compileTemplate(template).match(segmentsOf(path));
    expect(values && [...values]).toEqual(expected && Object.entries(expected));
  });

  it.each([
    ['', 'must begin with "/"'],
    ['chat', 'must begin with "/"'],
    ['/{a}/{a}', 'must not name a parameter twice'],
    ['/{a}{b}', 'must have parameters as {name}, parted by text'],
    ['/{}', 'must have parameters as {name}'],
    ['/{a', 'must have parameters as {name}'],
    ['/a}', 'must have parameters as {name}'],
    ['/*/a', '"*" or {*name} as its last segment only'],
    ['/{*rest}/a', '"*" or {*name} as its last segment only'],
    ['/a*', '"*" or {*name} as its last segment only'],
    ['/a b', 'must have parameters as {name}'],
  ])('"%s" is refused', (template, problem) => {
    expect(templateProblem(template)).toContain(problem);
  });
});
