import { catalogue } from '../../format/catalogue.ts';

/** Every word of the checks of a run: luck and leaks. */
export const CHECK_SENTENCES = catalogue({
  tabs: { luck: 'Luck', leaks: 'Leaks' },
  again: { luck: 'Weigh again', leaks: 'Look again' },
  start: { luck: 'Weigh the luck', leaks: 'Look for leaks' },
  about: {
    luck: 'Runs the strategy on other markets made of blocks of these bars, puts its trades into other orders and draws its days anew: how different could it have come?',
    leaks:
      'Takes the future away or changes it at many instants and runs again each time: what came before must stay as it was. It also begins the run later, to see what hangs on where history begins.',
  },
  cancel: 'Cancel',
  loading: 'What the check came to is being read',
  cancelled: 'The check was cancelled.',
  begins: 'Reading the bars',
  progress: {
    luck: (done: string, all: string) => `${done} of ${all} markets`,
    leaks: (done: string, all: string) => `${done} of ${all} cut points`,
  },
  left: (progress: string, left: string) => `${progress}, ${left} left`,
  // leaks
  cuts: 'Cut points',
  bars: 'Newest bars',
  allBars: 'all',
  leaks: {
    looked: 'Bars looked at',
    span: 'From and to',
    cuts: 'Cut points',
    cutsHint: 'Instants at which the future was taken away or changed: half of them right behind what the strategy did.',
    runs: 'Runs',
    runsHint: 'Over all bars and over each changed future, bar by bar and with the fast path.',
    compared: 'Compared',
    comparedWhat: 'signals, orders, fills, refusals, equity',
    happened: 'Of those, in all',
    futures: 'The future from a cut on',
    difference: 'First difference',
    changedFrom: 'Bars changed from',
    how: 'There the future',
    before: 'As it was',
    after: 'As it came out',
    verdicts: { clean: 'none found', leaks: 'found', 'nothing-happened': 'nothing proven' },
    verdict: 'Leaks',
    startTitle: 'Where history begins',
    warmup: 'Declared warm-up, bars',
    starts: 'Later beginnings',
    differing: 'Bars on which it then differs',
    differingHint:
      'Share of the bars after the warm-up on which the later beginning held something where the run did not, or the other way round.',
    settled: 'Agreed for good after, bars',
    settledHint: 'Bars behind the warm-up until both held the same for good, at worst.',
  },
  // luck
  paths: 'Markets',
  block: 'Bars in a block',
  blockUsual: 'usual',
  luck: {
    what: 'What could have been',
    asItWas: 'As it was',
    quantiles: ['5%', '25%', 'Middle', '75%', '95%'],
    rows: {
      returns: 'Return, other markets',
      drawdowns: 'Drawdown, other markets',
      shuffled: 'Drawdown, other orders',
      sharpes: 'Sharpe ratio, other days',
    },
    chart: (what: string, asItWas: string) => `${what}: how often each value came; as it was ${asItWas}. The table has the figures.`,
    note: {
      returns: (below: string) => `Its own return is better than that on ${below} of the markets.`,
      drawdowns: 'The deepest fall from a peak on each of the markets.',
      shuffled: (trades: string, deeper: string) => `The same ${trades} trades in other orders fell deeper in ${deeper} of them.`,
      sharpes: (days: string) => `Daily returns in blocks of ${days} days, drawn anew a thousand times.`,
    },
    failed: (count: string) => `On ${count} markets it could not be run.`,
    entries: (share: string) => `${share} of random entries, as many and as long, caught at least as much.`,
  },
});
