import fc from 'fast-check';
import { isContractProcedure } from '@orpc/contract';
import * as z from 'zod/mini';
import { contract } from '../../src-shared/contract/contract.ts';
import { FAULTS } from '../../src-shared/kernel/fault-codes.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { FramePort } from '../../src-main/rpc/frame-port.ts';
import { PagePort } from '../../src-main/hosts/chromium/page-port.ts';
import { settle } from '../src-main/rpc/wall-fixture.ts';

/** What is abused: a wall that pages are let into, the clock its rates go by, and whatever must come out of it unchanged. */
export interface AbusedWall {
  connect(port: FramePort): Releasable;
  /** Moves monotonic time on. */
  advance(milliseconds: number): void;
  /** Ledger and risk state as text; compared byte by byte before and after. */
  state(): Promise<string>;
}

/** What came of it. */
export interface AbuseReport {
  readonly frames: number;
  /** Frames that carried an id, and how many of those were answered never, once, more than once, or by something else than a fault. */
  readonly withId: number;
  readonly unanswered: number;
  readonly answeredTwice: number;
  readonly notFaults: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly stateUnchanged: boolean;
  /** Bytes of heap after the port was closed, less those before it was opened. */
  readonly heapGrowth: number;
}

const junk = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ maxLength: 2_000 }), fc.double(), fc.constant(null));

/** Values that look like what a schema wants, most of them nearly. */
function like(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = schema._zod as unknown as { def: z.core.$ZodTypeDef & Record<string, unknown> };
  switch (def.type) {
    case 'object': {
      const shape = def['shape'] as Record<string, z.core.$ZodType>;
      return fc.record(Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, like(inner)])));
    }
    case 'union':
      return fc.oneof(...(def['options'] as z.core.$ZodType[]).map(like));
    case 'array':
      return fc.array(like(def['element'] as z.core.$ZodType), { maxLength: 20 });
    case 'record':
      return fc.dictionary(fc.string(), like(def['valueType'] as z.core.$ZodType), { maxKeys: 5 });
    case 'optional':
    case 'nullable':
      return fc.oneof(like(def['innerType'] as z.core.$ZodType), fc.constant(null));
    case 'enum':
      return fc.oneof(fc.constantFrom(...Object.values(def['entries'] as Record<string, string>)), fc.string());
    case 'literal':
      return fc.constantFrom(...(def['values'] as unknown[]), 'other');
    case 'number':
      return fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e308, 1.5));
    case 'boolean':
      return fc.boolean();
    default:
      return fc.oneof(fc.string(), fc.constantFrom('BTC/USD.SIM', '1.5', '-1', '1e5', 'NaN', 'command-1', '__proto__', '🦆'));
  }
}

/** Every call of the contract with its input schema. */
function calls(): readonly { readonly path: string; readonly schema: z.core.$ZodType }[] {
  return Object.entries(contract).flatMap(([area, inner]) =>
    Object.entries(inner).flatMap(([name, procedure]) => {
      if (!isContractProcedure(procedure)) return [];
      return [{ path: `/${area}/${name}`, schema: procedure['~orpc'].inputSchema }];
    }),
  );
}

/** Well-formed calls whose input the schema refuses. */
const badCall = fc.oneof(
  ...calls().map(({ path, schema }) =>
    fc
      .oneof(like(schema), junk)
      // What crosses is JSON, so that is what must be bad.
      .map((input) => JSON.parse(JSON.stringify(input ?? null)) as unknown)
      .filter((input) => !z.safeParse(schema, input).success)
      .map((input) => ({ u: path, b: { json: input } })),
  ),
);

const large = 'x'.repeat(10_000_000);
const quoted = (id: string) => JSON.stringify(id);

