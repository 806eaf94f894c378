import type { AwayGap, AwayReason } from '../../../src-shared/contract/app.ts';
import { catalogue } from '../../format/catalogue.ts';

const TITLES: Readonly<Record<AwayReason, string>> = {
  window: 'While you were away',
  program: 'Since you looked last, with a restart',
  sleep: 'While the machine slept',
  feed: 'While the venue was not heard',
};

/** Every word of what is told to those who come back. */
export const AWAY_SENTENCES = catalogue({
  title: (why: AwayReason | undefined) => TITLES[why ?? 'window'],
  nothing: 'Nothing happened that has not been seen.',
  nothingHappened: 'Nothing was filled, ended or refused.',
  close: 'Close',
  showFills: 'Show the fills',
  span: 'Away',
  spanOf: (from: string, to: string, length: string) => `${from} to ${to}, ${length}`,
  equity: 'Equity',
  equityOf: (then: string, now: string, quote: string) => `${then} to ${now} ${quote}`,
  realised: 'Realised',
  strategies: 'Strategies',
  noStrategies: 'none ran',
  gaps: 'Did not go on',
  noGaps: 'Everything went on without a window.',
  gap: ({ what }: AwayGap, from: string, length: string, crashed: boolean) => {
    const did = {
      window: 'no window was there',
      program: crashed ? 'the program was ended unexpectedly and did not run' : 'the program did not run',
      sleep: 'the machine slept: nothing was decided or sent',
      feed: 'the venue was not heard: strategies waited',
    }[what];
    return `From ${from} for ${length} ${did}.`;
  },
  list: 'What happened, newest first',
  more: (count: number) => `${String(count)} more are in the tables.`,
  kinds: { fill: 'Fill', ended: 'Ended', refusal: 'Refused', trip: 'Risk', doubt: 'Doubt', alert: 'Alert' },
  fill: (verb: 'buy' | 'sell', amount: string, price: string, origin: string) =>
    `${verb === 'buy' ? 'Bought' : 'Sold'} ${amount} at ${price}, ${origin}`,
  profit: (profit: string) => `realised ${profit}`,
  ended: (side: 'buy' | 'sell', type: string, amount: string, reason: string) =>
    `${side === 'buy' ? 'Buy' : 'Sell'} ${type} ${amount}: ${reason}`,
  doubt: (order: string, state: string) => `${order} was in doubt; outcome: ${state}`,
  trip: (state: string, reason: string) => (reason === '' ? `Trading became ${state}.` : `Trading became ${state}: ${reason}.`),
});
