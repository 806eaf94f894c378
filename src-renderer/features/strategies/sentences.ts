import { catalogue } from '../../format/catalogue.ts';

/** A figure without its unit where another that follows has the same. */
function sameUnit(figure: string, next: string): string {
  const unit = / [A-Z]+$/u.exec(next)?.[0] ?? '';
  return unit !== '' && figure.endsWith(unit) ? figure.slice(0, -unit.length) : figure;
}

/** Every word of the strategies. */
export const STRATEGIES_SENTENCES = catalogue({
  title: 'Strategies',
  loading: 'Strategies are loading',
  state: 'State',
  running: 'running',
  stopped: 'stopped',
  ready: 'ready',
  name: 'Name',
  instrument: 'Instrument',
  timeframe: 'Bars',
  mode: 'Mode',
  modes: { paper: 'PAPER', practice: 'PRACTICE', testnet: 'TESTNET', live: 'LIVE', import: 'IMPORT' },
  position: 'Position',
  none: 'none',
  pnlToday: (quote: string) => `P&L today, ${quote}`,
  pnl: (quote: string) => `P&L, ${quote}`,
  trades: 'Trades',
  wins: 'Wins',
  noTrade: 'No trade is closed yet.',
  drawdown: (quote: string) => `Drawdown, ${quote}`,
  signal: 'Last signal',
  noSignal: 'No signal yet: it waits for a closed bar that says something.',
  since: 'Since',
  start: 'Start',
  stop: 'Stop',
  stopKeep: 'Stop, keep the position',
  stopClose: 'Stop and close the position',
  startOne: 'Start a strategy',
  offered: (family: string, description: string) => `${family}: ${description}`,
  parameter: (label: string, value: string, unit: string) => `${label} ${value}${unit === '' ? '' : ` ${unit}`}`,
  empty: 'No strategy is built in.',
  // the workspace
  gallery: {
    title: 'Gallery',
    words: (family: string, parameters: number) =>
      `${family}, ${parameters === 0 ? 'no parameters' : parameters === 1 ? '1 parameter' : `${String(parameters)} parameters`}`,
    runs: (count: number) => (count === 1 ? 'runs once' : `runs ${String(count)} times`),
    start: (name: string) => `Start ${name}`,
    pairOnly: (name: string) => `${name} trades two perpetuals, and paper trades spot: run it as a row of a portfolio in Research.`,
  },
  runningTitle: 'Running',
  stopAll: (count: number) => (count === 1 ? 'Stop 1 strategy' : `Stop ${String(count)} strategies`),
  stopAllTitle: 'Stop every strategy?',
  stopAllBody: (names: string) => `${names}. Their orders are cancelled; their positions stay.`,
  nothingRuns: 'No strategy runs. Choose one in the gallery, or start the first.',
  stoppedTitle: 'Stopped',
  stoppedColumn: 'Stopped because',
  sinceWords: (since: string, age: string) => `since ${since}, ${age}`,
  positionWords: (position: string) => `position ${position}`,
  drawdownMoney: (quote: string) => `Drawdown, ${quote}`,
  winRate: 'Win rate',
  winsOf: (percent: string, trades: string) => `${percent} of ${trades}`,
  parameterRange: (unit: string, min: string, max: string) => `${unit === '' ? '' : `${unit}, `}from ${min} to ${max}`,
  limitNames: { position: 'Position', exposure: 'Gross exposure', loss: 'Day loss', orders: 'Open orders', drawdown: 'Drawdown' },
  limitOf: (limit: string, symbol: string) => `${limit}, ${symbol}`,
  usedOf: (used: string, limit: string) => `${sameUnit(used, limit)} of ${limit}`,
  sides: { buy: 'Buy', sell: 'Sell' },
  orderWords: (type: string, size: string, base: string, price: string) => `${size} ${base}, ${type} ${price}`,
  parametersShort: 'Parameters',
  chartShort: 'Chart',
  equityLine: (name: string, pnl: string) => `P&L of ${name} over time, ${pnl} now`,
  detail: {
    title: 'Strategy',
    nothing: 'Nothing is chosen. Choose a strategy in the gallery or a card.',
    tabs: { parameters: 'Parameters', orders: 'Orders', fills: 'Fills', log: 'Log' },
    apply: 'Apply',
    applyHint: 'From the next bar on',
    noChange: 'No change yet.',
    fromNextBar: 'Changed; holds from the next bar on.',
    notRunning: 'It is not running: start it with these.',
    startWith: 'Start with these',
    limits: 'Limits used',
    limitsNote: 'of the account',
    noLimits: 'No limit is switched on.',
    signals: 'Signals, each with its reason',
    noSignals: 'No signal yet.',
    noOrders: 'No order of it works now.',
    noFills: 'It has traded nothing yet.',
    noLog: 'It has said nothing yet.',
    fill: (side: 'buy' | 'sell', size: string, price: string) => `${side === 'buy' ? 'Bought' : 'Sold'} ${size} at ${price}`,
  },
  galleryFailed: (why: string) => `The built-in strategies could not be read. ${why}`,
  retry: 'Read again',
  stoppedBecause: (reason: string) => STOP_REASONS[reason] ?? reason,
  chart: 'Show on the chart',
  firstLine: 'Paper money on a simulated market. B buys, S sells, Ctrl+K finds everything.',
  firstLineClose: 'Do not show this again',
  file: 'strategies.csv',
  // start
  startTitle: (name: string) => `Start ${name}`,
  strategy: 'Strategy',
  sizeRule: 'Each entry trades',
  sizeKinds: { 'equity-fraction': 'a share of equity', quote: 'an amount of money', base: 'an amount of coins', all: 'all free money' },
  sizeAmount: 'Amount',
  percent: '%',
  startNote: (instrument: string, mode: string) =>
    `Trades ${instrument} on ${mode} by itself until it is stopped. Every order passes the risk limits.`,
  back: 'Back',
  started: (name: string, instrument: string, timeframe: string, mode: string) =>
    `${name} runs on ${instrument}, ${timeframe}, on ${mode}.`,
  // stop
  stopTitle: (name: string) => `Stop ${name}?`,
  stopBody: (name: string, symbol: string, orders: number) => {
    const what =
      orders === 0 ? 'It has no open orders.' : orders === 1 ? 'Its order is cancelled.' : `Its ${String(orders)} orders are cancelled.`;
    return `Stop ${name} on ${symbol}? ${what}`;
  },
  stopAndKeep: (position: string) => `Stop, keep ${position}`,
  stopPlain: 'Stop',
  stopAndClose: 'Stop and close',
  stoppedNow: (name: string, symbol: string) => `${name} on ${symbol} is stopped.`,
});

const STOP_REASONS: Readonly<Record<string, string>> = {
  you: 'stopped by you',
  'kill-switch': 'stopped by the kill switch',
};
