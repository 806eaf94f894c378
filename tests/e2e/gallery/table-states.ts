import { inventedAlerts } from './invented-alerts.ts';
import { inventedAccounts } from './invented-accounts.ts';
import { inventedMarkets } from './invented-markets.ts';
import { inventedEvidence } from './invented-venue.ts';
import { inventedSessions } from './invented-sessions.ts';
import type { BookRow, FillRow, LogRow, OrderRow, PositionRow, QuoteRow, RefusalRow } from '../../../src-shared/contract/rows.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import type { DeskState, Print } from '../../../src-renderer/state/desk-store.ts';
import { SPECS } from './invented-market.ts';
import { DESK, NOW } from './ticket-states.ts';

// Rows of every table with invented figures, the longest words and numbers among them.

const INSTRUMENTS = new Map(SPECS.map((spec, index) => [spec.id as string, new Instrument(spec, index)]));
const IDS = [...INSTRUMENTS.keys()];
const NO_ALERTS = { alerts: [], firings: [] };
const PRICES = [104_231.5, 3_912.4, 187.42, 2.4136, 18.307, 0.8124, 96.85, 0.31846];
const ORIGINS = ['you', 'you', 'sma-cross-0c0b7d48', 'donchian-breakout-91e2aa07', 'grid-5a1b2c3d', 'you, dca-77c0ffee'];

const at = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;
const instrumentAt = (index: number): Instrument => INSTRUMENTS.get(at(IDS, index))!;

/** A price of an instrument near its last one, in whole ticks. */
function priceText(index: number, share: number): string {
  const instrument = instrumentAt(index);
  return instrument.priceText(Math.round((at(PRICES, index) * share) / instrument.tickSize));
}

function lots(index: number, value: number): string {
  const instrument = instrumentAt(index);
  return instrument.sizeText(Math.max(1, Math.round(value / at(PRICES, index) / Number(instrument.spec.lot))));
}

export function manyFills(count: number): readonly FillRow[] {
  const random = new Sfc32(7);
  return Array.from({ length: count }, (_, index) => {
    const coin = Math.floor(random.next() * 8);
    const share = 0.97 + random.next() * 0.06;
    const price = priceText(coin, share);
    const size = lots(coin, 200 + random.next() * 9_000);
    const value = Number(price) * Number(size);
    const asset = at(IDS, coin).split('/')[0] ?? '';
    const taken = { asset, amount: (Number(size) * 0.001).toFixed(8), value: (value * 0.001).toFixed(7) };
    return {
      id: `sim-${String(count - index).padStart(8, '0')}`,
      order: `o${String(Math.floor(random.next() * 1e9)).padStart(25, '0')}`,
      instrument: at(IDS, coin),
      side: random.next() < 0.5 ? 'buy' : 'sell',
      price,
      size,
      value: value.toFixed(7),
      fee: (value * 0.001).toFixed(7),
      feeAsset: 'USD',
      ...(index % 3 === 0 && { paid: [taken] }),
      liquidity: random.next() < 0.4 ? 'maker' : 'taker',
      slippageBps: random.next() < 0.05 ? null : (random.next() - 0.5) * 8,
      realised: random.next() < 0.5 ? null : ((random.next() - 0.5) * 400).toFixed(7),
      origin: at(ORIGINS, Math.floor(random.next() * 6)),
      decidedAt: NOW - index * 47_123 - 250,
      time: NOW - index * 47_123,
    } satisfies FillRow;
  });
}

const position = (index: number): PositionRow => {
  const entry = priceText(index, index % 2 === 0 ? 0.9969 : 1.011);
  const size = lots(index, 5_000 - index * 400);
  const mark = priceText(index, 1);
  const unrealised = (Number(mark) - Number(entry)) * Number(size);
  const near = (share: number): string => priceText(index, share);
  const targets = [1.01, 1.02, 1.03].slice(0, index % 4).map((share) => ({ price: near(share), size }));
  return {
    instrument: at(IDS, index),
    size,
    entry,
    mark,
    value: (Number(mark) * Number(size)).toFixed(6),
    unrealised: unrealised.toFixed(6),
    realisedToday: index % 3 === 0 ? '0' : (index * 7.131 - 12).toFixed(6),
    fees: '5.2',
    stop: index === 5 ? null : near(0.985),
    targets,
    openedAt: NOW - (index + 1) * 3_912_345,
    origin: at(ORIGINS, index),
  };
};

