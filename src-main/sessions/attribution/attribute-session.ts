import type { GapAttribution } from '../../../src-shared/domain/attribution.ts';
import { type CandleColumns, sliceCandles, type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { CONSERVATIVE, type CostProfile } from '../../../src-shared/domain/costs.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { attributeGap, type OpeningLots } from '../../core/attribution/attribute-gap.ts';
import type { TradedRun } from '../../core/attribution/traded-run.ts';
import type { FindStrategy } from '../../core/strategies/strategy.ts';
import type { LedgerScope } from '../../ports/ledger.ts';
import type { BarSeries } from '../backtest-types.ts';
import { carriedOrders, type CounterpartMarket, PERSON, runCounterpart } from './counterpart.ts';
import { type MovedMoney, readSession, type RecordedSession } from './read-session.ts';

/** What the market of the backtest is made of. */
export interface CounterpartBars {
  readonly instruments: readonly Instrument[];
  readonly series: readonly BarSeries[];
  readonly costs: CostProfile;
  /** What the venue holds for the account at the start, per asset. */
  readonly balances: ReadonlyMap<string, Decimal>;
  /** Signed lots of them that are positions, by instrument. */
  readonly positions: readonly number[];
  /** What contracts among them cost, signed; by instrument. */
  readonly openCosts: readonly Decimal[];
}

/** Bars that count in place of those that a session heard. */
export interface StandInBars {
  /** The stored series that they are of. */
  readonly id: string;
  /** `BTC/USDT` */
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly candles: CandleColumns;
}

/** What a session is held against its backtest with. */
export interface AttributionParts {
  readonly session: string;
  readonly frames: Iterable<Uint8Array>;
  /** Costs of the backtest; null takes those that the session was run with, else the conservative ones. */
  readonly costs: CostProfile | null;
  /** Bars that count in place of those that the session heard; empty where there are none. */
  readonly bars: readonly StandInBars[];
  readonly market: (bars: CounterpartBars) => CounterpartMarket;
  /** Finds the session's strategies as they ran. Fails with `attribution.strategy` where one is not there any more. */
  readonly strategies: (recorded: RecordedSession) => FindStrategy;
}

/** A session held against its backtest. */
export interface SessionAttribution {
  readonly session: string;
  readonly scope: LedgerScope;
  readonly instruments: readonly Instrument[];
  /** The asset of every amount. */
  readonly quote: string;
  /** Market time, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Costs of the backtest. */
  readonly costs: CostProfile;
  /** Stored series that stood in for the bars that it heard. */
  readonly standIns: readonly string[];
  /** Fills of the session and of its backtest. */
  readonly sessionFills: number;
  readonly backtestFills: number;
  /** Money that came or went without a trade since the session began: in neither profit, and in both accounts. */
  readonly moved: readonly MovedMoney[];
  readonly gap: GapAttribution;
}

/** Replays a session's recorded inputs through a backtest and splits the gap between the two. Fails as reading a journal does. */
export function attributeSession(parts: AttributionParts): SessionAttribution {
  const recorded = readSession(parts.frames);
  const { start, market, endedAt, book } = recorded;
  const { instruments } = market;
  const costs = parts.costs ?? recordedCosts(start.configuration) ?? CONSERVATIVE;
  const find = parts.strategies(recorded);
  const series = seriesOf(recorded, parts.bars);
  let backtest: TradedRun = { orders: [], refusals: [] };
  // Without a bar no strategy decided anything.
  if (series.length > 0) {
    const counterpart = parts.market({ instruments, series, costs, ...holdingsOf(recorded) });
    const standsIn = parts.bars.length > 0;
    backtest = runCounterpart(recorded, { market: counterpart, costs, find, until: endOf(recorded, series), standsIn });
  }
  const marks = marksOf(recorded, series);
  const gap = attributeGap({
    session: book,
    backtest,
    instruments,
    strategies: strategiesOf(recorded),
    marks,
    market: market.view(series),
    opening: openingOf(recorded, series, marks),
  });
  return {
    session: parts.session,
    scope: start.scope,
    instruments,
    quote: start.quote,
    from: start.heardFrom ?? start.startAt,
    to: endedAt,
    costs,
    standIns: parts.bars.map(({ id }) => id),
    sessionFills: countFills(book),
    backtestFills: countFills(backtest),
    moved: recorded.moved,
    gap,
  };
}

/** The costs that a session on paper was run with, as its journal says. */
function recordedCosts(configuration: string): CostProfile | null {
  const { costs } = JSON.parse(configuration) as { readonly costs?: CostProfile };
  return costs ?? null;
}

/** The session's bars, with those in their place that are given. Fails with `attribution.bars` where the session heard none such. */
function seriesOf({ market, endedAt }: RecordedSession, bars: readonly StandInBars[]): readonly BarSeries[] {
  const all = [...market.series()];
  for (const { id, symbol, timeframe, candles } of bars) {
    const place = all.findIndex((one) => one.timeframe === timeframe && market.instruments[one.instrument]?.spec.symbol === symbol);
    const heard = all[place];
    if (heard === undefined) throw new Fault('attribution.bars', { series: id, symbol, timeframe });
    const whole = within(candles, heard.candles.time[0]!, endedAt);
    if (whole.length === 0) throw new Fault('attribution.bars', { series: id, symbol, timeframe });
    all[place] = { ...heard, candles: whole };
  }
  return all;
}

/** The bars that open from one instant to another, both included. */
function within(candles: CandleColumns, first: number, last: number): CandleColumns {
  const from = candles.time.findIndex((time) => time >= first);
  const to = candles.time.findIndex((time) => time > last);
  return sliceCandles(candles, from < 0 ? candles.length : from, to < 0 ? candles.length : to);
}

/** Up to the range of the bar that had begun at the end, and before its close is told: a venue's bar may have closed unheard. */
function endOf({ endedAt, market }: RecordedSession, series: readonly BarSeries[]): number {
  const open = series
    .map(({ candles, timeframe }) => (candles.time.at(-1) ?? 0) + TIMEFRAMES[timeframe])
    .filter((closes) => closes > endedAt);
  const whole = open.length === 0 ? endedAt : Math.min(...open) - 1;
  return Math.min(whole, Math.max(market.closedAt, market.unheardFrom - 1));
}

function holdingsOf({ start: { snapshot }, market }: RecordedSession): Pick<CounterpartBars, 'balances' | 'positions' | 'openCosts'> {
  const held = new Map(snapshot?.positions.map((position) => [position.instrument, position]));
  return {
    balances: snapshot?.balances ?? new Map<string, Decimal>(),
    positions: market.instruments.map(({ index }) => held.get(index)?.lots ?? 0),
    openCosts: market.instruments.map(({ index, margin }) => (margin === null ? undefined : held.get(index)?.cost) ?? Decimal.ZERO),
  };
}

/** Last price by instrument, ticks: of one of which nothing was heard the close of the last bar that is known, else the price at which it was traded last. */
function marksOf({ market, book }: RecordedSession, series: readonly BarSeries[]): readonly number[] {
  return market.marks.map((heard, index) => {
    if (heard !== 0) return heard;
    const close = series.find(({ instrument }) => instrument === index)?.candles.close.at(-1);
    if (close !== undefined) return market.instruments[index]!.toTicks(close);
    const fills = book.orders.flatMap(({ instrument, fills: traded }) => (instrument === index ? traded : []));
    return fills.sort((a, b) => a.time - b.time).at(-1)?.ticks ?? 0;
  });
}

function strategiesOf({ start: { snapshot }, commands }: RecordedSession): ReadonlySet<string> {
  const names = new Set<string>(snapshot?.strategies.map(({ instance }) => instance));
  if (snapshot !== null) for (const { order } of carriedOrders(snapshot)) names.add(order.origin);
  for (const { command } of commands) if (command.type === 'start-strategy') names.add(command.record.instance);
  return names;
}

/** What was held at the start: by strategies as their fills say, the rest by hand. */
function openingOf({ start, market }: RecordedSession, series: readonly BarSeries[], marks: readonly number[]): readonly OpeningLots[] {
  const { snapshot } = start;
  if (snapshot === null) return [];
  return market.instruments.flatMap(({ index }) => {
    const quoted = start.quotes.find(({ instrument }) => instrument === index)?.lastTicks;
    const opened = series.find(({ instrument }) => instrument === index)?.candles.open[0];
    const ticks = quoted ?? (opened === undefined ? marks[index]! : market.instruments[index]!.toTicks(opened));
    const own = snapshot.instancePositions.filter(({ instrument, lots }) => instrument === index && lots !== 0);
    const held = snapshot.positions.find(({ instrument }) => instrument === index)?.lots ?? 0;
    const byHand = own.reduce((left, { lots }) => left - lots, held);
    const holders: OpeningLots[] = own.map(({ instance, lots }) => ({ origin: instance, instrument: index, lots, ticks }));
    return byHand === 0 ? holders : [...holders, { origin: PERSON, instrument: index, lots: byHand, ticks }];
  });
}

function countFills({ orders }: TradedRun): number {
  return orders.reduce((sum, { fills }) => sum + fills.length, 0);
}
