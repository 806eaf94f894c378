import type { Side } from '../../../src-shared/domain/order.ts';
import { catalogue } from '../../format/catalogue.ts';

/** Every word of the price chart of a report. */
export const PRICE_SENTENCES = catalogue({
  which: 'Chart',
  charts: { equity: 'Equity', price: 'Price' },
  title: (quote: string) => `Price, ${quote}`,
  bars: (length: string) => `bars of ${length}`,
  label: (strategy: string, trades: string) => `Price with the entries and exits of ${strategy}, ${trades} trades in view.`,
  keys: 'Left and right read bars, up and down choose trades, plus and minus zoom, Home and End go to the ends of the run.',
  loading: 'The bars are being read',
  failed: (why: string) => `The price cannot be drawn. ${why}`,
  entry: 'entry',
  exit: 'exit',
  whole: 'Whole run',
  nearer: 'Zoom in',
  farther: 'Zoom out',
  bar: (time: string, { open, high, low, close }: Readonly<Record<'open' | 'high' | 'low' | 'close', string>>) =>
    `${time} UTC: open ${open}, high ${high}, low ${low}, close ${close}`,
  trade: (number: string, side: Side, { entry, exit, gain }: Readonly<Record<'entry' | 'exit' | 'gain', string>>) =>
    `Trade ${number}, ${side === 'buy' ? 'long' : 'short'}: in ${entry}; out ${exit}; ${gain}`,
  tradeName: (number: string) => `trade ${number}`,
  newest: (shown: string, all: string) => `marks of the newest ${shown} of ${all} trades`,
  barLength: (amount: number, unit: 's' | 'min' | 'h' | 'd') => `${String(amount)} ${unit}`,
  tableLabel: (quote: string) => `Bars in view, ${quote}`,
  columns: { time: 'Time, UTC', open: 'Open', high: 'High', low: 'Low', close: 'Close' },
  showOnChart: 'Show on chart',
  otherBars: 'The trading chart has no bars of a stored series; the price is in this report.',
});
