import { fillRealised } from '../../src-shared/contract/fill-realised.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { AwaySummary } from '../away-services.ts';
import { ALERT_ACCOUNT } from './alert-options.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { counted, statusLine } from './control-text.ts';
import { valueOption } from './option.ts';
import { printJson, printLines } from './output.ts';
import { readDuration } from './value-readers.ts';

const SINCE = valueOption({
  name: 'since',
  placeholder: 'LENGTH',
  about: 'How far to look back from the account’s newest market time, such as 8h.',
  shownDefault: 'since the window was followed last on this account; else 24h',
  read: (text, refuse) => readDuration(text, refuse),
});

/** Tells what happened while nobody looked. */
export const awayCommand: Command = {
  name: 'away',
  about: 'Tell what happened on an account while nobody looked: fills, orders that ended, refusals, alerts. Also while a session runs.',
  positionals: [],
  options: [{ ...ALERT_ACCOUNT, about: 'Of which account.' }, SINCE, JSON_OPTION],
  examples: ['cryptoorch away', 'cryptoorch away --account main --since 8h'],
  async run(values, context) {
    const asked = { account: values.given(ALERT_ACCOUNT) ?? null, spanMs: values.given(SINCE) ?? null };
    const summary = await context.services.away(context.home, asked);
    if (values.has(JSON_OPTION)) printJson(context, summary);
    else printLines(context, awayText(summary));
    return 0;
  },
};

const BASES: Readonly<Record<AwaySummary['basis'], string>> = {
  asked: 'as you asked',
  window: 'when the window was followed last',
  day: 'a day of market time ago',
};

/** The summary, then everything that happened, newest first. */
export function awayText(summary: AwaySummary): readonly string[] {
  const { status, from, basis, fills, realised, ended, refusals, alerts, doubts } = summary;
  const lines = happened(summary).sort((a, b) => b.time - a.time);
  const table = lines.map(({ time, kind, words }) => `${minute(time)}  ${kind.padEnd(7)}  ${words}`);
  return [
    statusLine(status),
    `Since ${minute(from)} UTC, ${BASES[basis]}: ${counted(fills, 'fill')} with ${realised} realised, ${counted(ended, 'order')} ended unfilled, ${counted(refusals, 'refusal')}, ${counted(alerts, 'alert')}.`,
    ...(status.inDoubt === 0 ? [] : [`${counted(status.inDoubt, 'order is', 'orders are')} in doubt now: cryptoorch orders shows which.`]),
    ...(lines.length === 0 ? [] : ['', ...table]),
    ...(fills + ended + refusals + alerts + doubts.length > lines.length ? ['The newest hundred of each are shown.'] : []),
  ];
}

interface Happened {
  readonly time: number;
  readonly kind: string;
  readonly words: string;
}

function happened({ fillRows, endedRows, refusalRows, alertRows, doubts }: AwaySummary): Happened[] {
  const order = ({ side, type, size, instrument, origin }: AwaySummary['endedRows'][number]): string =>
    `${side} ${type} ${size} ${instrument}, by ${origin}`;
  return [
    ...fillRows.map((row) => {
      const profit = fillRealised(row);
      const words = `${row.side === 'buy' ? 'bought' : 'sold'} ${row.size} ${row.instrument} at ${row.price}, by ${row.origin}`;
      return { time: row.time, kind: 'fill', words: profit === null ? words : `${words}, ${profit} realised` };
    }),
    ...endedRows.map((row) => ({ time: row.updatedAt, kind: 'ended', words: `${order(row)}: ${row.reason ?? row.state}` })),
    ...doubts.map((row) => ({ time: row.updatedAt, kind: 'doubt', words: `${order(row)} was in doubt: ${row.state}` })),
    ...refusalRows.map(({ time, message }) => ({ time, kind: 'refused', words: message })),
    ...alertRows.map(({ time, sentence }) => ({ time, kind: 'alert', words: sentence })),
  ];
}

function minute(time: number): string {
  return isoTime(time).slice(0, 19).replace('T', ' ');
}