/** Raw rubbish, with and without an id that can be told. `id` is the one to carry. */
const RUBBISH: readonly ((id: string, seed: number) => { readonly frame: unknown; readonly carries: boolean })[] = [
  (_, seed) => ({ frame: `rubbish ${String(seed)}`, carries: false }),
  (_, seed) => ({ frame: String.fromCharCode(seed % 65_536).repeat(seed % 300), carries: false }),
  (id) => ({ frame: `{"i":${quoted(id)},"p":{"u":"/orders/place","b":{"json":{"comm`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id).slice(0, 3)}`, carries: false }),
  (id, seed) => ({ frame: `{"i":${quoted(id)},"p":${'[{"a":'.repeat(1_000 + (seed % 50_000))}`, carries: true }),
  (id, seed) => ({
    frame: `{"i":${quoted(id)},"p":{"u":"/market/tape","b":{"json":${'['.repeat(40 + (seed % 40))}1${']'.repeat(40 + (seed % 40))}}}}`,
    carries: true,
  }),
  (id, seed) =>
    seed % 25 === 0
      ? { frame: `{"i":${quoted(id)},"p":{"u":"/a","b":{"json":"${large}"}}}`, carries: true }
      : { frame: '{', carries: false },
  (_, seed) => ({ frame: `{"i":{"x":${String(seed)}},"p":{"u":"/app/info"}}`, carries: false }),
  (_, seed) => ({ frame: `{"i":null,"p":{"u":"/app/info","b":{"json":${String(seed)}}}}`, carries: false }),
  (id) => ({ frame: `{"i":"${id.padEnd(500, 'x')}","p":{"u":"/app/info"}}`, carries: false }),
  (id) => ({ frame: `{"i":${quoted(id)},"t":3,"p":{"e":"message","d":{"json":1}}}`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id)},"p":{"u":"/orders/place","h":{"content-type":"text/event-stream"}}}`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id)},"t":4}`, carries: true }),
  (id, seed) => ({ frame: `{"i":${quoted(id)},"t":${String(5 + (seed % 90))},"p":{}}`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id)},"p":{"u":"/__proto__/constructor","b":{"json":{"__proto__":{"x":1}}}}}`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id)},"p":{"u":"/market/tape","b":{"json":{},"meta":[[4,"a","b","c"],[21,"x"]]}}}`, carries: true }),
  (id) => ({ frame: `{"i":${quoted(id)},"p":{"u":"https://example.org/orders/place"}}`, carries: true }),
  (_, seed) => ({ frame: new Uint8Array(seed % 64), carries: false }),
];

interface Tally {
  readonly answers: Uint8Array;
  readonly codes: Record<string, number>;
  notFaults: number;
}

function take(tally: Tally, frame: string): void {
  const { i, t, p } = JSON.parse(frame) as { i: string; t?: number; p: { b?: { json?: { code?: string; data?: object } } } };
  const index = Number(i.slice(1));
  tally.answers[index] = Math.min(255, (tally.answers[index] ?? 0) + 1);
  const fault = p.b?.json;
  const isFault = t === undefined && fault?.code !== undefined && fault.code in FAULTS;
  const isEnvelope =
    isFault &&
    Object.keys(fault.data ?? {})
      .sort()
      .join() === 'code,correlationId,details,message';
  if (!isEnvelope) tally.notFaults += 1;
  else tally.codes[fault.code ?? ''] = (tally.codes[fault.code ?? ''] ?? 0) + 1;
}

/** Sends `frames` frames through a real port, half raw rubbish and half calls with bad input, and tells what came of it. */
export async function abuseWall(
  wall: AbusedWall,
  options: { readonly frames: number; readonly seed: number; readonly collect: () => void },
): Promise<AbuseReport> {
  const { frames, seed, collect } = options;
  const bad = fc.sample(badCall, { numRuns: frames / 2, seed });
  const carried = new Uint8Array(frames);
  const tally: Tally = { answers: new Uint8Array(frames), codes: {}, notFaults: 0 };
  const before = await wall.state();
  collect();
  const heapBefore = process.memoryUsage().heapUsed;

  const port = new PagePort((given) => {
    for (const frame of given) take(tally, frame);
    return Promise.resolve();
  });
  const held = wall.connect(port);
  for (let index = 0; index < frames; index += 1) {
    const id = `f${String(index)}`;
    if (index % 2 === 0) {
      carried[index] = 1;
      port.receive(JSON.stringify({ i: id, p: bad[index / 2] }));
    } else {
      const make = RUBBISH[(index >> 1) % RUBBISH.length];
      const rubbish = make?.(id, index) ?? { frame: '', carries: false };
      carried[index] = rubbish.carries ? 1 : 0;
      port.receive(rubbish.frame as string);
    }
    wall.advance(40);
    if (index % 100 === 99) await settle();
  }
  await settle();
  port.close();
  held.dispose();
  await settle();
  collect();
  const heapGrowth = process.memoryUsage().heapUsed - heapBefore;

  const withId = carried.reduce((sum, flag) => sum + flag, 0);
  const count = (is: (flag: number, answers: number) => boolean) =>
    carried.reduce((sum, flag, index) => sum + (is(flag, tally.answers[index] ?? 0) ? 1 : 0), 0);
  return {
    frames,
    withId,
    unanswered: count((flag, answers) => flag === 1 && answers === 0),
    answeredTwice: count((flag, answers) => answers > flag),
    notFaults: tally.notFaults,
    codes: tally.codes,
    stateUnchanged: (await wall.state()) === before,
    heapGrowth,
  };
}
