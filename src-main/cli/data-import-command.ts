import { basename, resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { SeriesKey, SeriesWritten } from '../ports/candle-store.ts';
import { type JudgedFile, judgeTable, readFile, storeFiles } from '../services/file-import.ts';
import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { COLUMNS, DATA_INSTRUMENT, FUNDING, REPAIR, REPLACE, TIME, TRADES, ZONE } from './data-options.ts';
import { importFunding } from './funding-import.ts';
import { fileJson, fileLines } from './import-report.ts';
import type { OptionValues } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { TIMEFRAME, withDefault } from './run-options.ts';

/** Venue of bars that come from nowhere known. */
const FILE_VENUE = 'FILE';

/** Brings files of bars into the store, all of them or none. */
export const dataImportCommand: Command = {
  name: 'data import',
  about:
    'Check files of bars, trades or funding rates (CSV, gzip-compressed CSV, Parquet) and store them; with anything wrong nothing is stored.',
  positionals: ['FILE...'],
  options: [
    DATA_INSTRUMENT,
    withDefault(TIMEFRAME, 'none; needed but for funding rates'),
    TRADES,
    FUNDING,
    TIME,
    ZONE,
    COLUMNS,
    REPAIR,
    REPLACE,
    JSON_OPTION,
  ],
  examples: [
    'cryptoorch data import btc-1m.csv.gz --instrument BTC/USDT.BINANCE --timeframe 1m',
    'cryptoorch data import 2024.csv 2025.csv --instrument ETH/EUR.KRAKEN --timeframe 1h --time end --zone Europe/Berlin --repair',
    'cryptoorch data import trades-2024-08-09.csv.gz --trades --instrument BTC/USDT.BINANCE --timeframe 1m',
    'cryptoorch data import btc-funding.csv --funding --instrument BTC/USDT.BINANCE',
    'cryptoorch data import klines.csv --instrument BTC/USDT.BINANCE --timeframe 4h --columns time,open,high,low,close,volume,-,-,-,-,-,- --time open',
  ],
  async run(values, context) {
    if (values.has(FUNDING)) return importFunding(values, context);
    const judged: JudgedFile[] = [];
    for (const file of values.positionals) judged.push(await judge(resolve(context.cwd, file), values, context));
    const refused = judged.filter(({ cleaned }) => cleaned.refusal !== null);
    if (refused.length > 0) return refuse(judged, refused, values, context);
    const written = store(judged, values, context);
    tell(judged, written, values, context);
    return 0;
  },
};

async function judge(file: string, values: OptionValues, context: CliContext): Promise<JudgedFile> {
  const progress = new Progress(context);
  const reading = {
    content: values.has(TRADES) ? 'trades' : 'bars',
    base: values.has(TRADES) ? '' : values.needed(DATA_INSTRUMENT).base,
    columns: values.given(COLUMNS) ?? null,
    zone: values.given(ZONE) ?? null,
    onProgress: (rows: number) => progress.tell(() => `${basename(file)}: ${rows.toLocaleString('en-US')} rows`),
  } as const;
  const table = await readFile(context.services.tableFiles, file, reading);
  progress.end();
  const rules = { ...reading, timeframe: values.needed(TIMEFRAME), time: values.given(TIME) ?? null, repair: values.has(REPAIR) };
  return { file, table, cleaned: judgeTable(table, rules) };
}

function refuse(judged: readonly JudgedFile[], refused: readonly JudgedFile[], values: OptionValues, context: CliContext): ExitCode {
  const first = refused[0]!;
  const fault = new Fault('data.refused', { file: first.file, problem: first.cleaned.refusal });
  for (const line of judged.flatMap((each) => fileLines(each, false))) note(context, line);
  note(context, fault.message);
  if (values.has(JSON_OPTION)) {
    const error = fault.toEnvelope(context.correlationId());
    printJson(context, { imported: false, files: judged.map((each) => fileJson(each, false)), error });
  }
  return 2;
}

function store(judged: readonly JudgedFile[], values: OptionValues, context: CliContext): readonly SeriesWritten[] {
  const { base, quote, venue } = values.needed(DATA_INSTRUMENT);
  const key: SeriesKey = { venue: venue ?? FILE_VENUE, symbol: `${base}/${quote}`, timeframe: values.needed(TIMEFRAME) };
  const candles = context.services.candleStore(context.home);
  try {
    return storeFiles(candles, judged, { key, importedAt: context.clock.now(), replace: values.has(REPLACE) });
  } finally {
    candles.close();
  }
}

function tell(judged: readonly JudgedFile[], written: readonly SeriesWritten[], values: OptionValues, context: CliContext): void {
  const { info } = written.at(-1)!;
  const sum = (of: (each: SeriesWritten) => number): number => written.reduce((all, each) => all + of(each), 0);
  const counts = { added: sum((each) => each.added), unchanged: sum((each) => each.unchanged), replaced: sum((each) => each.replaced) };
  if (values.has(JSON_OPTION)) {
    const files = judged.map((each) => fileJson(each, true));
    printJson(context, { imported: true, files, ...counts, series: info });
    return;
  }
  printLines(context, [
    ...judged.flatMap((each) => fileLines(each, true)),
    `${info.id}: ${counts.added} bars added, ${counts.unchanged} were there already, ${counts.replaced} replaced.`,
    `It holds ${info.bars} bars with ${info.missing} missing in ${info.gaps} gaps. Hash ${info.hash}.`,
  ]);
}
