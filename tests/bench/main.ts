import { benchDepth } from './depth.ts';
import { benchBook } from './book.ts';
import { benchCandles } from './candles.ts';
import { benchEngine } from './engine.ts';
import { benchEventToOrder } from './event-to-order.ts';
import { benchFourCharts } from './four-charts.ts';
import { benchHeap } from './heap.ts';
import { benchIndicators, brokenIndicators, INDICATOR_BOUNDS, indicatorLine } from './indicators.ts';
import { benchKeyPress } from './key-press.ts';
import { benchLedger } from './ledger.ts';
import { eventLine, LIVE_BOUNDS, liveFindings, loadLine } from './live-bounds.ts';
import { benchLiveLoad } from './live-load.ts';
import { benchMarketSearch } from './market-search.ts';
import { benchSimMarket } from './sim-market.ts';
import { benchSoak } from './soak.ts';
import { benchSweep } from './sweep.ts';
import { benchTable } from './table.ts';
import { rounded } from './timing.ts';
import { benchWindow } from './window.ts';

/** What the program promises: ratios within one run, which hold on any machine. */
const BOUNDS = {
  engineRatio: 4,
  heapGrowth: 1_000_000,
  ledgerRatio: 0.6,
  soakGrowth: 1.1,
  sweepScaling: 1.8,
  sweepCopied: 0.1,
  processRatio: 6,
  processMegabytes: 150,
  indicators: INDICATOR_BOUNDS,
  live: LIVE_BOUNDS,
  bytesPerChange: 1,
} as const;

/** How long a live session is under load; `npm run test:long` has ten minutes of it. */
const LOAD_SECONDS = 20;
/** How long the window is left open, minutes; `CRYPTOORCH_BENCH_SOAK_MINUTES` names another number. */
const SOAK_MINUTES = Number(process.env['CRYPTOORCH_BENCH_SOAK_MINUTES'] ?? 10);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function percent(share: number): string {
  return `${rounded(share * 100, 1)} %`;
}

function megabytes(bytes: readonly (number | null)[]): string {
  return bytes.map((each) => (each === null ? 'unknown' : rounded(each / 1e6, 1))).join(' -> ');
}

