import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import type { Judged } from './judged.ts';
import type { Refusal } from './refusal.ts';

/** One rule of the gate. */
export interface RiskRule {
  readonly code: RiskRefusalCode;
  /** Orders that strictly reduce pass unasked. */
  readonly sparesReducing: boolean;
  /** The limit without which the rule has nothing to say; none where it always may. */
  readonly needs?: keyof RiskLimits;
  /** The refusal, or null when the order passes. */
  check(judged: Judged): Refusal | null;
}

/** What is left of a limit for an order: money (or lots), and what one lot of the order takes of it. */
export interface Room {
  readonly headroom: Decimal;
  readonly perLot: () => Decimal;
}

/** A rule that a smaller order could pass. */
export interface SizeRule extends RiskRule {
  /** Exact; null when the rule does not concern the order. */
  room(judged: Judged): Room | null;
}

interface SizeRuleParts extends Omit<SizeRule, 'check'> {
  /** Clear in doubles that the order passes (or that the rule is off), so that nothing exact needs to be formed. */
  clearly(judged: Judged): boolean;
  /** The parameters of the sentence, given what the order takes of the room. */
  details(judged: Judged, taken: Decimal, room: Room): FaultDetails;
}

/** Makes a size rule: doubles decide what is clear, exact amounts what is close, and the limit itself still passes. */
export function sizeRule(parts: SizeRuleParts): SizeRule {
  return {
    code: parts.code,
    sparesReducing: parts.sparesReducing,
    ...(parts.needs === undefined ? {} : { needs: parts.needs }),
    room: parts.room,
    check: (judged) => {
      if (parts.clearly(judged)) return null;
      const room = parts.room(judged);
      if (room === null) return null;
      const { order } = judged;
      const taken = order.quoteAmount ?? room.perLot().mul(Decimal.of(BigInt(order.lots)));
      if (taken.compare(room.headroom) <= 0) return null;
      return { code: parts.code, details: parts.details(judged, taken, room) };
    },
  };
}
