import { catalogue } from '../../format/catalogue.ts';
import type { AppInfo, AwayNote } from '../../../src-shared/contract/app.ts';
import type { LedgerCheck } from '../../../src-shared/contract/ledger.ts';
import type { TradingState } from '../../../src-shared/domain/limits.ts';

const STATES: Readonly<Record<TradingState, (reason: string) => string>> = {
  ACTIVE: (reason) => `Trading is ACTIVE: ${reason}.`,
  REDUCING: (reason) => `Trading is REDUCING: ${reason}. Only orders that reduce a position pass.`,
  HALTED: (reason) => `Trading is HALTED: ${reason}. Cancelling and closing still work.`,
};

function slippageWords(bps: number | null, figure: (bps: number) => string): string {
  if (bps === null) return '';
  const shown = figure(Math.abs(bps));
  if (Number.parseFloat(shown) === 0) return ', as quoted';
  return `, ${shown} ${bps < 0 ? 'better' : 'worse'} than quoted`;
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${String(count)} ${many}`;
}

const ORDER_STATES: Readonly<Record<string, string>> = { acknowledged: 'working', cancelled: 'cancelled', expired: 'expired' };

/** What the window tells of its own accord, by toast and aloud. */
export const NOTICE_SENTENCES = catalogue({
  tradingState: (state: TradingState, reason: string) => STATES[state](reason),
  killed: (cancelled: number, kept: number) =>
    `Kill switch: ${counted(cancelled, 'order', 'orders')} cancelled${kept === 0 ? '' : `, ${counted(kept, 'protective order stays', 'protective orders stay')}`}, strategies stopped. Trading is HALTED; cancelling and closing still work.`,
  deskFailed: (problem: string) =>
    `The trading desk stopped: ${problem} Nothing more is sent. Start the program again; it goes on from the ledger.`,
  liveLost: (account: string, problem: string) =>
    `The way to ${account} has ended: ${problem} Nothing is sent to it any more. Stop the session and start it again: it begins by asking the exchange about every order.`,
  strategyFailed: (name: string, symbol: string, problem: string) =>
    `${name} on ${symbol} was stopped, its orders cancelled; a position stays. ${problem}`,
  neverSeen: (symbol: string) => `The venue never saw the order of ${symbol}. What was reserved for it is free again.`,
  proven: (symbol: string) => `The venue answered for the order of ${symbol}. Orders shows where it stands.`,
  inDoubt: (symbol: string) =>
    `No answer for an order of ${symbol}, so it may exist. What it needs stays reserved while it is checked. It is not sent again.`,
  showOrder: 'Show the order',
  settled: (symbol: string, state: string) => `The order of ${symbol} that was checked is ${state}.`,
  feeWorth: (taken: string, worth: string) => `${taken}, worth ${worth}`,
  fill: (words: { verb: string; amount: string; price: string; slippage: number | null; fee: string }, figure: (bps: number) => string) =>
    `${words.verb} ${words.amount} at ${words.price}${slippageWords(words.slippage, figure)}. Fee ${words.fee}.`,
  bought: 'Bought',
  sold: 'Sold',
  fills: (count: number) => `${String(count)} fills.`,
  orderStates: ORDER_STATES,
  orders: (count: number, state: string) => `${counted(count, 'order', 'orders')} ${state}.`,
  refusedByVenue: (symbol: string) => `The venue refused an order of ${symbol}. The reason is in the history of Orders.`,
  refusedFor: (origin: string, message: string) => `${origin}: ${message}`,
  lost: (at: string, seconds: number) =>
    `Connection lost at ${at}. Prices are greyed and nothing can be sent. Next try in ${String(Math.max(1, seconds))} s.`,
  feedLost: (venue: string, at: string) => `Connection to the ${venue.toLowerCase()} lost at ${at}. Prices are greyed and strategies wait.`,
  found: 'The connection is back.',
  lastRun: ({ fills, missing, balanced }: NonNullable<AppInfo['crashNote']>, at: string, running: string) =>
    `The last run ended unexpectedly at ${at}. The ledger was checked: ${counted(fills, 'fill', 'fills')}, ${missing === 0 ? 'none' : String(missing)} missing, ${balanced ? 'balanced' : 'NOT balanced'}.${running === '' ? '' : ` ${running}`}`,
  goesOn: (names: readonly string[], mode: string) => {
    if (names.length === 0) return '';
    const list = names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
    return `${list} ${names.length === 1 ? 'goes' : 'go'} on, on ${mode}.`;
  },
  away: (
    { why, fills, refusals, ended, trips, doubts, alerts }: AwayNote,
    { away, realised }: { readonly away: string; readonly realised: string },
  ) => {
    const parts = [
      fills === 0 ? '' : `${counted(fills, 'fill', 'fills')}, ${realised} realised`,
      ended === 0 ? '' : counted(ended, 'order ended unfilled', 'orders ended unfilled'),
      doubts.length === 0 ? '' : counted(doubts.length, 'order was in doubt', 'orders were in doubt'),
      refusals === 0 ? '' : counted(refusals, 'refusal', 'refusals'),
      alerts === 0 ? '' : counted(alerts, 'alert', 'alerts'),
      trips.length === 0 ? '' : counted(trips.length, 'change of the trading state', 'changes of the trading state'),
    ].filter((part) => part !== '');
    const when = {
      window: 'While you were away',
      program: 'Since you looked last, with a restart',
      sleep: 'While the machine slept',
      feed: 'While the venue was not heard',
    }[why];
    return `${when} (${away}): ${parts.length === 0 ? 'nothing happened, and strategies did not decide' : parts.join(', ')}.`;
  },
  showAway: 'Show what happened',
  alerts: (count: number) => `${String(count)} alerts spoke that nobody has seen.`,
  showAlerts: 'Show the alerts',
  whatWasChecked: 'What was checked',
  checked: ({ transactions, postings, fills, orders, auditEntries, balanced, problems }: LedgerCheck) =>
    `Checked again: ${counted(transactions, 'transaction', 'transactions')} with ${counted(postings, 'posting', 'postings')}, ${counted(fills, 'fill', 'fills')}, ${counted(orders, 'order', 'orders')} and ${counted(auditEntries, 'entry', 'entries')} of the audit chain. ${balanced && problems.length === 0 ? 'Everything agrees.' : problems.join(' ')}`,
});
