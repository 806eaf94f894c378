import * as z from 'zod/mini';

const id = z.number().check(z.int(), z.gte(0));
const level = z.tuple([z.string(), z.string()]);
const levels = z.array(level);

/** A change of a book as Binance sends it: spot without `pu`, futures with it. */
const diff = z.object({
  e: z.literal('depthUpdate'),
  E: id,
  s: z.string(),
  U: id,
  u: id,
  pu: z.optional(id),
  b: levels,
  a: levels,
});
/** A single trade. */
const trade = z.object({ e: z.literal('trade'), E: id, T: id, s: z.string(), t: id, p: z.string(), q: z.string(), m: z.boolean() });
/** Best prices: of spot without a kind, of futures with one. */
const ticker = z.object({
  e: z.optional(z.literal('bookTicker')),
  E: z.optional(id),
  u: id,
  s: z.string(),
  b: z.string(),
  B: z.string(),
  a: z.string(),
  A: z.string(),
});
/** A whole book, the answer of a question. */
const snapshot = z.object({ lastUpdateId: id, E: z.optional(id), bids: levels, asks: levels });

/** A frame of a raw capture. `other` is one of a kind that says nothing of book and trades. */
export type RawFrame =
  | { readonly kind: 'diff'; readonly frame: z.infer<typeof diff> }
  | { readonly kind: 'trade'; readonly frame: z.infer<typeof trade> }
  | { readonly kind: 'ticker'; readonly frame: z.infer<typeof ticker> }
  | { readonly kind: 'snapshot'; readonly frame: z.infer<typeof snapshot> }
  | { readonly kind: 'other'; readonly name: string };

/** Reads the JSON of a frame; null when it is of a kind that is read and is not what that kind is. */
export function rawFrame(json: unknown): RawFrame | null {
  const outer = object(json);
  const inner = outer === null ? null : 'data' in outer ? object(outer['data']) : outer;
  if (inner === null) return null;
  const kind = inner['e'];
  if (kind === 'depthUpdate') return read('diff', diff, inner);
  if (kind === 'trade') return read('trade', trade, inner);
  if (kind === 'bookTicker' || (kind === undefined && 'B' in inner)) return read('ticker', ticker, inner);
  if (kind === undefined && 'lastUpdateId' in inner) return read('snapshot', snapshot, inner);
  return { kind: 'other', name: typeof kind === 'string' ? kind : 'unnamed' };
}

function object(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
}

function read<Kind extends string, Frame>(
  kind: Kind,
  schema: z.ZodMiniType<Frame>,
  value: unknown,
): { readonly kind: Kind; readonly frame: Frame } | null {
  const { success, data } = schema.safeParse(value);
  return success ? { kind, frame: data } : null;
}
