import { basename } from 'node:path';
import type { Timeframe } from '../../src-shared/domain/candle.ts';
import { type CleanedBars, cleanBars } from '../core/market-data/clean-bars.ts';
import { cleanTrades } from '../core/market-data/clean-trades.ts';
import { FUNDING_ROLES, type Role, TRADE_ROLES, barRoles } from '../core/market-data/layout.ts';
import type { CandleStore, SeriesKey, SeriesWritten } from '../ports/candle-store.ts';
import type { RawTable, TableFiles } from '../ports/table-files.ts';

/** One file of an import with what was found in it. */
export interface JudgedFile {
  readonly file: string;
  readonly table: RawTable;
  readonly cleaned: CleanedBars;
}

/** How a file of market data is read and judged. */
export interface FileRules {
  readonly content: 'bars' | 'trades' | 'funding';
  /** The asset that is traded, for names of columns such as `Volume BTC`; '' where it is not known. */
  readonly base: string;
  readonly timeframe: Timeframe;
  readonly time: 'open' | 'end' | null;
  readonly zone: string | null;
  readonly columns: readonly string[] | null;
  readonly repair: boolean;
  readonly onProgress: (rows: number) => void;
}

/** The columns that are looked for in a file. */
export function rolesOf({ content, base }: Pick<FileRules, 'content' | 'base'>): readonly Role[] {
  if (content === 'funding') return FUNDING_ROLES;
  return content === 'trades' ? TRADE_ROLES : barRoles(base);
}

/** Reads a whole file. Fails as reading does. */
export function readFile(files: TableFiles, file: string, rules: Omit<FileRules, 'timeframe' | 'time' | 'repair'>): Promise<RawTable> {
  const { columns, zone, onProgress } = rules;
  return files.read(file, { roles: rolesOf(rules), stated: columns, zone, onProgress });
}

/** Judges bars or trades that were read; nothing is stored. */
export function judgeTable(table: RawTable, { content, timeframe, time, repair }: FileRules): CleanedBars {
  return content === 'trades' ? cleanTrades(table, { timeframe, repair }) : cleanBars(table, { timeframe, stated: time, repair });
}

/** Stores files that may be taken, all of them or none. Fails as the store does. */
export function storeFiles(
  store: CandleStore,
  judged: readonly JudgedFile[],
  how: { readonly key: SeriesKey; readonly importedAt: number; readonly replace: boolean },
): readonly SeriesWritten[] {
  return store.writeAll(
    judged.map(({ file, table, cleaned }) => ({
      ...how,
      columns: cleaned.columns!,
      priceDecimals: Math.max(...table.decimals.slice(1, -1)),
      volumeDecimals: table.decimals.at(-1)!,
      source: `${basename(file)} (SHA-256 ${table.hash.slice(0, 16)})${cleaned.problems.length > 0 ? ', repaired' : ''}`,
    })),
  );
}
