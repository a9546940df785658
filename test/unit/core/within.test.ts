import { within } from '../../../src/core/within';

describe('within', () => {
  it('passes a failure on', async () => {
    await expect(within(Promise.reject(new Error('no')), 1000, 'late')).rejects.toThrow('no');
  });
});
