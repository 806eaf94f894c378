import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { VenueMessage, VenueOrder } from '../../src-main/ports/venue-orders.ts';
import {
  ENDPOINTS,
  MARKET_ORDER,
  type OfContracts,
  STOP,
  STOP_ENDPOINTS,
  SYMBOL,
  Trading,
  USDM_ENDPOINTS,
  USDM_STOP_ENDPOINTS,
} from '../integration/fixtures/trading.ts';
import { UsdmVenue } from '../venue/usdm/usdm-venue.ts';
import type { MessageFault, RequestFault } from '../venue/faults/fault-rules.ts';
import { type AnyProtocol, PROTOCOLS } from '../venue/protocols.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';

const requestFault: fc.Arbitrary<RequestFault> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose request' as const), silent: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose reply' as const), silent: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delay request' as const), ms: fc.integer({ min: 1, max: 15_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delay reply' as const), ms: fc.integer({ min: 1, max: 15_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('partial fill' as const), percent: fc.integer({ min: 1, max: 100 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      status: fc.constantFrom(200, 400, 403, 429, 500, 502, 503),
      body: fc.constantFrom(
        '',
        '{}',
        '[]',
        '<html>',
        'null',
        '{"error":["EService:Busy"]}',
        '{"code":-1007,"msg":"Timeout"}',
        '{"code":"50004","data":[],"msg":""}',
        '{"result":"error","error":"Unavailable"}',
      ),
      headers: fc.constant({ 'Retry-After': '1' }),
      carriedOut: fc.boolean(),
    }),
  },
);

const messageFault: fc.Arbitrary<MessageFault> = fc.oneof(
  fc.constantFrom({ kind: 'drop' } as const, { kind: 'duplicate' } as const, { kind: 'reorder' } as const, { kind: 'cut' } as const),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.integer({ min: 1, max: 2_000 }) }),
);

const placing = fc.record({
  do: fc.constant('place' as const),
  order: fc.oneof(
    fc.constantFrom<Partial<VenueOrder>>({}, MARKET_ORDER, { price: '61000' }, { timeInForce: 'ioc', price: '60100' }, { size: '9' }),
    fc.constantFrom<Partial<VenueOrder>>(STOP, { ...STOP, type: 'stop-limit', price: '55500' }, { ...STOP, side: 'buy', trigger: '61000' }),
  ),
  fault: fc.option(requestFault),
});

const step = fc.oneof(
  { weight: 5, arbitrary: placing },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), nth: fc.nat(5), fault: fc.option(requestFault) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fill' as const), quantity: fc.constantFrom('0.001', '0.004') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), price: fc.constantFrom('54000', '60000', '62000') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('message' as const), stops: fc.boolean(), fault: messageFault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 3_000 }) }) },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Where orders go: a market of a protocol, or a contract of one. */
interface Place {
  readonly protocol: AnyProtocol;
  readonly symbol: string;
  /** Its name in the exchange behind the protocols. */
  readonly market: string;
  readonly of?: OfContracts;
  /** Where they are others than the protocol's. */
  readonly endpoints?: { readonly plain: Endpoints; readonly stops: Endpoints; readonly report: string };
}

type Endpoints = Readonly<Record<'place' | 'cancel', string>>;

const CONTRACT = 'BTC/USDC:USDC';
const DOLLARS = 'BTC/USD:USD';
const PLACES: readonly (readonly [string, Place])[] = [
  ...PROTOCOLS.map((protocol) => [protocol, { protocol, symbol: SYMBOL, market: 'BTCUSDT' }] as const),
  [
    'hyperliquid’s perpetuals',
    {
      ...{ protocol: 'hyperliquid', symbol: CONTRACT, market: CONTRACT },
      of: { profile: 'hyperliquidperp', contracts: [{ symbol: CONTRACT, leverage: 5 }] },
    },
  ],
  [
    'Binance’s futures',
    {
      ...{ protocol: 'binance', symbol: 'BTC/USDT:USDT', market: 'BTC/USDT:USDT' },
      of: { profile: 'binanceusdm', contracts: [{ symbol: 'BTC/USDT:USDT', leverage: 5 }] },
      endpoints: { plain: USDM_ENDPOINTS, stops: USDM_STOP_ENDPOINTS, report: USDM_ENDPOINTS.report },
    },
  ],
  [
    'Kraken Futures',
    {
      ...{ protocol: 'krakenfutures', symbol: DOLLARS, market: DOLLARS },
      of: { profile: 'krakenfutures', contracts: [{ symbol: DOLLARS, leverage: 5 }] },
    },
  ],
];