/** Two perpetuals beside the coins: a short that has gained, with what protects it, and a long that nothing liquidates. */
const PERPETUALS = [1, 2].map((index, place) => {
  const spec = {
    ...instrumentAt(index).spec,
    id: `${at(IDS, index).split('/')[0] ?? ''}/USD:USD.SIM` as InstrumentSpec['id'],
    symbol: `${at(IDS, index).split('/')[0] ?? ''}/USD:USD`,
    kind: 'perpetual',
    terms: { maxLeverage: 50, leverage: 5, maintenanceMargin: '0.01', liquidationFee: '0.01' },
  } as InstrumentSpec;
  return new Instrument(spec, SPECS.length + place);
});

function perpetualPosition(place: number): PositionRow {
  const index = place + 1;
  const short = place === 0;
  const entry = priceText(index, short ? 1.0123 : 0.98);
  const mark = priceText(index, 1);
  const size = lots(index, 9_000);
  const signed = short ? -Number(size) : Number(size);
  const targets = [0.97, 0.95].map((share) => ({ price: priceText(index, share), size: lots(index, 4_500) }));
  return {
    ...position(index),
    instrument: PERPETUALS[place]!.id,
    size: short ? `-${size}` : size,
    entry,
    mark,
    value: (signed * Number(mark)).toFixed(6),
    unrealised: (signed * (Number(mark) - Number(entry))).toFixed(6),
    stop: short ? priceText(index, 1.03) : null,
    targets: short ? targets : [],
    perpetual: { margin: '1822.14', liquidation: short ? priceText(index, 1.187) : null, freeIfClosed: '72712.83' },
  };
}

const order = (index: number, change: Partial<OrderRow>): OrderRow => ({
  id: `o${String(index).padStart(25, '0')}`,
  instrument: at(IDS, index),
  side: index % 2 === 0 ? 'buy' : 'sell',
  type: 'limit',
  size: lots(index, 4_000),
  quoteAmount: null,
  price: priceText(index, 0.99),
  trigger: null,
  trail: null,
  expiresAt: null,
  amending: null,
  filled: '0',
  timeInForce: 'gtc',
  postOnly: false,
  reduceOnly: false,
  group: null,
  role: null,
  state: 'acknowledged',
  reason: null,
  origin: at(ORIGINS, index),
  createdAt: NOW - index * 61_000,
  updatedAt: NOW - index * 31_000,
  protective: false,
  ...change,
});

const ended = (index: number, change: Partial<OrderRow>): OrderRow =>
  order(index + 20, { updatedAt: NOW - 90_000_000 - index * 1_000, ...change });

