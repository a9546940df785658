import { createLanes } from '../../../src/onnx/lanes';

const item = (bytes: number) => ({ bytes });
const sizes = (batch: readonly { bytes: number }[]) => batch.map(({ bytes }) => bytes);

describe('lanes', () => {
  it('batches texts of similar length in the order of arrival, up to the limit', () => {
    const lanes = createLanes({ room: 100, maxBatch: 3 });
    for (const bytes of [40, 180, 41, 42, 43, 150]) lanes.push(item(bytes));
    expect(sizes(lanes.take(true))).toEqual([40, 41, 42]);
    expect(sizes(lanes.take(true))).toEqual([180, 150]);
    expect(sizes(lanes.take(true))).toEqual([43]);
    expect(sizes(lanes.take(true))).toEqual([]);
    expect(lanes.size).toBe(0);
  });

  it('lets the lanes take turns and gives long texts out one by one', () => {
    const lanes = createLanes({ room: 100, maxBatch: 1 });
    for (const bytes of [1000, 2000, 3000, 40, 41]) lanes.push(item(bytes));
    const order = [1, 2, 3, 4, 5].flatMap(() => sizes(lanes.take(true)));
    expect(order).toEqual([1000, 40, 2000, 41, 3000]);
  });

  it('keeps long texts back while they are not allowed', () => {
    const lanes = createLanes({ room: 100, maxBatch: 4 });
    lanes.push(item(1000));
    expect(lanes.take(false)).toEqual([]);
    lanes.push(item(40));
    expect(sizes(lanes.take(false))).toEqual([40]);
    expect(sizes(lanes.take(true))).toEqual([1000]);
  });

  it('leaves short texts half of the room when long ones flood in', () => {
    const lanes = createLanes({ room: 4, maxBatch: 4 });
    const taken = [1000, 1000, 1000, 40, 40, 40].map((bytes) => lanes.push(item(bytes)));
    expect(taken).toEqual([true, true, false, true, true, false]);
  });

  it('gives everything back when drained', () => {
    const lanes = createLanes({ room: 4, maxBatch: 4 });
    lanes.push(item(40));
    lanes.push(item(4000));
    expect(sizes(lanes.drain())).toEqual([40, 4000]);
    expect(lanes.size).toBe(0);
  });
});
