import type { GapSplitView, GapTradeView, GapView } from '../../../src-shared/contract/attribution.ts';
import { type GapAttribution, type GapTrade, largestCause } from '../../../src-shared/domain/attribution.ts';
import type { DeskFault } from '../desk/desk-messages.ts';
import type { SessionAttribution } from './attribute-session.ts';
import { fundingSums } from './read-session.ts';

/** What the thread of an attribution is started with. */
export interface GapStart {
  readonly home: string;
  readonly session: string;
}

/** What the thread of an attribution tells. */
export type FromGap = { readonly kind: 'gap'; readonly view: GapView } | { readonly kind: 'failed'; readonly fault: DeskFault };

/** Trades that cross to a page. */
const MOST_TRADES = 500;

/** A session held against its backtest, as a page is told of it. */
export function gapView(found: SessionAttribution): GapView {
  const { session, quote, from, to, costs, sessionFills, backtestFills, moved, gap, instruments } = found;
  const corrections = moved.filter(({ reason }) => reason === 'correction');
  const trades = gap.trades.map((trade, place): GapTradeView => ({
    number: place + 1,
    origin: trade.origin,
    instrument: instruments[trade.instrument]!.id,
    side: trade.side,
    from: trade.from,
    to: trade.to,
    reasons: trade.reasons,
    ...splitView(trade),
  }));
  return {
    ...{ session, quote, from, to, costs: costs.name, sessionFills, backtestFills },
    corrections: corrections.map(({ time, asset, amount }) => ({ time, asset, amount: amount.toString() })),
    funding: fundingSums(moved).map(({ asset, amount }) => ({ asset, amount: amount.toString() })),
    ...splitView(gap),
    trades: widest(trades),
    tradeCount: trades.length,
  };
}

function widest(trades: readonly GapTradeView[]): readonly GapTradeView[] {
  return [...trades].sort((a, b) => Math.abs(Number(b.gap)) - Math.abs(Number(a.gap))).slice(0, MOST_TRADES);
}

function splitView({ sessionProfit, backtestProfit, gap, parts, residual }: GapAttribution | GapTrade): GapSplitView {
  return {
    sessionProfit: sessionProfit.toString(),
    backtestProfit: backtestProfit.toString(),
    gap: gap.toString(),
    parts: {
      signal: parts.signal.toString(),
      timing: parts.timing.toString(),
      price: parts.price.toString(),
      fee: parts.fee.toString(),
      size: parts.size.toString(),
      missed: parts.missed.toString(),
      extra: parts.extra.toString(),
    },
    residual: residual.toString(),
    largest: largestCause(parts),
  };
}