function orders(): readonly OrderRow[] {
  const leg = { side: 'sell', reduceOnly: true, protective: true, group: 'g1' } as const;
  return [
    order(0, { postOnly: true, timeInForce: 'gtd', expiresAt: NOW + 7_200_000 }),
    order(1, { filled: lots(1, 1_500), state: 'partially-filled', amending: { size: null, price: priceText(1, 0.991), trigger: null } }),
    order(2, { ...leg, type: 'stop', price: null, trigger: priceText(2, 0.98), role: 'stop' }),
    order(2, { ...leg, id: `o${'7'.repeat(25)}`, price: priceText(2, 1.04), role: 'target' }),
    order(3, {
      type: 'trailing-stop',
      price: null,
      trigger: priceText(3, 0.97),
      trail: '0.0724',
      side: 'sell',
      reduceOnly: true,
      protective: true,
    }),
    order(4, { state: 'in-doubt' }),
    order(3, { id: `o${'8'.repeat(25)}`, origin: 'elsewhere', createdAt: NOW - 350_000 }),
    order(5, { type: 'take-profit', price: null, trigger: priceText(5, 1.05), side: 'sell', reduceOnly: true, protective: true }),
    order(6, { state: 'submitted', type: 'stop-limit', trigger: priceText(6, 1.01), price: priceText(6, 1.02) }),
    order(7, { type: 'market', size: null, quoteAmount: '500', price: null, state: 'recorded' }),
    ended(0, { state: 'filled', filled: lots(20, 4_000) }),
    ended(1, { state: 'cancelled', reason: 'user' }),
    ended(2, { state: 'expired', reason: 'gtd', timeInForce: 'gtd', expiresAt: NOW - 90_000_000 }),
    ended(3, { state: 'rejected', reason: 'funds' }),
    ended(4, { state: 'cancelled', reason: 'oco', role: 'oco', group: 'g2' }),
  ];
}

const refusal: RefusalRow = {
  code: 'risk.max-position',
  message: 'Not sent: BTC/USD would reach 31,200.00 USD; your limit is 30,000.00.',
  details: {},
  instrument: 'BTC/USD.SIM',
  side: 'buy',
  size: '0.30000',
  price: '104000.00',
  origin: 'you',
  time: NOW - 80_000_000,
};

function log(): readonly LogRow[] {
  const say = (id: number, level: LogRow['level'], area: string, message: string): LogRow => ({
    id,
    time: NOW - id * 1_000,
    level,
    area,
    message,
  });
  return [
    say(1, 'info', 'desk', 'The desk began on paper-1, seed 7.'),
    say(2, 'warn', 'ledger', 'A fill was told twice and booked once: sim-00000012.'),
    say(3, 'error', 'feed', `The connection was lost. ${'The venue said nothing for eleven seconds. '.repeat(4)}`),
    say(4, 'info', 'strategies', 'sma-cross on BTC/USD 1m: crossed up, bought 0.05 BTC.'),
  ];
}

function quotes(): ReadonlyMap<string, QuoteRow> {
  const row = (instrument: string, index: number): QuoteRow => {
    const last = at(PRICES, index);
    return {
      instrument,
      time: NOW,
      bid: last * 0.99999,
      ask: last,
      last,
      direction: index % 2 === 0 ? 'up' : 'down',
      open24h: last * (index % 2 === 0 ? 0.988 : 1.011),
      high24h: last * 1.02,
      low24h: last * 0.97,
      volume24h: 33_860,
      quoteVolume24h: 33_860 * last,
    };
  };
  return new Map(IDS.map((id, index) => [id, row(id, index)]));
}

function book(): BookRow {
  const side = (sign: number): number[] =>
    Array.from({ length: 60 }, (_, step) => [104_231 + sign * (0.5 + step * 0.5), 0.05 + Math.abs(Math.sin(step * 1.7)) * 1.8]).flat();
  return { instrument: 'BTC/USD.SIM', time: NOW, bids: side(-1), asks: side(1) };
}

function prints(): readonly Print[] {
  return Array.from({ length: 500 }, (_, index): Print => [
    NOW - (500 - index) * 650,
    104_231.5 + Math.round(Math.sin(index) * 200) / 100,
    Number((Math.abs(Math.sin(index * 12.9898)) ** 6 * 1.4 + 0.0029).toFixed(5)),
    index % 3 === 0 ? 'sell' : 'buy',
  ]);
}

