import { catalogue } from '../../format/catalogue.ts';

/** Every word of the account block. */
export const ACCOUNT_SENTENCES = catalogue({
  menu: 'Account menu',
  books: 'Paper books',
  title: 'Account',
  loading: 'The account is loading',
  equity: 'Equity',
  equityHint: 'Money and what is held at the last price.',
  /** "Paper 1, USD" */
  name: (account: string, quote: string) => `${account}, ${quote}`,
  dayPnl: 'Day P&L',
  dayPnlHint: 'Equity now against equity at 00:00 UTC, realised and open.',
  free: 'Free',
  freeHint: 'Money that orders may spend; share of equity.',
  reserved: 'Reserved',
  reservedHint: 'Held back for working orders, with their fees; share of equity.',
  exposure: 'Exposure',
  exposureHint: 'Value of all positions at the last price; share of equity.',
  drawdown: 'Drawdown from peak',
  drawdownHint: (peak: string) => `The highest equity was ${peak}.`,
  openOrders: 'Open orders',
  ofLimit: (limit: string) => `of ${limit}`,
  noLimit: 'no limit',
  today: 'today, UTC',
  line: (from: string, to: string) => `Equity today, UTC: from ${from} to ${to}`,
});
