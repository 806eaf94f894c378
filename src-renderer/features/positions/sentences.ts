import { catalogue } from '../../format/catalogue.ts';

/** Every word of the positions. */
export const POSITIONS_SENTENCES = catalogue({
  title: 'Positions',
  loading: 'Positions are loading',
  instrument: 'Instrument',
  side: 'Side',
  long: 'Long',
  short: 'Short',
  size: 'Size',
  entry: 'Entry',
  mark: 'Mark',
  value: (quote: string) => `Value, ${quote}`,
  pnl: (quote: string) => `P&L, ${quote}`,
  pnlShare: 'P&L, %',
  risk: 'R',
  realised: 'Realised',
  stop: 'Stop',
  target: 'Target',
  age: 'Age',
  origin: 'Origin',
  close: 'Close',
  closePart: (percent: number, amount: string) => (percent === 100 ? `All, ${amount}` : `${String(percent)}%, about ${amount}`),
  closeHint: 'At market, reduce only.',
  reverse: 'Reverse',
  noReverse: (symbol: string) => `${symbol} is a spot market: it cannot be sold short.`,
  breakEven: (price: string) => `Stop to break-even, ${price}`,
  belowBreakEven: (price: string) => `The market is not above ${price}, so that stop would sell at once.`,
  sum: (count: number) => `Sum of ${String(count)}`,
  noPrice: 'No price yet.',
  noStop: 'No stop: R is the profit in multiples of what the stop puts at risk.',
  nothingAtRisk: 'The stop stands beyond the entry, so nothing of it is at risk.',
  noTarget: 'No target.',
  noStopOrder: 'No stop.',
  empty: 'No positions. Buy or sell in the ticket, or let a strategy trade on paper.',
  openTicket: 'Open the ticket',
  startStrategy: (name: string) => `Start ${name}`,
  cancelOrders: (count: number) => (count === 0 ? 'Cancel orders' : count === 1 ? 'Cancel 1 order' : `Cancel ${String(count)} orders`),
  cancelNone: 'No order is open that could open or add.',
  cancelOnlyProtective: 'Only orders that protect a position are open; each can be cancelled in Orders.',
  flatten: (count: number) => (count === 0 ? 'Flatten' : count === 1 ? 'Flatten 1 position' : `Flatten ${String(count)} positions`),
  flattenNone: 'There is no position.',
  flattenTitle: 'Close everything?',
  flattenBody: (sell: string, buy: string) => {
    const verbs = [sell === '' ? '' : `Sell ${sell}`, buy === '' ? '' : `${sell === '' ? 'Buy' : 'buy'} ${buy}`].filter(Boolean);
    return `${verbs.join(', ')} at market to close everything.`;
  },
  closeTitle: (symbol: string) => `Close ${symbol}?`,
  closeBody: (verb: 'Sell' | 'Buy', amount: string) => `${verb} ${amount} at market, reduce only.`,
  closeAll: (amount: string) => `Close ${amount}`,
  back: 'Back',
  sent: (orders: number) => (orders === 1 ? '1 closing order is recorded.' : `${String(orders)} closing orders are recorded.`),
  nothingSent: 'Nothing was sent: the part to close is smaller than one lot, or closing orders already cover it.',
  cancelled: (cancelled: number, kept: number) => {
    const what = `${cancelled === 1 ? '1 order' : `${String(cancelled)} orders`} cancelled.`;
    if (kept === 0) return what;
    return kept === 1
      ? `${what} 1 order only protects a position and stays.`
      : `${what} ${String(kept)} orders only protect positions and stay.`;
  },
  file: 'positions.csv',
});
