import type { OrderEvidence } from '../../src-shared/domain/order-evidence.ts';
import { ELSEWHERE } from '../../src-shared/domain/order.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { AccountHolding, HeldOrder } from '../ports/ledger-reader.ts';
import type { ControlBook, ControlOrder, ControlStatus } from '../ports/session-control.ts';

/** What runs on an account now; nothing where only the ledger knows of it. */
interface RunningNow {
  readonly session: string;
  readonly time: number;
  readonly recovering: boolean;
  readonly reducedUntil: number | null;
}

/** An account that nothing was decided on yet trades. */
const AT_START = { state: 'ACTIVE', reason: 'start', since: 0 } as const;

/** What is known of an order's fate. */
export type EvidenceOf = (order: string) => OrderEvidence | null;

/** What is open of an account, as the ledger has it. */
export function controlBook(
  account: AccountScope,
  holding: AccountHolding,
  running: RunningNow | null,
  evidenceOf: EvidenceOf,
): ControlBook {
  const orders = holding.orders.map((order) => controlOrder(order, evidenceOf));
  return { status: statusOf(account, holding, running), orders, positions: holding.positions };
}

function statusOf({ book, account, venue }: AccountScope, holding: AccountHolding, running: RunningNow | null): ControlStatus {
  const { orders, positions, risk, strategies } = holding;
  const { state, reason, since } = risk ?? AT_START;
  const shorts = positions.filter(({ size }) => size.startsWith('-')).length;
  return {
    ...{ book, account, venue, session: running?.session ?? null, state, reason, since },
    time: running?.time ?? holding.time ?? 0,
    recovering: running?.recovering ?? false,
    reducedUntil: running?.reducedUntil ?? null,
    openOrders: orders.length,
    inDoubt: orders.filter((order) => order.state === 'in-doubt').length,
    positions: positions.length,
    ...(shorts === 0 ? {} : { shorts }),
    strategies,
  };
}

function controlOrder(
  { id, instrument, side, type, size, quoteAmount, price, trigger, ...order }: HeldOrder,
  evidenceOf: EvidenceOf,
): ControlOrder {
  const { filled, state, protective, origin, createdAt, doubtSince, reason, amending } = order;
  return {
    ...{ id, instrument, side, type, size, quoteAmount, price, trigger, filled, state, protective, origin, createdAt, doubtSince },
    evidence: doubtSince !== null || origin === ELSEWHERE ? evidenceOf(id) : null,
    asked: reason !== null ? 'cancel' : amending !== null ? 'amend' : 'place',
  };
}
