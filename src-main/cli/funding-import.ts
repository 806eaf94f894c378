import { basename, resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { type CleanedFunding, cleanFunding } from '../core/market-data/clean-funding.ts';
import { FUNDING_ROLES } from '../core/market-data/layout.ts';
import type { RawTable } from '../ports/table-files.ts';
import { type ExitCode, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { COLUMNS, DATA_INSTRUMENT, REPAIR, REPLACE, ZONE } from './data-options.ts';
import { minuteTime } from './figures.ts';
import { problemJson, problemLines } from './import-report.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';

/** Brings one file of funding rates into the store. */
export async function importFunding(values: OptionValues, context: CliContext): Promise<ExitCode> {
  const { base, quote, venue } = values.needed(DATA_INSTRUMENT);
  if (values.positionals.length > 1)
    throw new Fault('input.argument', { argument: values.positionals[1]!, suggestion: 'Of funding rates one file is taken at a time.' });
  if (venue === null) throw wrongValue(DATA_INSTRUMENT, 'funding rates need their venue, as in BTC/USDT.BINANCE.');
  const file = resolve(context.cwd, values.positionals[0]!);
  const stated = values.given(COLUMNS) ?? null;
  const table = await context.services.tableFiles.read(file, { roles: FUNDING_ROLES, stated, zone: values.given(ZONE) ?? null });
  const cleaned = cleanFunding(table, values.has(REPAIR));
  if (cleaned.time === null) return refuse(file, cleaned, values, context);
  const store = context.services.fundingStore(context.home);
  try {
    const written = store.write({
      venue,
      symbol: `${base}/${quote}`,
      time: cleaned.time,
      rate: cleaned.rate,
      source: sourceText(file, table, cleaned),
      importedAt: context.clock.now(),
      replace: values.has(REPLACE),
    });
    if (values.has(JSON_OPTION))
      printJson(context, { imported: true, rows: cleaned.rows, problems: problemJson(cleaned.problems, true), ...written });
    else {
      const { id, rates, from, to } = written.info;
      printLines(context, [
        file,
        ...problemLines(cleaned.problems, true),
        `${id}: ${written.added} rates added; it holds ${rates}, ${minuteTime(from)} to ${minuteTime(to)} UTC.`,
      ]);
    }
    return 0;
  } finally {
    store.close();
  }
}

function sourceText(file: string, { hash }: RawTable, { problems }: CleanedFunding): string {
  return `${basename(file)} (SHA-256 ${hash.slice(0, 16)})${problems.length > 0 ? ', repaired' : ''}`;
}

function refuse(file: string, { problems, refusal, rows }: CleanedFunding, values: OptionValues, context: CliContext): ExitCode {
  const fault = new Fault('data.refused', { file, problem: refusal });
  for (const line of problemLines(problems, false)) note(context, line);
  note(context, fault.message);
  if (values.has(JSON_OPTION)) {
    const error = fault.toEnvelope(context.correlationId());
    printJson(context, { imported: false, rows, problems: problemJson(problems, false), error });
  }
  return 2;
}
