import { operationsOf } from '../../../src/config/openapi';

const V3 = `
openapi: 3.1.0
servers: [{ url: https://api.example.com/v1 }]
paths:
  /chat/completions:
    parameters: []
    post: { operationId: createChatCompletion, summary: Chat }
    get: {}
  /models/{model}:generate:
    summary: no operation
    post: { operationId: ' ' }
  x-internal: { get: {} }
`;

describe('the operations of an API description', () => {
  it('are its methods by path, with id and summary', () => {
    expect(operationsOf(V3, 'a.yaml')).toEqual({
      operations: [
        { id: 'GET /chat/completions', name: 'GET /chat/completions', method: 'GET', urlTemplate: '/chat/completions' },
        { id: 'createChatCompletion', name: 'Chat', method: 'POST', urlTemplate: '/chat/completions' },
        {
          id: 'POST /models/{model}:generate',
          name: 'POST /models/{model}:generate',
          method: 'POST',
          urlTemplate: '/models/{model}:generate',
        },
      ],
    });
  });

  it.each(['{"swagger":"2.0","basePath":"/v1","paths":{"/a":{"get":{}}}}', 'swagger: 2.0\npaths: { /a: { get: {} } }'])(
    'are read of a Swagger 2 document, without its base path: %s',
    (text) => {
      expect(operationsOf(text, 'a')).toEqual({
        operations: [{ id: 'GET /a', name: 'GET /a', method: 'GET', urlTemplate: '/a' }],
      });
    },
  );

  it.each([
    ['a: [', 'a.yaml:1:5: not valid YAML or JSON'],
    ['[]', 'a.yaml: is not a mapping of keys'],
    ['', 'a.yaml: is not a mapping of keys'],
    ['paths: { /a: { get: {} } }', 'a.yaml: is no OpenAPI 3 or Swagger 2 document'],
    ['openapi: 4.0.0\npaths: {}', 'a.yaml: is no OpenAPI 3 or Swagger 2 document'],
    ['openapi: 3.0.3', 'a.yaml: paths: must be a mapping'],
    ['openapi: 3.0.3\npaths: {}', 'a.yaml: paths: has no operation'],
    ['openapi: 3.0.3\npaths: { /a: { $ref: other.yaml } }', 'a.yaml: paths: has no operation'],
    ['openapi: 3.0.3\npaths: { a: { get: {} } }', 'a.yaml: paths: got "a"; it must begin with "/"'],
    ['openapi: 3.0.3\npaths: { "/{a": { get: {} } }', 'a.yaml: paths: got "/{a"; it must have parameters as {name}'],
    [
      'openapi: 3.0.3\npaths: { /a: { get: { operationId: x }, put: { operationId: x } } }',
      'a.yaml: paths: the operationId "x" is there twice',
    ],
    ['openapi: 3.0.3\nopenapi: 3.0.3', 'a.yaml:2:1: not valid YAML or JSON'],
  ])('are refused: %s', (text, problem) => {
    expect(operationsOf(text, 'a.yaml')).toEqual({ problems: [expect.stringContaining(problem)] });
  });

  it('are bounded', () => {
    const paths = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`/${i}`, { get: {} }]));
    const many = operationsOf(JSON.stringify({ openapi: '3.0.0', paths }), 'a.json');
    expect(many).toEqual({ problems: ['a.json: paths: has more than 10000 operations'] });
    expect(operationsOf(' '.repeat(2 ** 23 + 1), 'a.json')).toEqual({
      problems: [expect.stringContaining('is longer than')],
    });
  });

  it('are refused where aliases multiply', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    const bomb = ['openapi: 3.0.0', 'a0: &a0 [x]', ...levels].join('\n');
    expect(operationsOf(bomb, 'a.yaml')).toEqual({ problems: [expect.stringContaining('alias')] });
  });

  it('take no path from a prototype', () => {
    const text = '{"openapi":"3.0.0","paths":{"__proto__":{"get":{}},"/a":{"__proto__":{"post":{}},"get":{}}}}';
    const result = operationsOf(text, 'a.json');
    expect(result).toEqual({ problems: [expect.stringContaining('got "__proto__"')] });
  });
});
