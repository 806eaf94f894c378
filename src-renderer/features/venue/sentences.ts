import type { StreamHealthRow, TalkCountsRow, VenueRow, VenueStanding, VenueWait } from '../../../src-shared/contract/venue.ts';
import { catalogue } from '../../format/catalogue.ts';

const STANDINGS: Readonly<Record<VenueStanding, string>> = {
  lost: 'way lost',
  stopping: 'ending',
  recovering: 'recovering',
  differing: 'differs',
  trading: 'trading',
};

const MEANS: Readonly<Record<VenueStanding, string>> = {
  lost: 'The process of the account has ended, and the session with it.',
  stopping: 'The session is ending: nothing that could open a position is sent, and what could open is being cancelled.',
  recovering: 'Ledger and venue are being compared. Until they agree nothing is sent that could enlarge a position; closing works.',
  differing: 'Ledger and venue differ. Nothing is sent that could enlarge a position until a look agrees or you accept what is shown.',
  trading: 'Ledger and venue agree. Orders pass when they keep every limit.',
};

const WAITS: Readonly<Record<VenueWait, string>> = {
  look: 'the first look at the account',
  orders: 'orders whose fate is not known',
  'second-look': 'a second look that shows the same',
  agreement: 'a look that agrees',
};

const STREAMS: Readonly<Record<StreamHealthRow['state'], string>> = {
  pushed: 'pushed',
  asked: 'asked for',
  silent: 'not heard',
  opening: 'opening',
};

const COUNTS: Readonly<Record<keyof TalkCountsRow, string>> = {
  placed: 'Orders taken',
  refused: 'Orders refused',
  unsent: 'Orders not sent',
  unknown: 'Orders without an answer',
  cancelsRefused: 'Cancels not taken',
  cancelsUnknown: 'Cancels without an answer',
  unanswered: 'Questions not answered',
  looks: 'Looks at the account',
  looksFailed: 'Looks that failed',
};

/** Every word of the venue's panel. */
export const VENUE_SENTENCES = catalogue({
  title: 'Venue',
  loading: 'The way to the venue is loading',
  none: 'No venue: orders are filled by the market inside this program. This panel shows the way to an exchange while an account of one is traded.',
  account: (account: string, venue: string) => `${account} at ${venue}`,
  standing: (standing: VenueStanding) => STANDINGS[standing],
  means: (standing: VenueStanding) => MEANS[standing],
  waits: (waits: readonly VenueWait[]) => `Waits for ${waits.map((wait) => WAITS[wait]).join(' and ')}.`,
  paused: (time: string, why: string) => `Paused at ${time}: ${why}`,
  ended: (why: string) => `The way to the account has ended: ${why}`,
  lookNow: 'Look now',
  lookHint: 'Reads the account at the venue now. It is read by itself every 10 s, every 2 s while something has to be found out.',
  looking: 'The account is being looked at.',
  // streams
  way: 'Connection',
  user: 'Orders and fills',
  market: 'Prices',
  streamState: (state: StreamHealthRow['state']) => STREAMS[state],
  heard: (ago: string) => `heard ${ago} ago`,
  notHeard: 'nothing heard yet',
  reconnects: (count: number) => (count === 1 ? '1 reconnect' : `${String(count)} reconnects`),
  garbled: (count: number) => (count === 1 ? '1 message not understood' : `${String(count)} messages not understood`),
  deaths: (count: number) =>
    count === 1
      ? 'The process of the account died once and was started again.'
      : `The process of the account died ${String(count)} times and was started again.`,
  clock: 'Venue’s clock',
  clockOffset: (ms: string, ahead: boolean) => `${ms} ms ${ahead ? 'ahead' : 'behind'}`,
  clockEqual: 'equal to ours',
  roundTrip: 'Time to ask',
  limitUse: 'Request limit used',
  limitHint: 'Share of the tightest limit of requests. At 100 % everything but cancels and exits waits.',
  unknown: 'Not measured yet.',
  milliseconds: (ms: string) => `${ms} ms`,
  // answers
  answers: 'Answers of the venue',
  request: 'Request',
  requests: { place: 'Place', cancel: 'Cancel', ask: 'Ask for an order', look: 'Look at the account' } satisfies Record<
    keyof VenueRow['times'],
    string
  >,
  median: 'p50, ms',
  slowest: 'p99, ms',
  newest: 'Last, ms',
  of: 'Of',
  answersHint: 'From sending to the venue’s word, over the newest 200 of each kind. What ended without its word is counted beside.',
  noAnswer: 'None was answered yet.',
  counts: 'Since the session began',
  count: (name: keyof TalkCountsRow) => COUNTS[name],
  inDoubt: 'Orders in doubt now',
  // reconciliation
  reconciliation: 'Ledger and venue',
  lookedAt: (ago: string, every: string) => `Looked at ${ago} ago, every ${every}.`,
  notLooked: 'The account was not looked at yet.',
  lookFailed: (why: string) => `The newest look failed: ${why}`,
  agrees: 'Every balance agrees.',
  suspected: 'The newest look found something. It counts once a second look shows the same.',
  asset: 'Asset',
  booked: 'Booked',
  held: 'At the venue',
  difference: 'To book',
  accept: 'Accept what is shown',
  acceptTitle: 'Book these differences?',
  acceptBody: (account: string) =>
    `Exactly these amounts are booked as corrections of ${account}. A correction is no profit and no loss; it stays in the ledger, and nothing is sent to the venue. If anything has changed since, nothing is booked.`,
  acceptHold: 'Hold to book',
  acceptHint: 'Books the amounts above. Hold for one second.',
  uncertain: 'An order or a fill is on its way, so what differs may go by itself.',
  changed: 'What differs has changed since this was opened. Go back and look at it again.',
  nothingDiffers: 'Nothing differs.',
  accepted: 'The differences are booked.',
  back: 'Back',
  seconds: (count: string) => `${count} s`,
});
