import type { LiveOutcome } from '../sessions/live-types.ts';
import { grouped, minuteTime } from './figures.ts';

/** What a session with an account came to, for programs. */
export function liveJson(outcome: LiveOutcome): Readonly<Record<string, unknown>> {
  const { session, from, to, orders, fills, refusals, equity, cash, inDoubt, stopped, ledger } = outcome;
  const { differences, agreed, leftOpen, lost } = outcome;
  return {
    ...{ session, from, to, orders, inDoubt, stopped, differences, agreed, leftOpen, lost },
    fills: fills.length,
    refusals: Object.values(refusals).reduce((sum, count) => sum + count, 0),
    refusalCodes: refusals,
    equity: equity.toNumber(),
    cash: cash.toNumber(),
    ledger: ledger.balanced ? 'balanced' : 'unbalanced',
    problems: ledger.problems,
  };
}

/** The same for a person; `attribution` is how it did beside its backtest. */
export function liveLines(outcome: LiveOutcome, attribution: readonly string[]): readonly string[] {
  const quote = outcome.instruments[0]?.quote ?? '';
  // A balance is no part of an equity that open contracts have taken from.
  const contracts = outcome.instruments.some(({ kind }) => kind === 'perpetual');
  const cash = grouped(outcome.cash, 2);
  const refused = Object.entries(outcome.refusals).map(([code, count]) => `  ${String(count)} by ${code}`);
  return [
    `Session ${outcome.session}: ${minuteTime(outcome.from)} to ${minuteTime(outcome.to)} UTC`,
    `Equity ${grouped(outcome.equity, 2)} ${quote}, ${contracts ? `balance without what open contracts have made ${cash}` : `of it cash ${cash}`}.`,
    `${String(outcome.orders)} orders, ${String(outcome.fills.length)} fills, ${refused.length === 0 ? 'none refused' : 'refused:'}`,
    ...refused,
    ...outcome.stopped.map(({ instance, reason }) => `${instance} was stopped: ${reason}`),
    ...accountLines(outcome),
    outcome.ledger.balanced ? 'The ledger balances.' : 'The ledger does not balance:',
    ...outcome.ledger.problems.map((problem) => `  ${problem}`),
    ...attribution,
    `Replay it with: cryptoorch replay ${outcome.session}`,
  ];
}

/** How the account stands with its venue. */
export function accountLines({ differences, agreed, inDoubt, leftOpen, lost }: LiveOutcome): readonly string[] {
  return [
    ...(lost === null ? [] : [`The way to the account was lost: ${lost}`]),
    ...(inDoubt === 0 ? [] : [`${String(inDoubt)} orders are in doubt: their fate is not known. The next start asks for it.`]),
    ...(leftOpen === 0 ? [] : [`${String(leftOpen)} orders that could open a position were not seen to end. Look at the venue.`]),
    agreed ? 'Ledger and venue agree.' : 'Ledger and venue do not agree:',
    ...(agreed || differences.length > 0 ? [] : ['  The account could not be looked at.']),
    ...differences.map(({ asset, booked, held, amount }) => `  ${asset}: ${booked} booked, ${held} at the venue, ${amount} to book`),
  ];
}
