import { catalogue } from '../../format/catalogue.ts';

/** Every word of the walk-forward page. */
export const WALK_SENTENCES = catalogue({
  title: 'Walk forward',
  shown: 'What was walked',
  none: 'Nothing was walked forward yet. Parameters are chosen window by window, and each choice is tried on the days behind its window, which no trial has seen.',
  // the form
  moves: 'Windows',
  kinds: { rolling: 'roll along', anchored: 'from the first day' },
  windowCount: 'How many',
  inSampleDays: 'Choose on',
  outOfSampleDays: 'Try on',
  daysUnit: 'd',
  leastTrades: 'At least so many trades, in-sample',
  daysNote: 'Days left empty are worked out: the windows fill the bars, three days to choose on for each to try on.',
  start: (trials: string) => `Walk forward, ${trials} trials a window`,
  // what came of it
  nothingYet: 'No window is complete yet.',
  partly: (done: string, all: string) => `${done} of ${all} windows are complete.`,
  figures: {
    efficiency: 'Efficiency',
    outOfSample: 'Out of sample, a year',
    inSample: 'In-sample, a year',
    profitable: 'Made money',
    trades: 'Trades out of sample',
    tries: 'Tries of the family',
  },
  definitions: {
    efficiency:
      'Return a year out of sample over the return a year in-sample. Below 50% usually means that parameters were fitted to the past.',
    outOfSample: 'Compounded over the days behind all windows, which no trial has seen.',
    inSample: 'Compounded over the best choice of each window, on the days it was chosen on.',
    profitable: 'Windows whose choice made money on the days behind them.',
    trades: 'Positions from flat to flat on the days behind the windows.',
    tries: 'Every run and trial of this strategy on these bars. The best of many looks better than it is.',
  },
  noneKept: 'none',
  ofWindows: (some: string, all: string) => `${some} of ${all}`,
  tabs: { windows: 'Windows', curve: 'Out of sample', stability: 'Parameters' },
  chartTitle: 'Return per 30 days',
  chartLabel: (windows: string) => `Return per 30 days of ${windows} windows, in-sample and out of sample; the table has every figure`,
  inSampleName: 'in-sample',
  outOfSampleName: 'out of sample',
  columns: {
    window: 'Window',
    from: 'Chosen from',
    tried: 'Tried from',
    inFigure: (figure: string) => `${figure}, in`,
    outFigure: (figure: string) => `${figure}, out`,
    inReturn: 'Return, in',
    outReturn: 'Return, out',
    trades: 'Trades out',
  },
  toCome: 'to come',
  noChoice: 'nothing was accepted',
  windowsNote:
    'A choice is tried until the next one takes over. Return in: of the choice, on the days it was chosen on. Return out: of the same choice, on the days behind them.',
  curveTitle: (quote: string) => `Equity out of sample, ${quote}, log scale`,
  curveLabel: (end: string) => `Equity out of sample, one window after the other, ends at ${end}. Arrow keys read it day by day.`,
  heldLabel: (end: string, held: string) =>
    `Equity out of sample, one window after the other, ends at ${end}, the same cash held over the same days at ${held}. Arrow keys read it day by day.`,
  notHeld: (why: string) => `Buy and hold is not known. ${why}`,
  parameter: 'Parameter',
  distinct: 'Different choices',
  meanMove: 'Moves by',
  windowNumber: (number: string) => `W${number}`,
  stabilityNote:
    'What each window chose; the tint says where in the range it lies. Moves by: the mean change from window to window, as a share of the range. Choices that jump about say that there is nothing to find.',
});
