import type { OrderChange, OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import type { MarginOutlook } from '../../../src-shared/domain/margin-outlook.ts';
import { estimateOrder } from '../../../src-shared/domain/order-estimate.ts';
import type { OrderEstimate } from '../../../src-shared/domain/order-estimate.ts';
import { limitUses, tightestUse } from '../../../src-shared/domain/order-limits.ts';
import type { LimitUse, OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { block, fieldBlock, postOnlyBlock } from './field-blocks.ts';
import type { FieldParts } from './field-blocks.ts';
import { blockOf, firstRefusal } from './order-checks.ts';
import type { Block } from './order-checks.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { factsWithout, outlookOf, strictlyReduces, surroundings } from './ticket-facts.ts';
import type { TicketFacts } from './ticket-facts.ts';
import { effectiveDraft, isFigure, readFields, readyTargets } from './ticket-fields.ts';
import type { EffectiveDraft, FieldReadings } from './ticket-fields.ts';
import { changeOf, estimateInput, isPriced, limitedOf, requestOf } from './ticket-request.ts';
import { lotsOfSize, percentOfFree } from './ticket-size.ts';
import type { SizeInput } from './ticket-size.ts';

/** Everything the ticket shows, from the draft and the replica. */
export interface TicketReading extends FieldReadings {
  readonly draft: EffectiveDraft;
  /** Whole lots; null while no size is known. */
  readonly lots: number | null;
  /** Base units of these lots with the lot's digits. */
  readonly size: string | null;
  readonly percentOfFree: Decimal | null;
  readonly estimate: OrderEstimate | null;
  /** What becomes of position and margin; null for coins and while the order is not known. */
  readonly outlook: MarginOutlook | null;
  readonly tightest: LimitUse | null;
  readonly sizing: SizeInput;
  readonly around: OrderSurroundings;
  readonly block: Block | null;
  /** The order that would be changed; null for a new one. */
  readonly amended: OrderRow | null;
  /** What is sent; null while something keeps it from being sent. */
  readonly request: OrderRequest | null;
  readonly change: OrderChange | null;
}

function readLots(parts: FieldParts, sizing: SizeInput): number | null {
  const { heldLots: held, size, unit } = parts.draft;
  if (held !== null) return held;
  if (!isFigure(size)) return null;
  if (unit !== 'base' && !isPriced(parts)) return null;
  return lotsOfSize(unit, Decimal.parse(size), sizing);
}

/** Whole lots that an order has filled. */
function filledLots(row: OrderRow | undefined, { instrument }: TicketFacts): number {
  return row === undefined ? 0 : (instrument.lotsOf(Decimal.parse(row.filled)) ?? 0);
}

/** What of the order that would be changed keeps it from being changed at all. */
function amendBlock({ draft, facts, format }: FieldParts, lots: number | null): Block | null {
  if (draft.amending === null) return null;
  const row = facts.orders.get(draft.amending);
  const leave = [{ kind: 'leave-amend', label: SAY.leaveAmend }] as const;
  if (row === undefined || FINAL_STATES.has(row.state)) return block(SAY.reasons['amend-ended'], SAY.amendEnded, leave);
  if (row.state === 'in-doubt') return block(SAY.reasons['amend-in-doubt'], SAY.amendInDoubt);
  if (row.amending !== null) return block(SAY.reasons['amend-asked'], SAY.amendAsked);
  const filled = filledLots(row, facts);
  if (lots === null || lots === 0 || filled === 0 || lots > filled) return null;
  const { spec, sizeDecimals } = facts.instrument;
  return block(SAY.reasons['amend-filled'], SAY.amendFilled(`${format.plainQuantity(row.filled, sizeDecimals)} ${spec.base}`));
}

interface Judging {
  readonly parts: FieldParts;
  readonly lots: number | null;
  readonly sizing: SizeInput;
}

function countOf({ draft, targets }: FieldParts): number {
  return draft.bracket ? 2 + readyTargets(targets).length : 1;
}

/** Costs, limits, and what the gate would say. */
function judge({ parts, lots, sizing }: Judging): Pick<TicketReading, 'percentOfFree' | 'estimate' | 'outlook' | 'tightest' | 'block'> {
  const { draft, facts, format, around } = parts;
  const { instrument } = facts;
  const known = lots !== null && lots > 0 && isPriced(parts);
  const order = { ...limitedOf(parts), type: draft.type, lots: lots ?? 0, reduceOnly: draft.reduceOnly, count: countOf(parts) };
  const reducing = known && strictlyReduces(facts, draft.side, order.lots);
  const uses = known ? limitUses(order, around, reducing) : [];
  const refused =
    fieldBlock(parts, lots) ??
    postOnlyBlock(parts) ??
    (known
      ? firstRefusal({ order, around, uses, facts, format, reducing })
      : blockOf({ code: 'risk.no-price', details: { instrument: instrument.spec.symbol } }, facts, format));
  const estimate = known ? estimateOrder(estimateInput(parts, order.lots)) : null;
  return {
    percentOfFree: known ? percentOfFree(order.lots, sizing) : null,
    estimate,
    outlook: estimate === null ? null : outlookOf(facts, draft.side, order.lots, estimate),
    tightest: tightestUse(uses),
    block: refused,
  };
}

/** Reads the draft against the replica: figures understood, costs, limits, what keeps it from being sent, and what would be sent. */
export function readTicket(given: TicketDraft, told: TicketFacts, format: Format): TicketReading {
  const amended = given.amending === null ? undefined : told.orders.get(given.amending);
  const facts = factsWithout(told, amended);
  const { instrument } = facts;
  const draft = effectiveDraft(given);
  const around = surroundings(facts, draft.side);
  const fields = readFields(draft, around, amended);
  const parts: FieldParts = { draft, facts, format, around, ...fields };
  const sizing: SizeInput = { order: limitedOf(parts), around, estimate: estimateInput(parts, 0) };
  const lots = readLots(parts, sizing);
  // What has filled is held already; the rest is what the change decides on.
  const judged = judge({ parts, lots: lots === null ? null : Math.max(0, lots - filledLots(amended, facts)), sizing });
  const connected = facts.account !== null && facts.risk !== null;
  const change = amended === undefined || lots === null || lots === 0 ? null : changeOf(parts, lots, amended);
  const unchanged = amended !== undefined && change === null ? block(SAY.reasons['amend-same']) : null;
  const found = connected
    ? (amendBlock({ ...parts, facts: told }, lots) ?? judged.block ?? unchanged)
    : block(SAY.reasons['not-connected']);
  return {
    draft,
    ...fields,
    ...judged,
    lots,
    size: lots === null ? null : instrument.sizeText(lots),
    sizing,
    around,
    amended: amended ?? null,
    block: staleFirst(found, facts, format),
    request: found === null && draft.amending === null && lots !== null ? requestOf(parts, lots) : null,
    change: found === null ? change : null,
  };
}

/** Stale prices, and a book that is not known, are said before anything is typed: no figure helps against them. */
function staleFirst(found: Block | null, facts: TicketFacts, format: Format): Block | null {
  if (found === null || found.sentence !== null || facts.risk === null) return found;
  const limit = facts.risk.limits.maxDataAgeMs;
  if (facts.staleMs !== null && limit !== null)
    return blockOf({ code: 'risk.stale-data', details: { actual: age(facts.staleMs), limit: age(limit) } }, facts, format);
  if (facts.bookStaleMs === null) return found;
  const details = { instrument: facts.instrument.spec.symbol, actual: age(facts.bookStaleMs) };
  return blockOf({ code: 'risk.stale-book', details }, facts, format);
}
