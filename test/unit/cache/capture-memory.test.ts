import fc from 'fast-check';
import { createCaptureMemory, type CaptureBuffer } from '../../../src/cache/capture-memory';

describe('capture memory', () => {
  it('gives back what was appended, whatever the chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9_000 }), { maxLength: 20 }), (chunks) => {
        const memory = createCaptureMemory(1_000_000);
        const buffer = memory.open();
        expect(chunks.map((chunk) => buffer.append(chunk))).not.toContain(false);
        const whole = Buffer.concat(chunks);
        expect(memory.held()).toBeGreaterThanOrEqual(whole.length);
        expect(memory.held()).toBeLessThanOrEqual(Math.max(4096, 2 * whole.length));
        expect(Buffer.from(buffer.take()).equals(whole)).toBe(true);
        expect(memory.held()).toBe(0);
      }),
    );
  });

  it('copies: what the chunk was made of may be used again', () => {
    const buffer = createCaptureMemory(10_000).open();
    const chunk = Buffer.from('one');
    buffer.append(chunk);
    chunk.fill('x');
    expect(Buffer.from(buffer.take()).toString()).toBe('one');
  });

  it('holds no more for all together than its bound, and refuses only who asks for more', () => {
    const memory = createCaptureMemory(3 * 4096);
    const buffers = [memory.open(), memory.open(), memory.open(), memory.open()];
    const add = (buffer: CaptureBuffer | undefined, bytes: number): boolean | undefined =>
      buffer?.append(Buffer.alloc(bytes));
    expect(buffers.map((buffer) => add(buffer, 4000))).toEqual([true, true, true, false]);
    expect(memory.held()).toBe(3 * 4096);
    expect(add(buffers[0], 200)).toBe(false);
    expect(memory.held()).toBe(2 * 4096);
    expect(add(buffers[1], 96)).toBe(true);
    buffers[1]?.drop();
    buffers[2]?.take();
    expect(memory.held()).toBe(0);
    expect(add(memory.open(), 12_288)).toBe(true);
    expect(add(memory.open(), 1)).toBe(false);
  });

  it('forgets a dropped answer once, however often it is dropped', () => {
    const memory = createCaptureMemory(10_000);
    const buffer = memory.open();
    buffer.append(Buffer.alloc(100));
    buffer.drop();
    buffer.drop();
    expect(memory.held()).toBe(0);
  });
});