/** The desk of a busy day, or of a first start. */
export function invented(empty: boolean, perpetuals = false): Partial<DeskState> {
  const base: Partial<DeskState> = { ...DESK, instruments: INSTRUMENTS, quotes: quotes(), heardAt: Date.now() };
  const balance = (asset: string, total: string, price: string | null, value: string | null) => ({
    asset,
    total,
    free: total,
    reserved: '0',
    inDoubt: '0',
    price,
    value,
  });
  const account = {
    ...DESK.account!,
    balances: [
      balance('USD', '70890.694', null, '70890.694'),
      ...IDS.slice(0, empty ? 0 : 7).map((_, index) => {
        const { instrument, size, mark, value } = position(index);
        return balance(instrument.split('/')[0]!, size, mark, value);
      }),
    ],
  };
  if (empty) return { ...base, account, positions: new Map(), orders: new Map(), fills: [], log: [], alerts: NO_ALERTS };
  return {
    ...base,
    account,
    ...(perpetuals ? { instruments: new Map([...INSTRUMENTS, ...PERPETUALS.map((each) => [each.id as string, each] as const)]) } : {}),
    positions: new Map(
      [
        ...Array.from({ length: perpetuals ? 4 : 7 }, (_, index) => position(index)),
        ...(perpetuals ? [perpetualPosition(0), perpetualPosition(1)] : []),
      ].map((row) => [row.instrument, row]),
    ),
    orders: new Map(orders().map((row) => [row.id, row])),
    refusals: [refusal],
    log: log(),
    alerts: inventedAlerts(NOW),
    books: new Map([['BTC/USD.SIM', book()]]),
    tapes: new Map([['BTC/USD.SIM', prints()]]),
  };
}

/** Main as far as the panels ask it, over a ledger of these fills. What they ask for is noted in `window.asked`. */
export function inventedClient(fills: readonly FillRow[], isEmpty = false): unknown {
  const asked: unknown[] = [];
  Object.assign(window, { asked });
  const noted =
    <Answer>(name: string, answer: Answer) =>
    (input: unknown): Promise<Answer> => {
      asked.push([name, input]);
      return Promise.resolve(answer);
    };
  const note = (name: string, input: unknown): void => void asked.push([name, input]);
  return {
    accounts: inventedAccounts(note, isEmpty),
    attribution: inventedSessions(isEmpty),
    orders: {
      fills: ({ before = Infinity, count }: { before?: number; count: number }) => {
        const older = fills.filter((row) => row.time < before);
        return Promise.resolve({ fills: older.slice(0, count), total: fills.length });
      },
      history: () => Promise.resolve({ orders: [], total: 5 }),
      cancel: noted('cancel', { asked: true }),
      cancelAll: noted('cancelAll', { cancelled: 2, kept: 3 }),
      close: noted('close', { orders: 1, refused: [] }),
      amend: noted('amend', { outcome: 'recorded' }),
      protect: noted('protect', { outcome: 'recorded' }),
      reverse: noted('reverse', { outcome: 'recorded' }),
    },
    alerts: {
      set: noted('setAlert', NO_ALERTS),
      remove: noted('removeAlert', NO_ALERTS),
      rearm: noted('rearmAlert', NO_ALERTS),
      seen: noted('seenAlerts', NO_ALERTS),
    },
    risk: { rearm: noted('rearm', null), reduce: noted('reduce', null) },
    venue: {
      evidence: ({ order }: { order: string }) => Promise.resolve(inventedEvidence(order)),
      accept: noted('accept', { venue: null }),
      look: noted('look', { asked: true }),
    },
    strategies: { reload: noted('reload', { reloaded: true }) },
    ledger: {
      exportFills: () => Promise.resolve({ csv: `time\n${fills.map((row) => row.time).join('\n')}\n`, rows: fills.length }),
      equity: () => Promise.resolve({ times: new Float64Array(0), equity: new Float64Array(0) }),
    },
    markets: {
      list: () => Promise.resolve(inventedMarkets(5_000)),
      refresh: noted('refresh', { venue: 'KRAKEN', name: 'Kraken', fetchedAt: NOW, markets: 0, leftOut: 0 }),
    },
    market: {
      sparkline: ({ instrument }: { instrument: string }) =>
        Promise.resolve({ closes: Float64Array.from({ length: 64 }, (_, step) => Math.sin(step / 5 + IDS.indexOf(instrument)) + 10) }),
    },
  };
}
