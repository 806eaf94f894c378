import { GAP_CAUSES, type GapCause, type GapSplit, type GapTrade, largestCause } from '../../src-shared/domain/attribution.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { SessionAttribution } from '../sessions/attribution/attribute-session.ts';
import { fundingSums } from '../sessions/attribution/read-session.ts';
import { counted } from './depth-text.ts';
import { grouped, minuteTime } from './figures.ts';
import { alignColumns } from './output.ts';

/** What each cause means, in a line. */
const ABOUT: Readonly<Record<GapCause, string>> = {
  signal: 'the strategy decided otherwise',
  timing: 'the same orders, filled at another time',
  price: 'at another price against the market of that time',
  fee: 'at another rate of fee',
  size: 'with another size',
  missed: 'orders of the backtest that were not filled in the session',
  extra: 'orders that the backtest has not: by hand, made elsewhere, or left from before',
};
/** Trades that are told; `--json` has all. */
const MOST_TRADES = 20;
const CENT_DIGITS = 2;

/** `+12.30`, `-4,245.86`, `0.00`. */
export function signedMoney(amount: Decimal): string {
  const text = grouped(amount, CENT_DIGITS);
  return amount.quantize(CENT_DIGITS, 'half-away').sign() > 0 ? `+${text}` : text;
}

/** One line: how large the gap is, and what it mostly is. */
export function gapLine({ gap, quote }: SessionAttribution): string {
  const largest = largestCause(gap.parts);
  const whole = `Against its backtest: ${signedMoney(gap.gap)} ${quote}`;
  return largest === null ? `${whole}.` : `${whole}, mostly ${largest} (${signedMoney(gap.parts[largest])}): ${ABOUT[largest]}.`;
}

/** A session held against its backtest, for a person. */
export function attributionText(found: SessionAttribution): readonly string[] {
  const { gap, quote, scope, costs } = found;
  const { trades } = gap;
  return [
    `Session ${found.session} (${scope.book}, ${scope.account} at ${scope.venue}): ${minuteTime(found.from)} to ${minuteTime(found.to)} UTC`,
    `Backtest over ${found.standIns.length === 0 ? 'the bars that it heard' : found.standIns.join(', ')}, without limits; ${costsText(costs)}`,
    '',
    ...alignColumns([
      ['', `Profit, ${quote}`, 'Fills'],
      ['Session', signedMoney(gap.sessionProfit), String(found.sessionFills)],
      ['Backtest', signedMoney(gap.backtestProfit), String(found.backtestFills)],
      ['Gap', signedMoney(gap.gap), ''],
    ]),
    '',
    ...partLines(gap),
    ...correctionLines(found),
    ...fundingLines(found),
    ...(trades.length === 0 ? [] : ['', ...tradeLines(found)]),
  ];
}

function costsText({ name, takerFeeBps, slippageBps, latencyMs }: CostProfile): string {
  const fee = takerFeeBps === null ? "the venue's fee" : `fee ${String(takerFeeBps)} bp taking`;
  return `costs ${name}: ${fee}, slippage ${String(slippageBps)} bp, latency ${String(latencyMs)} ms`;
}

/** What differed between ledger and venue and was accepted: no trade, so no profit, and no part of the gap. */
function correctionLines({ moved }: SessionAttribution): readonly string[] {
  const corrections = moved.filter(({ reason }) => reason === 'correction');
  if (corrections.length === 0) return [];
  const told = corrections.map(({ time, asset, amount }) => `  ${minuteTime(time)}  ${amount.toString()} ${asset}`);
  return ['', 'Corrections that were accepted, in neither profit and in both accounts:', ...told];
}

/** What holding contracts has paid: no trade, so in neither profit. */
function fundingLines({ moved }: SessionAttribution): readonly string[] {
  return fundingSums(moved).map(
    ({ asset, amount }) => `Funding of the session, in neither profit and in both accounts: ${amount.toString()} ${asset}.`,
  );
}

/** The largest part first; those that are nothing keep their order behind it. */
function partLines(split: GapSplit): readonly string[] {
  const causes = [...GAP_CAUSES].sort((a, b) => split.parts[b].abs().compare(split.parts[a].abs()));
  const rows = causes.map((cause) => [cause, signedMoney(split.parts[cause]), ABOUT[cause]] as const);
  const lines = alignColumns([
    ['Cause', 'Part'],
    ...rows.map(([cause, part]) => [cause, part]),
    ['residual', signedMoney(split.residual)],
    ['gap', signedMoney(split.gap)],
  ]);
  const about = ['', ...rows.map(([, , text]) => text), 'what no cause was found for', 'exactly the sum'];
  return lines.map((line, place) => (about[place] === '' ? line : `${line}  ${about[place] ?? ''}`));
}

function tradeLines({ gap: { trades }, instruments }: SessionAttribution): readonly string[] {
  const widest = [...trades].sort((a, b) => b.gap.abs().compare(a.gap.abs())).slice(0, MOST_TRADES);
  const rows = widest.map((trade) => [
    minuteTime(trade.from),
    trade.origin,
    instruments[trade.instrument]!.spec.symbol,
    trade.side,
    signedMoney(trade.sessionProfit),
    signedMoney(trade.backtestProfit),
    signedMoney(trade.gap),
    whyOf(trade),
  ]);
  const told =
    widest.length === trades.length
      ? counted(trades.length, 'trade')
      : `The ${String(MOST_TRADES)} widest of ${counted(trades.length, 'trade')}`;
  return [
    `${told}, from flat to flat in both runs:`,
    ...alignColumns([['From (UTC)', 'Origin', 'Instrument', 'Side', 'Session', 'Backtest', 'Gap', 'Mostly'], ...rows]),
  ];
}

function whyOf(trade: GapTrade): string {
  const largest = largestCause(trade.parts) ?? (trade.residual.isZero() ? '-' : 'residual');
  const open = trade.to === null ? ', open' : '';
  return trade.reasons.length === 0 ? `${largest}${open}` : `${largest} (${trade.reasons.join(', ')})${open}`;
}

/** The same for a machine; amounts as decimal text, so that they add up. */
export function attributionJson(found: SessionAttribution): Readonly<Record<string, unknown>> {
  const { gap, scope, instruments } = found;
  return {
    session: found.session,
    book: scope.book,
    account: scope.account,
    venue: scope.venue,
    quote: found.quote,
    from: found.from,
    to: found.to,
    costs: found.costs,
    bars: found.standIns,
    sessionFills: found.sessionFills,
    backtestFills: found.backtestFills,
    moved: found.moved,
    ...splitJson(gap),
    trades: gap.trades.map((trade) => ({ ...trade, instrument: instruments[trade.instrument]!.id, ...splitJson(trade) })),
  };
}

function splitJson(
  split: GapSplit & { readonly sessionProfit: Decimal; readonly backtestProfit: Decimal },
): Readonly<Record<string, unknown>> {
  const { sessionProfit, backtestProfit, gap, parts, residual } = split;
  return { sessionProfit, backtestProfit, gap, largest: largestCause(parts), parts, residual };
}
