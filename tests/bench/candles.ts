import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { type CandleColumns, candleColumns } from '../../src-shared/domain/candle.ts';
import { median, rounded, timed } from './timing.ts';
import { trendingBars } from './trending-bars.ts';

const BARS = 1_000_000;
const WARMING = 2;
const ROUNDS = 7;
const PROCESS_ROUNDS = 7;
const ID = 'BTC/USD.BENCH:1m';
const CLI = join(import.meta.dirname, '../../dist/main/cli.js');

/** What stored candles cost beside plain files of the same columns, and what a whole process takes that backtests them. */
export interface CandlesBench {
  readonly bars: number;
  readonly bytes: number;
  readonly writeMs: number;
  readonly readMs: number;
  /** Median of the store's time over that of a plain file of the same doubles. */
  readonly writeRatio: number;
  readonly readRatio: number;
  /** Null where the command line is not built. */
  readonly process: ProcessBench | null;
}

/** A process that loads the bars and backtests them, beside one that does nothing. */
interface ProcessBench {
  readonly ms: number;
  readonly bareMs: number;
  readonly ratio: number;
  /** Largest resident memory more than the bare process, MB. */
  readonly megabytes: number;
}

/** Times the store with a million bars, turn by turn with plain files. */
export function benchCandles(): CandlesBench {
  const folder = mkdtempSync(join(tmpdir(), 'bench-candles-'));
  try {
    const columns = trendingBars(BARS);
    const rounds = Array.from({ length: WARMING + ROUNDS }, (_, round) => roundOf(folder, columns, round)).slice(WARMING);
    const store = SqliteCandleStore.open(join(folder, `market.db`));
    writeTo(store, columns);
    const bytes = store.find(ID)?.bytes ?? 0;
    store.close();
    return {
      bars: BARS,
      bytes,
      writeMs: rounded(median(rounds.map((each) => each.write)), 1),
      readMs: rounded(median(rounds.map((each) => each.read)), 1),
      writeRatio: rounded(median(rounds.map((each) => each.write / each.plainWrite)), 2),
      readRatio: rounded(median(rounds.map((each) => each.read / each.plainRead)), 2),
      process: existsSync(CLI) ? benchProcess(folder) : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeTo(store: SqliteCandleStore, columns: CandleColumns): void {
  const key = { venue: 'BENCH', symbol: 'BTC/USD', timeframe: '1m' } as const;
  store.write({ key, columns, priceDecimals: 2, volumeDecimals: 6, source: 'bench', importedAt: 0, replace: false });
}

function roundOf(folder: string, columns: CandleColumns, round: number) {
  const store = SqliteCandleStore.open(join(folder, `market-${round}.db`));
  const plain = join(folder, 'plain.bin');
  const all = [columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume];
  const plainWrite = timed(() =>
    writeFileSync(plain, Buffer.concat(all.map((column) => Buffer.from(column.buffer, column.byteOffset, 8 * BARS)))),
  ).ms;
  const write = timed(() => writeTo(store, columns)).ms;
  const plainRead = timed(() => {
    const bytes = readFileSync(plain);
    const into = candleColumns(BARS);
    [into.time, into.open, into.high, into.low, into.close, into.volume].forEach((column, place) =>
      Buffer.from(column.buffer).set(bytes.subarray(8 * BARS * place, 8 * BARS * (place + 1))),
    );
    return into;
  }).ms;
  const { value, ms: read } = timed(() => store.read(ID).columns);
  store.close();
  if (value.close[BARS - 1] !== columns.close[BARS - 1]) throw new Error('the store gave other bars back');
  return { write, plainWrite, read, plainRead };
}

/** Tells the largest resident memory of a process as it ends, kB. On Linux the figure of `getrusage` is never below that of the process that started it. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(`
import { readFileSync } from 'node:fs';
const peak = () => process.platform === 'linux' ? /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] : process.resourceUsage().maxRSS;
process.on('exit', () => process.stderr.write('maxRSS ' + peak()));
`)}`;

function benchProcess(folder: string): ProcessBench {
  const argv = [CLI, 'backtest', '--data', ID, '--strategy', 'sma-cross', '--no-sensitivity', '--json'];
  const environment = { ...process.env, CRYPTOORCH_HOME: folder };
  const run = (args: readonly string[]): { readonly ms: number; readonly kilobytes: number } => {
    const { value, ms } = timed(() =>
      spawnSync(process.execPath, ['--import', TELL_MEMORY, ...args], {
        encoding: 'utf8',
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
    if (value.status !== 0) throw new Error(value.stderr);
    return { ms, kilobytes: Number(/maxRSS (\d+)/u.exec(value.stderr)?.[1]) };
  };
  const rounds = Array.from({ length: PROCESS_ROUNDS }, () => {
    const bare = timed(() => execFileSync(process.execPath, ['-e', '0'])).ms;
    return { bare, bareMemory: run(['-e', '0']).kilobytes, whole: run(argv) };
  }).slice(1);
  return {
    ms: rounded(median(rounds.map(({ whole }) => whole.ms)), 0),
    bareMs: rounded(median(rounds.map(({ bare }) => bare)), 0),
    ratio: rounded(median(rounds.map(({ whole, bare }) => whole.ms / bare)), 2),
    megabytes: rounded(median(rounds.map(({ whole, bareMemory }) => (whole.kilobytes - bareMemory) / 1024)), 0),
  };
}
