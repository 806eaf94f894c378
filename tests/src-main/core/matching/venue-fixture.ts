import { candleColumns, type CandleColumns, type Timeframe } from '../../../../src-shared/domain/candle.ts';
import { IDEAL, type CostProfile } from '../../../../src-shared/domain/costs.ts';
import type { FundingPlan } from '../../../../src-shared/domain/funding.ts';
import { Instrument, type InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import type { OrderIntent } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { CandleReplay } from '../../../../src-main/adapters/candle-replay/candle-replay.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { ExecutionReport, MarginReport } from '../../../../src-main/ports/execution-venue.ts';
import type { MarketEvent } from '../../../../src-main/ports/market-source.ts';

export const HOUR = 3_600_000;
/** 2024-01-01T00:00:00Z. */
export const START = 1_704_067_200_000;

export function instrument(index = 0, changes: Partial<InstrumentSpec> = {}): Instrument {
  const base = ['BTC', 'ETH', 'SOL', 'XRP'][index] ?? `C${index}`;
  const spec = {
    id: `${base}/USD.SIM`,
    symbol: `${base}/USD`,
    name: base,
    venue: 'SIM',
    kind: 'spot',
    base,
    quote: 'USD',
    settle: 'USD',
    tick: '0.01',
    lot: '0.001',
    engineLot: '0.001',
    multiplier: '1',
    minNotional: '0',
    makerFee: '0.0002',
    takerFee: '0.0005',
    halfSpreadBps: null,
    validFrom: 0,
    ...changes,
  };
  return new Instrument(spec as InstrumentSpec, index);
}

export function costs(changes: Partial<CostProfile> = {}): CostProfile {
  return { ...IDEAL, name: 'test', ...changes };
}

let count = 0;

/** A market buy of one unit unless told otherwise; prices in ticks, sizes in lots. */
export function order(changes: Partial<OrderIntent> & { id?: string } = {}): ApprovedOrder {
  count += 1;
  const made = {
    id: `order${count}` as ClientOrderId,
    instrument: 0,
    side: 'buy',
    type: 'market',
    lots: changes.quoteAmount ? 0 : 1_000,
    quoteAmount: null,
    limitTicks: null,
    triggerTicks: null,
    trailTicks: null,
    expiresAt: null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    origin: 'test',
    tag: null,
    decidedAt: utcMs(0),
    decisionTicks: 0,
    ...changes,
  };
  return made as unknown as ApprovedOrder;
}

/** `[open, high, low, close, volume]`, one hour each; a null is a missing bar. */
export type BarRow = readonly [open: number, high: number, low: number, close: number, volume: number] | null;

export function bars(rows: readonly BarRow[], stepMs = HOUR): CandleColumns {
  const present = rows.flatMap((row, i) => (row === null ? [] : [{ row, time: START + i * stepMs }]));
  const columns = candleColumns(present.length);
  present.forEach(({ row, time }, i) => {
    columns.time[i] = time;
    [columns.open[i], columns.high[i], columns.low[i], columns.close[i], columns.volume[i]] = row;
  });
  return columns;
}

/** A quiet bar at 100 with volume 1,000. */
export const FLAT: BarRow = [100, 100, 100, 100, 1_000];

export interface ReplaySetup {
  readonly rows: readonly BarRow[];
  readonly costs?: Partial<CostProfile>;
  readonly balances?: Readonly<Record<string, string>>;
  readonly spec?: Partial<InstrumentSpec>;
  readonly funding?: FundingPlan;
  readonly timeframe?: Timeframe;
  /** Between the opens of two rows; an hour unless said otherwise. */
  readonly stepMs?: number;
}

/** A replay of one instrument, with everything it told. */
export class ReplayRun {
  readonly replay: CandleReplay;
  readonly events: string[] = [];
  readonly reports: ExecutionReport[] = [];
  readonly margin: MarginReport[] = [];
  private readonly reactions: ((event: MarketEvent) => void)[] = [];

  constructor(setup: ReplaySetup) {
    this.replay = new CandleReplay({
      instruments: [instrument(0, setup.spec)],
      series: [{ instrument: 0, timeframe: setup.timeframe ?? '1h', columns: bars(setup.rows, setup.stepMs) }],
      costs: costs(setup.costs),
      balances: new Map(
        Object.entries(setup.balances ?? { USD: '1000000', BTC: '100' }).map(([asset, text]) => [asset, Decimal.parse(text)]),
      ),
      funding: [setup.funding ?? null],
    });
  }

  on(reaction: (event: MarketEvent) => void): this {
    this.reactions.push(reaction);
    return this;
  }

  /** Sends orders at the close of a bar. */
  after(row: number, ...orders: readonly ApprovedOrder[]): this {
    return this.on((event) => {
      if (event.kind === 'bar' && event.row === row) for (const one of orders) this.replay.submit(one);
    });
  }

  play(until = Number.POSITIVE_INFINITY): this {
    for (let event = this.replay.next(utcMs(until)); event !== null; event = this.replay.next(utcMs(until))) {
      if (event.kind === 'execution') this.reports.push(event.report);
      if (event.kind === 'margin') this.margin.push(event.report);
      this.events.push(
        event.kind === 'execution' ? `${event.report.kind} ${event.report.order}` : `bar ${event.kind === 'bar' ? event.row : ''}`,
      );
      for (const reaction of this.reactions) reaction(event);
    }
    return this;
  }

  /** `price x size @ hours since the start` to a thousandth, oldest first. */
  fills(id?: string): string[] {
    return this.reports.flatMap((report) => {
      if (report.kind !== 'fill' || (id !== undefined && report.order !== id)) return [];
      const { ticks, lots, time } = report.fill;
      return [`${ticks / 100} x ${lots / 1_000} @ ${Math.round(((time - START) / HOUR) * 1_000) / 1_000}h`];
    });
  }

  /** How each order ended: `id reason`. */
  ends(): string[] {
    return this.reports.flatMap((report) =>
      report.kind === 'cancelled' || report.kind === 'rejected' ? [`${report.order} ${report.reason}`] : [],
    );
  }
}
