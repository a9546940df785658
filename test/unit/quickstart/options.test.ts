import { quickstartOptions } from '../../../tools/quickstart/options';

describe('flags of the quickstart', () => {
  it('keeps entries in the embedded store unless told otherwise', () => {
    expect(quickstartOptions([])).toMatchObject({
      once: false,
      json: false,
      delayMs: 900,
      store: { kind: 'embedded' },
    });
  });

  it.each([
    [['--store', 'embedded'], { kind: 'embedded' }],
    [['--store', 'elasticsearch'], { kind: 'elasticsearch', url: undefined }],
    [['--elasticsearch-url', 'http://localhost:9200'], { kind: 'elasticsearch', url: 'http://localhost:9200' }],
    [
      ['--store', 'elasticsearch', '--elasticsearch-url', 'https://es.example/below/'],
      { kind: 'elasticsearch', url: 'https://es.example/below' },
    ],
  ])('%j chooses the store %j', (args, store) => {
    expect(quickstartOptions(args).store).toEqual(store);
  });

  it.each([
    [['--store', 'redis'], '--store redis: must be embedded or elasticsearch'],
    [['--store', 'embedded', '--elasticsearch-url', 'http://x'], 'does not go with --store embedded'],
    [['--elasticsearch-url', 'localhost:9200'], 'must be a URL such as http://localhost:9200'],
    [['--elasticsearch-url', 'http://elastic:secret@localhost:9200'], 'takes no credentials'],
    [['--port', '70000'], '--port 70000: must be a whole number from 0 to 65535'],
    [['--what'], "Unknown option '--what'"],
  ])('refuses %j and says why', (args, message) => {
    expect(() => quickstartOptions(args)).toThrow(message);
  });
});
