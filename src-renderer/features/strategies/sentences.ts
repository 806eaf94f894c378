/** Every word of the strategies. */
export const STRATEGIES_SENTENCES = {
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
  modes: { paper: 'PAPER', testnet: 'TESTNET', live: 'LIVE', import: 'IMPORT' },
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
  gallery: (family: string, description: string) => `${family}: ${description}`,
  parameter: (label: string, value: string, unit: string) => `${label} ${value}${unit === '' ? '' : ` ${unit}`}`,
  empty: 'No strategy is built in.',
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
  missing: 'A figure is needed.',
  whole: 'A whole number is needed.',
  between: (low: string, high: string) => `From ${low} to ${high}.`,
  positive: 'More than zero is needed.',
  mostPercent: 'More than zero and at most 100.',
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
} as const;

const STOP_REASONS: Readonly<Record<string, string>> = {
  you: 'stopped by you',
  'kill-switch': 'stopped by the kill switch',
};
