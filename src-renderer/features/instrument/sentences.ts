import { catalogue } from '../../format/catalogue.ts';

/** Every word of the instrument card. */
export const INSTRUMENT_SENTENCES = catalogue({
  title: 'Instrument',
  loading: 'The instrument is loading',
  low: '24 h low',
  high: '24 h high',
  range: (at: string) => `The last price stands at ${at} of the range of the last 24 hours`,
  spread: 'Spread',
  spreadFigure: (spread: string, bps: string) => `${spread} · ${bps}`,
  fundingFigure: (rate: string, left: string) => `${rate} · ${left}`,
  tickLot: 'Tick, lot',
  tickLotHint: 'Smallest step of a price, smallest step of a size.',
  smallest: 'Smallest order',
  fees: 'Maker, taker',
  feesHint: 'Fee of an order that rests, of one that takes; share of its value.',
  volatility: 'Volatility, 24 h',
  volatilityHint: 'Standard deviation of the returns of the last 24 hours in 64 equal steps, scaled to the day.',
  volatilityUnknown: 'Fewer than 16 steps of the last 24 hours are known.',
  depth: 'Depth within 10 bp',
  depthHint: 'Size on both sides of the book up to 10 basis points from the middle, as far as the book is known.',
  averageTrade: 'Average trade',
  averageTradeHint: 'Mean size of the newest trades, 500 at most.',
  volume: 'Volume, 24 h',
  pair: (first: string, second: string) => `${first}, ${second}`,
  unknown: 'Not known yet.',
});
