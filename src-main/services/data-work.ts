import type { FundingRow, SeriesRow } from '../../src-shared/contract/data.ts';
import type { DataResult, DataWork } from '../../src-shared/contract/data-jobs.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import type { CandleExport } from '../ports/candle-export.ts';
import type { CandleStore, SeriesInfo } from '../ports/candle-store.ts';
import type { CandleVenues } from '../ports/candle-venues.ts';
import type { Clock } from '../ports/clock.ts';
import type { FundingInfo, FundingStore } from '../ports/funding-store.ts';
import type { TableFiles } from '../ports/table-files.ts';
import { downloadCandles } from './candle-download.ts';
import type { DataProgress } from './data-messages.ts';
import { storeFiles } from './file-import.ts';
import { lookAtFile } from './look-at-file.ts';
import { doRecordingWork, type Recordings } from './recording-work.ts';

/** What work on the stored data needs around it. */
export interface DataRooms {
  readonly open: () => CandleStore;
  readonly openFunding: () => FundingStore;
  readonly files: TableFiles;
  readonly exports: CandleExport;
  readonly venues: CandleVenues;
  readonly recordings: Recordings;
  /** Repeats the run of a capsule's file. */
  readonly capsule: (file: string) => Promise<DataResult>;
  readonly clock: Clock;
  readonly tell: (progress: DataProgress) => void;
}

type Kind = DataWork['kind'];
type Work<Name extends Kind> = Extract<DataWork, { kind: Name }>;

/** A series as the list shows it. */
export function seriesRow(info: SeriesInfo): SeriesRow {
  const { id, symbol, venue, timeframe, bars, from, to, gaps, missing, hash, source, bytes, importedAt } = info;
  return { id, symbol, venue, timeframe, bars, from, to, gaps, missing, hash, source, bytes, importedAt };
}

/** Funding rates as the list shows them. */
export function fundingRow({ id, rates, from, to, source }: FundingInfo): FundingRow {
  return { id, rates, from, to, source };
}

/** Does one piece of work. `file` is what it reads or writes. Fails as reading, the store and venues do. */
export function doDataWork(work: DataWork, file: string, rooms: DataRooms): Promise<DataResult> {
  switch (work.kind) {
    case 'look':
      return look(work, file, rooms);
    case 'import':
      return importFile(work, file, rooms);
    case 'funding':
      return importFunding(work, file, rooms);
    case 'download':
      return download(work, rooms);
    case 'export':
      return exportSeries(work, file, rooms);
    case 'capsule':
      return rooms.capsule(file);
    case 'record':
    case 'check':
    case 'capture':
      return doRecordingWork(work, file, rooms);
    case 'verify':
      return Promise.resolve(within(rooms, (store) => verify(work, store)));
    case 'compact':
      return Promise.resolve(within(rooms, (store) => compact(work, store, rooms.clock)));
  }
}

function within<Value>({ open }: DataRooms, work: (store: CandleStore) => Value): Value {
  const store = open();
  try {
    return work(store);
  } finally {
    store.close();
  }
}

function reader({ files, tell }: DataRooms) {
  return { files, onProgress: (rows: number) => tell({ rows, share: null, waits: '' }) };
}

async function look({ reading }: Work<'look'>, file: string, rooms: DataRooms): Promise<DataResult> {
  return { kind: 'look', look: (await lookAtFile(file, reading, reader(rooms))).look };
}

async function importFile({ reading, venue, hash, replace }: Work<'import'>, file: string, rooms: DataRooms): Promise<DataResult> {
  const { look: found, judged } = await lookAtFile(file, reading, reader(rooms));
  if (found.hash !== hash) throw new Fault('data.refused', { file, problem: 'it has changed since it was looked at.' });
  if (judged === null || found.block !== null)
    throw new Fault('data.refused', { file, problem: judged?.cleaned.refusal ?? 'its columns are not told apart.' });
  const key = { venue, symbol: reading.symbol, timeframe: reading.timeframe };
  return within(rooms, (store) => {
    const [written] = storeFiles(store, [judged], { key, importedAt: rooms.clock.now(), replace });
    const { added, unchanged, replaced, info } = written!;
    return { kind: 'import', look: found, added, unchanged, replaced, series: seriesRow(info) };
  });
}

async function importFunding({ reading, venue, hash, replace }: Work<'funding'>, file: string, rooms: DataRooms): Promise<DataResult> {
  const { look: found, funding } = await lookAtFile(file, reading, reader(rooms));
  if (found.hash !== hash) throw new Fault('data.refused', { file, problem: 'it has changed since it was looked at.' });
  if (funding === null || funding.time === null) throw new Fault('data.refused', { file, problem: 'its rates may not be taken.' });
  const store = rooms.openFunding();
  try {
    const source = `${found.name} (SHA-256 ${hash.slice(0, 16)})${found.problems.length > 0 ? ', repaired' : ''}`;
    const { time, rate } = funding;
    const { info, added } = store.write({ venue, symbol: reading.symbol, time, rate, source, importedAt: rooms.clock.now(), replace });
    return { kind: 'funding', look: found, added, series: fundingRow(info) };
  } finally {
    store.close();
  }
}

function verify({ series }: Work<'verify'>, store: CandleStore): DataResult {
  const checked = store.list().filter(({ id }) => series === null || id === series);
  const problems = store
    .verify(series ?? undefined)
    .map(({ id, month, problem }) => `${id}${month === null ? '' : `, ${month}`}: ${problem}`);
  return { kind: 'verify', series: checked.length, bars: checked.reduce((sum, { bars }) => sum + bars, 0), problems };
}

async function exportSeries({ series }: Work<'export'>, file: string, rooms: DataRooms): Promise<DataResult> {
  const { columns, hash } = within(rooms, (store) => store.read(series));
  rooms.tell({ rows: columns.length, share: null, waits: '' });
  return { kind: 'export', file, bars: columns.length, bytes: await rooms.exports.write(file, columns), hash };
}

function compact({ keepDays }: Work<'compact'>, store: CandleStore, clock: Clock): DataResult {
  const before = keepDays === null ? null : clock.now() - keepDays * DAY_MS;
  const bars = before === null ? 0 : store.list().reduce((sum, { id }) => sum + store.trim(id, before), 0);
  return { kind: 'compact', bars, bytes: store.compact() };
}

async function download(work: Work<'download'>, rooms: DataRooms): Promise<DataResult> {
  const { venue, symbol, timeframe } = work;
  const { clock, tell } = rooms;
  const bar = TIMEFRAMES[timeframe];
  const from = Math.ceil(work.from / bar) * bar;
  const to = Math.min(work.to ?? Infinity, clock.now());
  if (from >= to) throw new Fault('input.invalid', { field: 'From', problem: 'it must lie before the end, and in the past.' });
  const id = `${symbol}.${venue}:${timeframe}`;
  const pages = await rooms.venues.open({ venue: venue.toLowerCase(), symbol, timeframe });
  const store = rooms.open();
  try {
    const stored = (): number => store.find(id)?.bars ?? 0;
    const before = stored();
    let share = 0;
    const outcome = await downloadCandles(
      { key: { venue, symbol, timeframe }, id, from, to },
      {
        pages,
        store,
        clock,
        onProgress: (_next, done) => {
          share = done;
          tell({ rows: stored() - before, share, waits: '' });
        },
        onWait: (fault) => tell({ rows: stored() - before, share, waits: fault.message }),
      },
    );
    const info = store.find(id);
    return { kind: 'download', ...outcome, series: info === null ? null : seriesRow(info) };
  } finally {
    store.close();
  }
}