const engine = benchEngine();
say(
  `engine: ${engine.bars} bars with ${engine.fills} fills in ${engine.engineMs} ms, a bare loop in ${engine.bareMs} ms: ${engine.ratio} times`,
);
const indicators = benchIndicators();
for (const each of indicators.indicators) say(indicatorLine(each));
const candles = benchCandles();
say(
  `stored candles: ${candles.bars} bars in ${rounded(candles.bytes / 1e6, 1)} MB, written in ${candles.writeMs} ms, ${candles.writeRatio} times a plain file, read in ${candles.readMs} ms, ${candles.readRatio} times`,
);
say(
  candles.process === null
    ? 'a whole backtest: SKIPPED, the command line is not built'
    : `a whole backtest of them: a process of ${candles.process.ms} ms, ${candles.process.ratio} times one that does nothing, and ${candles.process.megabytes} MB more`,
);
const heap = benchHeap();
say(`heap: ten times the bars leave ${heap.growth} bytes more`);
const ledger = await benchLedger();
say(`ledger: ${ledger.fillsPerSecond} durable fills/s, ${ledger.bareCommitsPerSecond} bare commits/s: ${ledger.ratio.toFixed(2)} times`);
const simMarket = benchSimMarket();
say(`simulated market: ${simMarket.historyMs} ms for ${simMarket.historyBars} one-minute bars, ${simMarket.printsPerSecond} prints/s`);
const sweep = benchSweep();
say(
  `sweep: ${sweep.trials} backtests of ${sweep.bars} bars in ${sweep.oneMs} ms on one thread, ${sweep.twoMs} ms on two: ${sweep.scaling} times; ${megabytes([sweep.sharedBytes])} MB of bars once, a thread takes ${megabytes([sweep.perThread.manyBars])} MB beside them and ${megabytes([sweep.perThread.fewBars])} MB beside few`,
);
const marketSearch = benchMarketSearch();
say(
  `markets: an index of ${marketSearch.markets} in ${marketSearch.buildMs} ms, a search over all of them in ${marketSearch.medianMs} ms, p99 ${marketSearch.p99Ms} ms`,
);
const depth = await benchDepth();
say(
  depth === null
    ? 'recorded book: SKIPPED, the reference capture is absent'
    : `recorded book: ${depth.messages} messages of a capture; a second imports ${depth.importedPerSecond}, reads ${depth.readPerSecond}, keeps a book of ${depth.bookPerSecond}, replays ${depth.replayedPerSecond}`,
);
const book = benchBook();
say(`a live book: ${book.changesPerSecond} changes of twenty levels a second, ${book.bytesPerChange} bytes of heap for each`);
const event = await benchEventToOrder();
say(eventLine(event));
const load = await benchLiveLoad(LOAD_SECONDS);
say(loadLine(load));
const window = await benchWindow();
say(
  window === null
    ? 'window: SKIPPED, no Chromium is installed here'
    : `window: ${window.eventsPerSecond} events/s at ${window.framesPerSecond} frames/s, main uses ${Math.round(window.mainShare * 100)} % of a core`,
);
const charts = await benchFourCharts();
say(
  charts === null
    ? 'four charts: SKIPPED, no Chromium is installed here'
    : `four charts, a book, ${charts.eventsPerSecond} events/s: ${charts.framesPerSecond} frames/s, ${charts.droppedFrames} dropped in 10 s, ${charts.smoothness} of the frames without load; main ${percent(charts.mainShare)}, window ${percent(charts.windowShare)} of a core`,
);
const keyPress = await benchKeyPress();
say(
  keyPress === null
    ? 'key press: SKIPPED, no Chromium is installed here'
    : `key press in the ticket to paint: median ${keyPress.median} ms, p99 ${keyPress.p99} ms of ${keyPress.presses}`,
);
const table = await benchTable();
say(
  table === null
    ? 'table: SKIPPED, no Chromium is installed here'
    : `table: ${table.rows} fills scroll at ${table.framesPerSecond} frames/s, ${table.workPerFrameMs} ms of work a frame; sorted in ${table.sortMs} ms, filtered in ${table.filterMs.join(' and ')} ms`,
);
const soak = await benchSoak(SOAK_MINUTES);
say(
  soak === null
    ? 'soak: SKIPPED, no Chromium is installed here'
    : `soak: ${soak.minutes} min untouched, main ${percent(soak.mainShare)}, window ${percent(soak.windowShare)} of a core; heap ${megabytes(soak.heap)}, window ${megabytes(soak.memory)}, main ${megabytes(soak.mainMemory)} MB; ${soak.nodes.join(' -> ')} nodes, ${soak.listeners.join(' -> ')} listeners`,
);

const broken = [
  ...(sweep.scaling >= BOUNDS.sweepScaling ? [] : [`two threads are less than ${BOUNDS.sweepScaling} times as fast as one`]),
  ...(sweep.copied <= BOUNDS.sweepCopied ? [] : ['threads copy the bars that they share']),
  ...(engine.ratio <= BOUNDS.engineRatio ? [] : [`the engine takes more than ${BOUNDS.engineRatio} times a bare loop`]),
  ...brokenIndicators(indicators),
  ...(candles.process === null || candles.process.ratio <= BOUNDS.processRatio
    ? []
    : [`a whole backtest takes more than ${BOUNDS.processRatio} times a process that does nothing`]),
  ...(candles.process === null || candles.process.megabytes <= BOUNDS.processMegabytes
    ? []
    : [`a whole backtest takes more than ${BOUNDS.processMegabytes} MB more than a process that does nothing`]),
  ...(heap.growth <= BOUNDS.heapGrowth ? [] : ['the heap grows with the number of bars']),
  ...(soak === null || soak.heap[1] <= soak.heap[0] * BOUNDS.soakGrowth ? [] : ['the page grows while nobody does anything']),
  ...(ledger.ratio >= BOUNDS.ledgerRatio ? [] : [`durable fills come to less than ${BOUNDS.ledgerRatio} of bare commits`]),
  ...(book.bytesPerChange < BOUNDS.bytesPerChange ? [] : ['a change of a live book allocates']),
  ...Object.entries(liveFindings(event, load)).flatMap(([name, found]) => (found === 0 ? [] : [`live: ${name}`])),
];
for (const line of broken) say(`NOT HELD: ${line}`);
process.exitCode = broken.length === 0 ? 0 : 1;
process.stdout.write(
  `${JSON.stringify({ engine, candles, indicators, heap, ledger, simMarket, depth, marketSearch, sweep, book, event, load, window, charts, keyPress, table, soak, bounds: BOUNDS, broken })}\n`,
);
