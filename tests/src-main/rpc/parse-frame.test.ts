import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WIRE_LIMITS } from '../../../src-main/rpc/frame-port.ts';
import { isDeeperThan } from '../../../src-main/rpc/json-depth.ts';
import { parseFrame } from '../../../src-main/rpc/parse-frame.ts';

const malformed = (id: string | number | null) => ({ kind: 'broken', id, code: 'call.malformed' });

describe('a frame that is in order', () => {
  test('is a call or a cancel', () => {
    expect(parseFrame('{"i":"7","p":{"u":"/a/b","b":{"json":{"x":1}}}}')).toEqual({
      kind: 'call',
      id: '7',
      path: '/a/b',
      body: { json: { x: 1 } },
    });
    expect(parseFrame('{"i":"7","t":1,"p":{"u":"/a/b"}}')).toEqual({ kind: 'call', id: '7', path: '/a/b', body: undefined });
    expect(parseFrame('{"i":"7","t":4}')).toEqual({ kind: 'cancel', id: '7' });
  });
});

describe('a broken frame', () => {
  test.each([
    ['no text', 12, null],
    ['no text', new Uint8Array(4), null],
    ['not JSON', 'hello', null],
    ['no object', '[1,2]', null],
    ['no object', 'null', null],
    ['no id', '{"p":{"u":"/a"}}', null],
    ['empty id', '{"i":"","p":{"u":"/a"}}', null],
    ['long id', `{"i":"${'x'.repeat(65)}","p":{"u":"/a"}}`, null],
    ['object as id', '{"i":{},"p":{"u":"/a"}}', null],
    ['fraction as id', '{"i":1.5,"p":{"u":"/a"}}', null],
    ['number as id', '{"i":12,"p":{"u":"/a"}}', 12],
    ['truncated', '{"i":"9","p":{"u":"/a/b","b":{"js', '9'],
    ['truncated before the id ends', '{"i":"9', null],
    ['stream towards main', '{"i":"9","t":3,"p":{"e":"message"}}', '9'],
    ['unknown type', '{"i":"9","t":99,"p":{}}', '9'],
    ['no payload', '{"i":"9"}', '9'],
    ['no path', '{"i":"9","p":{"b":{}}}', '9'],
    ['foreign address', '{"i":"9","p":{"u":"http://example.org/a"}}', '9'],
    ['long path', `{"i":"9","p":{"u":"/${'a'.repeat(200)}"}}`, '9'],
    ['other method', '{"i":"9","p":{"u":"/a","m":"GET"}}', '9'],
    ['headers', '{"i":"9","p":{"u":"/a","h":{"content-type":"text/event-stream"}}}', '9'],
    ['body without form', '{"i":"9","p":{"u":"/a","b":"x"}}', '9'],
    ['body null', '{"i":"9","p":{"u":"/a","b":null}}', '9'],
    ['meta without form', '{"i":"9","p":{"u":"/a","b":{"json":1,"meta":[3]}}}', '9'],
    ['deep', `{"i":"9","p":${'['.repeat(200_000)}`, '9'],
  ])('%s: keeps the id when one can be told', (_, frame, id) => {
    expect(parseFrame(frame)).toEqual(malformed(id));
  });

  test('too large: is measured in bytes, and never parsed', () => {
    const large = `{"i":"9","p":{"u":"/a","b":{"json":"${'x'.repeat(10_000_000)}"}}}`;
    expect(parseFrame(large)).toEqual({ kind: 'broken', id: '9', code: 'call.too-large' });
    const wide = `{"i":"9","p":{"u":"/a","b":{"json":"${'€'.repeat(400_000)}"}}}`;
    expect(wide.length).toBeLessThan(WIRE_LIMITS.frameBytes);
    expect(parseFrame(wide)).toEqual({ kind: 'broken', id: '9', code: 'call.too-large' });
  });

  test('whatever it is, it is never thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (frame) => {
        expect(['call', 'cancel', 'broken']).toContain(parseFrame(frame).kind);
      }),
    );
  });
});

describe('depth', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  test('is that of the parsed value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const depth = depthOf(value);
        const text = JSON.stringify(value);
        expect(isDeeperThan(text, depth)).toBe(false);
        if (depth > 0) expect(isDeeperThan(text, depth - 1)).toBe(true);
      }),
    );
  });

  test('does not count brackets within text', () => {
    expect(isDeeperThan('["[[[[\\"[[["]', 1)).toBe(false);
  });
});
