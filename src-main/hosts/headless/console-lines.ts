import type { AccountRow, FillRow, RiskRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import type { StreamEvent } from '../../../src-shared/contract/stream.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';

/** The newest of what the line of every second is made from. */
export interface ConsoleState {
  status: StatusRow | null;
  account: AccountRow | null;
  risk: RiskRow | null;
}

function clock(time: number): string {
  return `${isoTime(time).slice(0, 19).replace('T', ' ')}Z`;
}

/** The line that stands for one second, or null before anything is known. */
export function secondLine({ status, account, risk }: ConsoleState): string | null {
  if (!status || !account) return null;
  const parts = [
    clock(status.marketTime),
    account.book.toUpperCase(),
    risk?.state ?? '—',
    `equity ${account.equity} ${account.quote}`,
    `day ${account.dayPnl}`,
    `open orders ${String(account.openOrders)}`,
    `${String(status.speed)}x`,
    `ledger ${status.ledger}${status.balanced ? ', balanced' : ', NOT BALANCED'}`,
  ];
  return parts.join('  ');
}

/** `0.97 USD`, or what was really taken with its value: `0.00001 BTC, worth 0.97 USD`. */
function feeText({ fee, feeAsset, paid }: FillRow): string {
  const value = `${fee} ${feeAsset}`;
  return paid === undefined ? value : `${paid.map(({ asset, amount }) => `${amount} ${asset}`).join(' + ')}, worth ${value}`;
}

/** The line of an event that a person should see at once, or null for the rest: what a state is told of that it was before, too. */
export function eventLine(event: StreamEvent, known: RiskRow['state'] | null): string | null {
  switch (event.kind) {
    case 'fill': {
      const { side, size, instrument, price, origin, time } = event.row;
      return `${clock(time)}  ${side === 'buy' ? 'Bought' : 'Sold'} ${size} ${instrument} at ${price}, fee ${feeText(event.row)}, by ${origin}`;
    }
    case 'refusal':
      return `${clock(event.row.time)}  ${event.row.message} (${event.row.instrument}, ${event.row.origin})`;
    case 'risk':
      if (event.row.state === (known ?? 'ACTIVE')) return null;
      return `${clock(event.row.since)}  Trading is ${event.row.state}: ${event.row.reason}`;
    case 'log':
      return event.row.level === 'info' ? null : `${clock(event.row.time)}  ${event.row.area}: ${event.row.message}`;
    default:
      return null;
  }
}
