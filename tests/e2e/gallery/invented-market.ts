import type { FillRow, OrderRow, PositionRow, QuoteRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import type { DeskSnapshot, StreamBatch, StreamEvent } from '../../../src-shared/contract/stream.ts';
import { candleColumns } from '../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';

// A market of invented figures behind the shape of the real client, so that panels can be looked at without main.

const COINS = [
  ['BTC', 'Bitcoin', 104_231.5, 0.01, 0.00001],
  ['ETH', 'Ethereum', 3_912.4, 0.01, 0.0001],
  ['SOL', 'Solana', 187.42, 0.01, 0.01],
  ['XRP', 'XRP', 2.4136, 0.0001, 1],
  ['LINK', 'Chainlink', 18.307, 0.001, 0.1],
  ['ADA', 'Cardano', 0.8124, 0.0001, 1],
  ['LTC', 'Litecoin', 96.85, 0.01, 0.001],
  ['DOGE', 'Dogecoin', 0.31846, 0.00001, 1],
] as const;

const text = (step: number): string => step.toFixed(Math.max(0, Math.round(-Math.log10(step))));

export const SPECS: readonly InstrumentSpec[] = COINS.map(([base, name, , tick, lot]) => ({
  id: `${base}/USD.SIM`,
  symbol: `${base}/USD`,
  name,
  venue: 'SIM',
  kind: 'spot',
  base,
  quote: 'USD',
  settle: 'USD',
  tick: text(tick),
  lot: text(lot),
  engineLot: text(lot),
  multiplier: '1',
  minNotional: '10.00',
  makerFee: '0.0008',
  takerFee: '0.0010',
  halfSpreadBps: 0.1,
  validFrom: 0,
})) as unknown as readonly InstrumentSpec[];

/** A price that moves smoothly and repeatably with time. */
export function priceAt(coin: number, time: number): number {
  const start = COINS[coin]![2];
  const minutes = time / 60_000;
  let move = 0;
  for (let wave = 0; wave < 14; wave += 1)
    move += Math.sin((minutes / 2 ** wave) * (1.7 + coin * 0.13) + wave * 2.1 + coin) * 0.00011 * 1.55 ** wave;
  return start * (1 + Math.max(-0.4, Math.min(0.4, move)));
}

function rounded(value: number, step: number): number {
  return Math.round(value / step) * step;
}

export function bars(coin: number, timeframe: Timeframe, before: number, count: number): CandleColumns {
  const step = TIMEFRAMES[timeframe];
  const tick = COINS[coin]![3];
  const last = Math.floor(before / step) * step - step;
  const columns = candleColumns(count);
  for (let i = 0; i < count; i += 1) {
    const time = last - (count - 1 - i) * step;
    const path = Array.from({ length: 9 }, (_, at) => priceAt(coin, time + (step * at) / 8));
    columns.time[i] = time;
    columns.open[i] = rounded(path[0]!, tick);
    columns.close[i] = rounded(path[8]!, tick);
    columns.high[i] = rounded(Math.max(...path), tick);
    columns.low[i] = rounded(Math.min(...path), tick);
    columns.volume[i] = Math.abs(Math.sin(time / 77_777) * 40 + Math.cos(time / 31_111) * 25) + 3;
  }
  return columns;
}

function quote(coin: number, now: number): QuoteRow {
  const [base, , , tick] = COINS[coin]!;
  const last = rounded(priceAt(coin, now), tick);
  const spread = rounded(last * 0.00001, tick) || tick;
  const open24h = rounded(priceAt(coin, now - 86_400_000), tick);
  return {
    instrument: `${base}/USD.SIM`,
    time: now,
    bid: last - spread,
    ask: last,
    last,
    direction: priceAt(coin, now) > priceAt(coin, now - 400) ? 'up' : 'down',
    open24h,
    high24h: Math.max(last, open24h) * 1.01,
    low24h: Math.min(last, open24h) * 0.988,
    volume24h: 33_860,
    quoteVolume24h: 33_860 * last,
  };
}

function book(coin: number, now: number): { instrument: string; time: number; bids: number[]; asks: number[] } {
  const [base, , , tick] = COINS[coin]!;
  const { bid, ask } = quote(coin, now);
  const side = (start: number, sign: number): number[] =>
    Array.from({ length: 40 }, (_, at) => [
      rounded(start + sign * tick * at * 50 * (1 + (at % 3)), tick),
      Math.abs(Math.sin(at * 1.7 + Math.floor(now / 700))) * 1.8 + 0.05,
    ]).flat();
  const flat = (start: number, sign: number): number[] => {
    const pairs = side(start, sign);
    const sorted = Array.from({ length: 40 }, (_, at) => [pairs[at * 2]!, Number(pairs[at * 2 + 1]!.toFixed(5))] as const).sort(
      (a, b) => sign * (a[0] - b[0]),
    );
    return sorted.flat();
  };
  return { instrument: `${base}/USD.SIM`, time: now, bids: flat(bid, -1), asks: flat(ask, 1) };
}

export class InventedMarket {
  stale = false;
  empty = false;
  eventsPerSecond = 60;
  private looks = {
    books: [] as readonly string[],
    tapes: [] as readonly string[],
    candles: [] as readonly { instrument: string; timeframe: Timeframe }[],
  };
  private readonly start = Date.now();

  now(): number {
    return this.stale ? Math.min(Date.now(), this.start + 3_000) : Date.now();
  }

  status(): StatusRow {
    return {
      marketTime: Date.now(),
      wallTime: Date.now(),
      speed: 1,
      seed: 7,
      connected: !this.stale || Date.now() < this.start + 3_000,
      venue: 'Simulated market',
      orderLatencyMs: 14,
      orderLatencyP95Ms: 22,
      ledger: 'saved',
      balanced: true,
      recovering: false,
      replay: null,
      live: null,
    };
  }

  orders(): readonly OrderRow[] {
    const now = this.start;
    const last = priceAt(0, now);
    const base = {
      quoteAmount: null,
      trail: null,
      expiresAt: null,
      amending: null,
      timeInForce: 'gtc',
      postOnly: false,
      group: null,
      reason: null,
      origin: 'you',
      createdAt: now,
      updatedAt: now,
      filled: '0',
      instrument: 'BTC/USD.SIM',
    } as const;
    if (this.empty) return [];
    return [
      {
        ...base,
        id: 'o1',
        side: 'buy',
        type: 'limit',
        size: '0.05',
        price: rounded(last * 0.9985, 0.01).toFixed(2),
        trigger: null,
        reduceOnly: false,
        role: null,
        state: 'acknowledged',
        protective: false,
      },
      {
        ...base,
        id: 'o2',
        side: 'sell',
        type: 'stop',
        size: '0.05',
        price: null,
        trigger: rounded(last * 0.9965, 0.01).toFixed(2),
        reduceOnly: true,
        role: 'stop',
        state: 'acknowledged',
        protective: true,
      },
      {
        ...base,
        id: 'o3',
        side: 'sell',
        type: 'limit',
        size: '0.05',
        price: rounded(last * 1.004, 0.01).toFixed(2),
        trigger: null,
        reduceOnly: true,
        role: 'target',
        state: 'acknowledged',
        protective: true,
      },
      {
        ...base,
        id: 'o4',
        side: 'buy',
        type: 'limit',
        size: '0.02',
        price: rounded(last * 0.9982, 0.01).toFixed(2),
        trigger: null,
        reduceOnly: false,
        role: null,
        state: 'in-doubt',
        protective: false,
      },
      {
        ...base,
        id: 'o5',
        side: 'buy',
        type: 'limit',
        size: '0.02',
        price: rounded(last * 0.95, 0.01).toFixed(2),
        trigger: null,
        reduceOnly: false,
        role: null,
        state: 'acknowledged',
        protective: false,
      },
      {
        ...base,
        id: 'o6',
        instrument: 'SOL/USD.SIM',
        side: 'buy',
        type: 'limit',
        size: '10',
        price: '180.00',
        trigger: null,
        reduceOnly: false,
        role: null,
        state: 'acknowledged',
        protective: false,
      },
    ];
  }

  positions(): readonly PositionRow[] {
    if (this.empty) return [];
    const last = priceAt(0, this.start);
    return [
      {
        instrument: 'BTC/USD.SIM',
        size: '0.05',
        entry: rounded(last * 0.9976, 0.01).toFixed(2),
        mark: '0',
        value: '0',
        unrealised: '16.29',
        realisedToday: '0',
        fees: '0',
        stop: rounded(last * 0.9965, 0.01).toFixed(2),
        targets: [],
        openedAt: this.start,
        origin: 'you',
      },
    ];
  }

  fills(): readonly FillRow[] {
    if (this.empty) return [];
    const at = (minutes: number, side: 'buy' | 'sell', size: string, id: string): FillRow => ({
      id,
      order: 'x',
      instrument: 'BTC/USD.SIM',
      side,
      price: priceAt(0, this.start - minutes * 60_000).toFixed(2),
      size,
      value: '5000',
      fee: '5.22',
      feeAsset: 'USD',
      liquidity: 'taker',
      slippageBps: 0.4,
      realised: null,
      origin: 'you',
      decidedAt: this.start - minutes * 60_000 - 250,
      time: this.start - minutes * 60_000,
    });
    return [at(20, 'buy', '0.03', 'f1'), at(45, 'buy', '0.02', 'f2'), at(45, 'buy', '0.01', 'f3'), at(60, 'sell', '0.02', 'f4')];
  }

  snapshot(): DeskSnapshot {
    const now = this.now();
    return {
      quotes: COINS.map((_, coin) => quote(coin, now)),
      orders: this.orders(),
      fills: this.fills(),
      refusals: [],
      positions: this.positions(),
      account: null as never,
      risk: { state: 'ACTIVE', reason: '', since: now, limits: DEFAULT_LIMITS, evidence: '', reducedUntil: null, locks: [], use: [] },
      strategies: [],
      signals: [],
      status: this.status(),
      log: [],
      alerts: { alerts: [], firings: [] },
      venue: null,
    };
  }

  events(): readonly StreamEvent[] {
    const now = this.now();
    const events: StreamEvent[] = [{ kind: 'status', row: this.status() }];
    if (this.stale && Date.now() > this.start + 3_000) return events;
    COINS.forEach((_, coin) => events.push({ kind: 'quote', row: quote(coin, now) }));
    const coinOf = (instrument: string): number => COINS.findIndex(([base]) => instrument.startsWith(`${base}/`));
    for (const instrument of this.looks.books) events.push({ kind: 'book', row: book(coinOf(instrument), now) });
    for (const instrument of this.looks.tapes)
      events.push({ kind: 'trades', row: { instrument, prints: this.prints(coinOf(instrument), now, 1), skipped: 0 } });
    for (const { instrument, timeframe } of this.looks.candles)
      events.push({ kind: 'candle', row: this.forming(instrument, timeframe, coinOf(instrument), now) });
    return events;
  }

  private forming(instrument: string, timeframe: Timeframe, coin: number, now: number): Extract<StreamEvent, { kind: 'candle' }>['row'] {
    const step = TIMEFRAMES[timeframe];
    const tick = COINS[coin]![3];
    const open = Math.floor(now / step) * step;
    const path = Array.from({ length: 9 }, (_, at) => rounded(priceAt(coin, open + ((now - open) * at) / 8), tick));
    return { instrument, timeframe, closed: false, bar: [open, path[0]!, Math.max(...path), Math.min(...path), path[8]!, 12.45] };
  }

  prints(coin: number, now: number, count: number): [number, number, number, 'buy' | 'sell'][] {
    const [, , , tick] = COINS[coin]!;
    return Array.from({ length: count }, (_, at) => {
      const time = now - (count - 1 - at) * 650;
      const size = Math.abs(Math.sin(time * 12.9898)) ** 6 * 1.4 + 0.0029;
      return [time, rounded(priceAt(coin, time), tick), Number(size.toFixed(5)), Math.sin(time) > 0 ? 'buy' : 'sell'];
    });
  }

  client(): unknown {
    const coinOf = (instrument: string): number => COINS.findIndex(([base]) => instrument.startsWith(`${base}/`));
    const batches = (): readonly StreamEvent[] => this.events();
    return {
      app: { loadSetting: async () => ({ value: null }), saveSetting: async () => ({ saved: true }) },
      orders: { cancel: async () => ({ asked: true }) },
      market: {
        instruments: async () => ({ instruments: SPECS }),
        candles: async ({
          instrument,
          timeframe,
          before,
          count,
        }: {
          instrument: string;
          timeframe: Timeframe;
          before: number;
          count: number;
        }) => bars(coinOf(instrument), timeframe, Math.min(before, this.now()), count),
        tape: async ({ instrument }: { instrument: string }) => ({
          trades: { instrument, prints: this.prints(coinOf(instrument), this.now(), 120), skipped: 0 },
          book: book(coinOf(instrument), this.now()),
        }),
        sparkline: async ({ instrument }: { instrument: string }) => ({
          closes: Float64Array.from({ length: 64 }, (_, at) => priceAt(coinOf(instrument), this.now() - (63 - at) * 1_350_000)),
        }),
      },
      stream: {
        snapshot: async () => this.snapshot(),
        acknowledge: async () => ({ accepted: true }),
        look: async (interest: InventedMarket['looks']) => {
          this.looks = interest;
          return { accepted: true };
        },
        open: async () =>
          (async function* (): AsyncGenerator<StreamBatch> {
            for (let batch = 1; ; batch += 1) {
              await new Promise((resolve) => setTimeout(resolve, 60));
              const events = batches();
              yield { batch, gap: false, events };
            }
          })(),
      },
    };
  }
}
