import { catalogue } from '../../format/catalogue.ts';

/** Every word of arming an account and of stopping it. */
export const LIVE_SENTENCES = catalogue({
  title: 'Trade with an account',
  loading: 'The account is being read',
  failed: (why: string) => `The account could not be read. ${why}`,
  retry: 'Read again',
  none: 'There is no exchange account yet. Add one in the Accounts panel.',
  openAccounts: 'Open Accounts',
  back: 'Back',
  account: 'Account',
  venue: (name: string, proven: boolean) => (proven ? name : `${name}, unproven`),
  real: 'Orders are sent to the exchange and trade real money.',
  test: 'Orders are sent to the exchange’s test network; its money is none.',
  facts: 'What it may do',
  exchange: 'Exchange',
  rights: 'Rights of the key',
  right: { read: 'read', trade: 'trade', withdraw: 'withdraw' },
  rightsUnknown: 'not checked yet; the venue is asked first',
  limitsOwn: 'Limits in force',
  limitsNew: 'Limits it begins with; change them in Risk',
  limit: {
    maxOrderNotional: 'Order value',
    maxPositionNotional: 'Position',
    maxGrossExposure: 'All positions',
    maxOpenOrders: 'Open orders',
    priceCollar: 'Price collar',
    maxOrdersPerMinute: 'Orders a minute',
    maxDailyLoss: 'Loss of a day',
    maxDrawdown: 'Drawdown',
  },
  firstHour: 'A quarter of them holds until account and strategies have traded real money for an hour.',
  noLimits: 'None. Every order passes.',
  more: 'Protections and breakers',
  moreCount: (protections: number, breakers: number) => `${String(protections)} and ${String(breakers)}`,
  markets: 'Markets',
  marketsHint: 'BTC/USDT, ETH/USDT',
  marketsNote: (held: readonly string[]) =>
    held.length === 0
      ? 'As the exchange lists them, with one quote; up to 12.'
      : `${held.join(', ')} ${held.length === 1 ? 'is' : 'are'} held or ordered and always traded.`,
  marketsNeeded: 'Name at least one market, such as BTC/USDT.',
  marketsWrong: (text: string) => `"${text}" is no market; write it as BTC/USDT.`,
  marketsMany: 'At most 12 markets.',
  strategies: (names: readonly string[]) => `${names.join(', ')} ${names.length === 1 ? 'goes' : 'go'} on with it.`,
  typeUnproven: (name: string, venue: string) => `This program was never tried against ${venue}. Type ${name} to trade there all the same`,
  typeGate: (name: string) =>
    `Strategies may trade without a passed overfit gate. Type ${name}, or leave it empty: then none can be started`,
  typeGateNeeded: (name: string) => `They go on without a passed overfit gate. Type ${name} to accept that`,
  typeWord: (word: string) => `Type ${word}`,
  arm: (words: string) => `Trade ${words}`,
  arming: 'The exchange is asked, then paper is ended in order and the account opened; the window loads anew',
  waits: 'Paper stands still meanwhile and goes on as it was.',
  recovers: 'First ledger and exchange are compared. Until they agree, nothing is sent that could enlarge a position.',
  typeExactly: (word: string) => `Type ${word} exactly.`,
  endTitle: (words: string) => `Stop trading ${words}?`,
  endBody:
    'Nothing that could open a position is sent any more, and every order that could open one is cancelled until the exchange shows none; that takes up to 30 s. Protective orders and positions stay. Then paper goes on.',
  endRunning: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length === 1 ? 'stops' : 'stop'} deciding and ${names.length === 1 ? 'goes' : 'go'} on with the next session.`,
  end: (words: string) => `Stop ${words}`,
  ending: 'Orders are being cancelled; paper is opened when the exchange shows none',
  leftOpen: (count: number) =>
    `${count === 1 ? '1 order' : `${String(count)} orders`} that could open a position ${count === 1 ? 'was' : 'were'} not seen to end. Look at the exchange.`,
  continue: 'Go on to paper',
});
