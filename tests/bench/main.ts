import { benchEngine } from './engine.ts';
import { benchHeap } from './heap.ts';
import { benchLedger } from './ledger.ts';
import { benchSimMarket } from './sim-market.ts';
import { benchTable } from './table.ts';
import { benchWindow } from './window.ts';

/** What the program promises: ratios within one run, which hold on any machine. */
const BOUNDS = { engineRatio: 4, heapGrowth: 1_000_000, ledgerRatio: 0.6 } as const;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const engine = benchEngine();
say(
  `engine: ${engine.bars} bars with ${engine.fills} fills in ${engine.engineMs} ms, a bare loop in ${engine.bareMs} ms: ${engine.ratio} times`,
);
const heap = benchHeap();
say(`heap: ten times the bars leave ${heap.growth} bytes more`);
const ledger = await benchLedger();
say(`ledger: ${ledger.fillsPerSecond} durable fills/s, ${ledger.bareCommitsPerSecond} bare commits/s: ${ledger.ratio.toFixed(2)} times`);
const simMarket = benchSimMarket();
say(`simulated market: ${simMarket.historyMs} ms for ${simMarket.historyBars} one-minute bars, ${simMarket.printsPerSecond} prints/s`);
const window = await benchWindow();
say(
  window === null
    ? 'window: SKIPPED, no Chromium is installed here'
    : `window: ${window.eventsPerSecond} events/s at ${window.framesPerSecond} frames/s, main uses ${Math.round(window.mainShare * 100)} % of a core`,
);
const table = await benchTable();
say(
  table === null
    ? 'table: SKIPPED, no Chromium is installed here'
    : `table: ${table.rows} fills scroll at ${table.framesPerSecond} frames/s, ${table.workPerFrameMs} ms of work a frame; sorted in ${table.sortMs} ms, filtered in ${table.filterMs.join(' and ')} ms`,
);

const broken = [
  ...(engine.ratio <= BOUNDS.engineRatio ? [] : [`the engine takes more than ${BOUNDS.engineRatio} times a bare loop`]),
  ...(heap.growth <= BOUNDS.heapGrowth ? [] : ['the heap grows with the number of bars']),
  ...(ledger.ratio >= BOUNDS.ledgerRatio ? [] : [`durable fills come to less than ${BOUNDS.ledgerRatio} of bare commits`]),
];
for (const line of broken) say(`NOT HELD: ${line}`);
process.exitCode = broken.length === 0 ? 0 : 1;
process.stdout.write(`${JSON.stringify({ engine, heap, ledger, simMarket, window, table, bounds: BOUNDS, broken })}\n`);
