import { fundingWords } from '../../src-shared/domain/funding.ts';
import { liquidationTicks } from '../../src-shared/domain/margin.ts';
import type { ClosedTrade, OpenTrade, RunReport } from '../../src-shared/domain/report.ts';
import { type PerpetualAssumptions, perpetualTaken, type TradedContract } from './assumptions.ts';
import type { BacktestRun } from './backtest-run.ts';
import { grouped, minuteTime } from './figures.ts';

const PERCENT = 100;

/** Rows of a report's figures that only perpetuals have; the baseline holds the coin itself. */
export function perpetualFigures(report: RunReport): readonly (readonly [string, string, string])[] {
  return [
    ['Funding received', grouped(report.funding, 2), '—'],
    ['Liquidations', String(report.liquidations), '—'],
  ];
}

/** What a search or a check took for granted of margin and funding, in a line; nothing for spot. */
export function perpetualLine(contract: TradedContract): readonly string[] {
  const { perpetual } = perpetualTaken(contract);
  if (perpetual === undefined) return [];
  const { leverage, direction, funding } = perpetual;
  const margin = `leverage ${String(leverage)}, maintenance margin ${maintenanceText(perpetual)}`;
  return [`Perpetual, ${sidesText(direction)}; ${margin}; funding ${fundingWords(funding)}`];
}

/** Leverage and sides behind an instrument's name; '' for spot. */
export function leverageWords(contract: TradedContract): string {
  const { perpetual } = perpetualTaken(contract);
  return perpetual === undefined ? '' : `, leverage ${String(perpetual.leverage)}, ${sidesText(perpetual.direction)}`;
}

/** What was taken for granted of margin and funding. */
export function perpetualAssumptions(taken: PerpetualAssumptions): readonly [string, string][] {
  const { leverage, liquidationFee, settle, direction, funding } = taken;
  return [
    ['Sides', sidesText(direction)],
    [
      'Margin',
      `cross, in ${settle}; leverage ${String(leverage)}; maintenance ${maintenanceText(taken)}, liquidation fee ${shareText(liquidationFee)}`,
    ],
    ['', 'liquidated at the worst price of a bar where equity falls to maintenance margin, at the open where that lies beyond'],
    ['Funding', fundingWords(funding)],
  ];
}

function shareText(fraction: number): string {
  return `${String(Math.round(fraction * PERCENT * 1e6) / 1e6)}%`;
}

/** `1%`, or `0.4% to 15% in 6 brackets`. */
function maintenanceText({ maintenanceMargin, tiers }: Pick<PerpetualAssumptions, 'maintenanceMargin' | 'tiers'>): string {
  const last = tiers?.at(-1);
  const first = shareText(maintenanceMargin);
  return last === undefined ? first : `${first} to ${shareText(Number(last.rate))} in ${String(tiers?.length ?? 0)} brackets`;
}

function sidesText(direction: PerpetualAssumptions['direction']): string {
  return direction === 'both' ? 'long and short' : `${direction} only`;
}

/** A trade of a perpetual as columns: which way, when, how much, between which prices, and what came of it. */
export function perpetualTrade(trade: ClosedTrade, priceDecimals: number): readonly string[] {
  return [
    minuteTime(trade.entryTime),
    minuteTime(trade.exitTime),
    `${trade.side === 'buy' ? 'long' : 'short'}${trade.liquidated ? ', liquidated' : ''}`,
    trade.quantity.toString(),
    grouped(trade.entryPrice, priceDecimals),
    grouped(trade.exitPrice, priceDecimals),
    grouped(trade.fee, 2),
    grouped(trade.funding, 2),
    grouped(trade.pnl, 2),
  ];
}

/** The heads of `perpetualTrade`. */
export const PERPETUAL_TRADE_HEAD: readonly string[] = [
  'Entry (UTC)',
  'Exit (UTC)',
  'Side',
  'Quantity',
  'Entered at',
  'Left at',
  'Fees',
  'Funding',
  'Profit',
];

/** The price at which what a run still holds would be liquidated, as the end of a sentence. */
export function liquidationText(open: OpenTrade, { bars, outcome }: BacktestRun): string {
  const { instrument } = bars;
  const size = instrument.lotsOf(open.quantity) ?? 0;
  const lots = open.side === 'buy' ? size : -size;
  if (instrument.margin === null || lots === 0) return '';
  const ticks = liquidationTicks({ instrument, lots, cost: outcome.openCost, collateral: outcome.cash });
  return ticks === null ? '; no price liquidates it' : `; liquidated at ${grouped(instrument.priceOf(ticks), instrument.priceDecimals)}`;
}
