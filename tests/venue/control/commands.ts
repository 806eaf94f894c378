import * as z from 'zod/mini';

const decimal = z.string().check(z.regex(/^\d+(?:\.\d+)?$/u));
const ms = z.number().check(z.nonnegative());
const side = z.enum(['BUY', 'SELL']);
const symbol = z.string();
const whole = z.int().check(z.nonnegative());

const requestFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lose request'), silent: z.optional(z.boolean()) }),
  z.strictObject({ kind: z.literal('lose reply'), silent: z.optional(z.boolean()) }),
  z.strictObject({ kind: z.literal('duplicate request'), afterMs: ms }),
  z.strictObject({ kind: z.literal('delay request'), ms }),
  z.strictObject({ kind: z.literal('delay reply'), ms }),
  z.strictObject({
    kind: z.literal('answer'),
    status: whole,
    body: z.string(),
    headers: z.optional(z.record(z.string(), z.string())),
    carriedOut: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('partial fill'), percent: z.number().check(z.positive(), z.lte(100)) }),
  z.strictObject({ kind: z.literal('cancel race') }),
  z.strictObject({ kind: z.literal('shift parameter'), name: z.string(), by: z.int() }),
]);
const messageFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop') }),
  z.strictObject({ kind: z.literal('duplicate') }),
  z.strictObject({ kind: z.literal('reorder') }),
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({ kind: z.literal('corrupt') }),
  z.strictObject({ kind: z.literal('cut') }),
]);
const matching = {
  endpoint: z.optional(z.string()),
  symbol: z.optional(symbol),
  nth: z.optional(whole),
  times: z.optional(whole),
};

/** One fault of the script, as text from outside. */
const rule = z.union([
  z.strictObject({ surface: z.enum(['rest', 'ws-api']), ...matching, fault: requestFault }),
  z.strictObject({ surface: z.enum(['stream', 'user']), ...matching, fault: messageFault }),
]);

const rights = z.strictObject({ reading: z.optional(z.boolean()), trading: z.optional(z.boolean()), withdrawals: z.optional(z.boolean()) });

/** Everything that the door beside the venue's protocol takes. */
export const COMMAND = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('add fault'), rule }),
  z.strictObject({ do: z.literal('clear faults') }),
  z.strictObject({ do: z.literal('list faults') }),
  z.strictObject({ do: z.literal('set clock'), offsetMs: z.number() }),
  z.strictObject({ do: z.literal('ban'), ms: z.optional(ms) }),
  z.strictObject({
    do: z.literal('trade elsewhere'),
    account: z.string(),
    symbol,
    side,
    quantity: decimal,
    price: z.optional(decimal),
    clientId: z.optional(z.string()),
  }),
  z.strictObject({ do: z.literal('cancel elsewhere'), account: z.string(), symbol, orderId: whole }),
  z.strictObject({ do: z.literal('move price'), symbol, price: decimal }),
  z.strictObject({ do: z.literal('add liquidity'), symbol, side, price: decimal, quantity: decimal }),
  z.strictObject({ do: z.literal('fill'), orderId: whole, quantity: z.optional(decimal) }),
  z.strictObject({ do: z.literal('cut connections'), kind: z.optional(z.enum(['stream', 'account'])) }),
  z.strictObject({ do: z.literal('freeze'), ms: z.optional(ms) }),
  z.strictObject({ do: z.literal('thaw') }),
  z.strictObject({ do: z.literal('walk'), stepMs: ms }),
  z.strictObject({ do: z.literal('step'), symbol, steps: whole }),
  z.strictObject({ do: z.literal('open market'), symbol, open: z.boolean() }),
  z.strictObject({ do: z.literal('mark'), symbol, price: z.nullable(decimal) }),
  z.strictObject({ do: z.literal('tell funding'), symbol, rate: z.string().check(z.regex(/^-?\d+(?:\.\d+)?$/u)) }),
  z.strictObject({ do: z.literal('fund'), symbol, rate: z.string().check(z.regex(/^-?\d+(?:\.\d+)?$/u)) }),
  z.strictObject({
    do: z.literal('liquidate'),
    account: z.string(),
    symbol,
    quantity: z.optional(decimal),
    forced: z.optional(z.enum(['liquidation', 'adl'])),
  }),
  z.strictObject({ do: z.literal('transfer'), account: z.string(), asset: z.string(), amount: z.string() }),
  z.strictObject({
    do: z.literal('add customer'),
    name: z.string(),
    key: z.string(),
    secret: z.string(),
    balances: z.record(z.string(), decimal),
    maker: z.optional(decimal),
    taker: z.optional(decimal),
    rights: z.optional(rights),
  }),
  z.strictObject({ do: z.literal('add key'), account: z.string(), key: z.string(), secret: z.string(), rights: z.optional(rights) }),
  z.strictObject({ do: z.literal('revoke key'), key: z.string() }),
  z.strictObject({ do: z.literal('allow trading'), account: z.string(), allowed: z.boolean() }),
  z.strictObject({ do: z.literal('expire listen key'), listenKey: z.string() }),
  z.strictObject({ do: z.literal('list requests'), endpoint: z.optional(z.string()) }),
  z.strictObject({ do: z.literal('look') }),
]);

/** What is done beside the protocol. */
export type Command = z.infer<typeof COMMAND>;
