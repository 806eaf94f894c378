import { evidenceSentence, type OrderEvidence, outlookSentences } from '../../src-shared/domain/order-evidence.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import { reasonPhrase } from '../core/risk/risk-texts.ts';
import type { ControlBook, ControlOrder, ControlStatus } from '../ports/session-control.ts';
import { lengthOfTime } from './figures.ts';
import { alignColumns } from './output.ts';

/** `2 orders`, `1 order`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : several}`;
}

/** Whose account it is and how trading stands. */
export function statusLine({ account, book, venue, state, reason, since, recovering, reducedUntil }: ControlStatus): string {
  const why = state === 'ACTIVE' ? '' : ` since ${secondTime(since)} UTC${state === 'HALTED' ? ' by' : ','} ${reasonPhrase(state, reason)}`;
  const start = recovering ? ' The start is still being checked against the venue.' : '';
  const reduced = reducedUntil === null ? '' : ` Limits are reduced to a quarter until ${isoTime(reducedUntil).slice(11, 16)} UTC.`;
  return `${account} (${book}, ${venue}): trading is ${state}${why}.${start}${reduced}`;
}

/** `2 positions (1 short)`, `1 position (short)`. */
export function heldText({ positions, shorts = 0 }: Pick<ControlStatus, 'positions' | 'shorts'>): string {
  const short = shorts === 0 ? '' : positions === 1 ? ' (short)' : ` (${String(shorts)} short)`;
  return `${counted(positions, 'position')}${short}`;
}

/** What runs and is left open, as far as a person who stops things must know of it. */
export function leftLines(status: ControlStatus): readonly string[] {
  const { strategies, positions, state } = status;
  const held = `${heldText(status)} ${positions === 1 ? 'stays' : 'stay'} open`;
  return [
    strategies.length === 0 || state === 'HALTED'
      ? []
      : [`${counted(strategies.length, 'strategy runs', 'strategies run')} and may open positions again: cryptoorch halt stops them.`],
    positions === 0 ? [] : [`${held}: cryptoorch orders shows what, cryptoorch flatten closes at market.`],
  ].flat();
}

/** A book as tables: open orders, orders in doubt, positions. */
export function bookLines({ status, orders, positions }: ControlBook): readonly string[] {
  const doubted = orders.filter((order) => order.doubtSince !== null);
  return [
    statusLine(status),
    status.strategies.length === 0
      ? 'No strategy runs.'
      : `${status.session === null ? 'Goes on with the next session' : 'Runs'}: ${status.strategies.join(', ')}.`,
    '',
    ...(orders.length === 0 ? ['No open orders.'] : orderTable(orders)),
    ...doubted.map((order) => doubtLine(order, status.time)),
    ...orders.flatMap(({ id, origin, evidence }) => (evidence === null ? [] : ['', ...evidenceLines(id, origin, evidence)])),
    '',
    ...(positions.length === 0
      ? ['No positions.']
      : alignColumns([
          ['POSITION', 'SIDE', 'SIZE', 'ENTRY', 'SINCE'],
          ...positions.map(({ instrument, size, entry, openedAt }) => [
            instrument,
            size.startsWith('-') ? 'short' : 'long',
            size.replace('-', ''),
            entry,
            secondTime(openedAt),
          ]),
        ])),
  ];
}

function orderTable(orders: readonly ControlOrder[]): readonly string[] {
  const rows = orders.map((order) => [
    order.id,
    order.instrument,
    order.side,
    order.type,
    order.size ?? `for ${order.quoteAmount ?? ''}`,
    order.filled,
    order.price ?? '-',
    order.trigger ?? '-',
    `${order.state}${order.asked === 'cancel' ? ', cancel asked' : order.asked === 'amend' ? ', change asked' : ''}`,
    order.protective ? 'protects' : '-',
    order.origin,
    secondTime(order.createdAt),
  ]);
  return alignColumns([
    ['ORDER', 'INSTRUMENT', 'SIDE', 'TYPE', 'SIZE', 'FILLED', 'PRICE', 'TRIGGER', 'STATE', 'PROTECTS', 'BY', 'SINCE'],
    ...rows,
  ]);
}

const ASKED: Readonly<Record<ControlOrder['asked'], string>> = {
  place: 'it was sent and not answered',
  cancel: 'its end was asked for and not answered',
  amend: 'other terms were asked for and not answered',
};

function doubtLine({ id, asked, doubtSince }: ControlOrder, now: number): string {
  const since = doubtSince ?? now;
  return `In doubt: ${id}, since ${secondTime(since)} UTC (${lengthOfTime(now - since)}): ${ASKED[asked]}. Its money stays reserved until the venue says what became of it.`;
}

/** What is known of an order's fate, a line each, and what is awaited. */
function evidenceLines(id: string, origin: string, { venueId, lines, leftOut, outlook }: OrderEvidence): readonly string[] {
  const number = venueId === null ? '' : `, number ${venueId} at the venue`;
  const left = leftOut === 0 ? '' : ` (${counted(leftOut, 'line')} in the middle left out)`;
  return [
    `Evidence of ${id}, by ${origin}${number}${left}:`,
    ...lines.map((line) => {
      const clock = line.venueTime === null ? '' : `, the venue’s clock ${milliTime(line.venueTime)}`;
      return `  ${milliTime(line.time)}  ${evidenceSentence(line)}${clock}.`;
    }),
    ...(outlook === null ? [] : outlookSentences(outlook, milliTime).map((sentence) => `  ${sentence}`)),
  ];
}

function milliTime(time: number): string {
  return isoTime(time).slice(0, 23).replace('T', ' ');
}

function secondTime(time: number): string {
  return isoTime(time).slice(0, 19).replace('T', ' ');
}