async function carryOut(at: Trading, { protocol, symbol, market, endpoints }: Place, placed: VenueOrder[], each: Step): Promise<void> {
  const { faults } = at.venue;
  const { plain, stops, report } = endpoints ?? {
    plain: ENDPOINTS[protocol],
    stops: STOP_ENDPOINTS[protocol],
    report: ENDPOINTS[protocol].report,
  };
  const strike = (endpoint: string, fault: RequestFault | null) => {
    faults.clear();
    if (fault !== null) faults.add({ surface: 'rest', endpoint, fault });
  };
  switch (each.do) {
    case 'place': {
      strike(((each.order.trigger ?? null) === null ? plain : stops).place, each.fault);
      placed.push(at.order({ symbol, ...each.order }));
      await at.place(placed.at(-1)!);
      return;
    }
    case 'cancel': {
      const order = placed[each.nth];
      if (order === undefined) return;
      strike((order.trigger === null ? plain : stops).cancel, each.fault?.kind === 'partial fill' ? { kind: 'cancel race' } : each.fault);
      await at.ask({ kind: 'cancel', id: order.id, venueId: null, symbol }, 'cancel-taken', 'cancel-refused', 'cancel-unknown');
      return;
    }
    case 'fill': {
      const open = at.venue.exchange.state.openOrders(at.trader).find(({ resting }) => resting);
      if (open !== undefined) at.control.run({ do: 'fill', orderId: open.id, quantity: each.quantity });
      return at.settle(20);
    }
    case 'move': {
      at.control.run({ do: 'move price', symbol: market, price: each.price });
      return at.settle(20);
    }
    case 'message': {
      const endpoint = protocol === 'okx' && each.stops ? 'orders-algo' : endpoints !== undefined && each.stops ? 'ALGO_UPDATE' : report;
      faults.add({ surface: 'user', endpoint, fault: each.fault });
      return;
    }
    case 'cut': {
      at.venue.cutConnections();
      return;
    }
    case 'pass':
      return at.settle(each.ms);
  }
}

/** What the messages say, held against the venue's own books. */
async function judge(at: Trading, placed: readonly VenueOrder[]): Promise<void> {
  const { state } = at.venue.exchange;
  const own = (order: VenueOrder) => state.ordersOf(at.trader).filter(({ clientId }) => clientId === nameAt(at, order));
  for (const order of placed) {
    const fate = at.heard.filter((message) => FATES.has(message.kind) && 'id' in message && message.id === order.id);
    expect(fate).toHaveLength(1);
    const standing = own(order);
    if (fate[0]!.kind === 'placed') expect(standing).toHaveLength(1);
    if (fate[0]!.kind === 'unsent') expect(standing).toHaveLength(0);
    // Hyperliquid and Kraken Futures keep what took at once, found nothing and was refused for it.
    const keeps = at.protocol === 'hyperliquid' || at.protocol === 'krakenfutures';
    const stood = standing.filter(({ status, executed }) => !keeps || status !== 'EXPIRED' || executed > 0n);
    if (fate[0]!.kind === 'refused') expect(stood).toHaveLength(0);
    expect(standing.length).toBeLessThanOrEqual(1);
    const asked = await at.ask(
      { kind: 'ask', id: order.id, venueId: null, symbol: order.symbol, since: at.clock!.now() - 600_000 },
      'found',
      'absent',
    );
    expect(asked.kind).toBe(standing.length === 1 ? 'found' : 'absent');
    if (asked.kind !== 'found') continue;
    expect(asked.fills.map(({ size }) => Decimal.parse(size).toString())).toEqual(
      standing[0]!.fills.map(({ quantity }) => Decimal.of(quantity, 8).toString()),
    );
    expect(Decimal.parse(asked.order.filled).equals(Decimal.of(standing[0]!.executed, 8))).toBe(true);
  }
  judgeStream(at);
}

/** Each fill is told once, and no end of an order before all of its fills. */
function judgeStream(at: Trading): void {
  const sums = new Map<string, Decimal>();
  const told = new Set<string>();
  for (const message of at.heard) {
    if (message.kind === 'fill') {
      const { tradeId, venueId, size } = message.fill;
      expect(told.has(tradeId)).toBe(false);
      told.add(tradeId);
      sums.set(venueId, (sums.get(venueId) ?? Decimal.ZERO).add(Decimal.parse(size)));
    }
    if (message.kind === 'order' && message.order.state !== 'working')
      expect((sums.get(message.order.venueId) ?? Decimal.ZERO).equals(Decimal.parse(message.order.filled))).toBe(true);
  }
}

const FATES: ReadonlySet<VenueMessage['kind']> = new Set(['placed', 'refused', 'unsent', 'unknown']);

function nameAt(at: Trading, order: VenueOrder): string {
  if (at.protocol === 'hyperliquid') return `0x${BigInt(`0b1${bitsOf(order)}`).toString(16)}`;
  if (at.venue instanceof UsdmVenue && order.trigger !== null) return `w-${order.id}`;
  return at.protocol === 'kraken' ? krakenNameOf(order) : order.id;
}

/** The 25 digits of base 36, as 127 bits. */
function bitsOf({ id }: VenueOrder): string {
  let value = 0n;
  for (const [digit] of id.slice(1).matchAll(/./gu)) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value.toString(2).padStart(127, '0');
}

/** The same digits, written anew: the lower 63 bits behind a bit that is 0. */
function krakenNameOf(order: VenueOrder): string {
  const bits = bitsOf(order);
  const hex = BigInt(`0b${bits.slice(0, 64)}0${bits.slice(64)}`)
    .toString(16)
    .padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
}

test.each(PLACES)('%s: whatever goes wrong, what is told of an order is so at the venue', async (_name, place) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
      const at = await Trading.within(place.protocol, undefined, place.of);
      try {
        await at.settle(50);
        const placed: VenueOrder[] = [];
        for (const each of steps) await carryOut(at, place, placed, each);
        at.venue.faults.clear();
        await at.settle(20_000);
        await judge(at, placed);
      } finally {
        await at.close();
      }
    }),
    { numRuns: LONG ? 200 : 25, seed: 7 },
  );
});
