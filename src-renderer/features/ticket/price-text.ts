import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import type { PriceFieldName } from './order-checks.ts';
import { isFigure } from './ticket-fields.ts';
import type { Ticket } from './use-ticket.ts';

function targetAt(field: PriceFieldName): number | null {
  return field.startsWith('target') ? Number(field.slice('target'.length)) : null;
}

/** What stands in a price field. */
export function textOf(draft: TicketDraft, field: PriceFieldName): string {
  const at = targetAt(field);
  if (at !== null) return draft.targets[at]?.price ?? '';
  return draft[field as 'price' | 'trigger' | 'trail' | 'stop'];
}

/** The draft with another text in a price field. */
export function withText(draft: TicketDraft, field: PriceFieldName, value: string): Partial<TicketDraft> {
  const at = targetAt(field);
  if (at === null) return { [field]: value };
  return { targets: draft.targets.map((target, index) => (index === at ? { ...target, price: value } : target)) };
}

/** The price some ticks further than the one that stands in the field, or than the market's where none does. */
export function steppedPrice({ instrument, reading }: Ticket, field: PriceFieldName, steps: number): string | null {
  const { askTicks, bidTicks, markTicks } = reading.around;
  const text = textOf(reading.draft, field);
  const tick = Decimal.parse(instrument.spec.tick);
  const market = (reading.draft.side === 'buy' ? bidTicks : askTicks) || markTicks;
  const from = isFigure(text) ? Number(Decimal.parse(text).divide(tick, 0, steps > 0 ? 'floor' : 'ceil').coefficient) : market;
  if (!Number.isSafeInteger(from) || from <= 0) return null;
  return instrument.priceText(Math.max(1, text === '' ? from : from + steps));
}

const PERCENT_STEP = Decimal.of(1n, 2);

/** The distance of a trailing stop some ticks, or hundredths of a percent, farther; from nothing it starts at one. */
export function steppedTrail({ instrument, reading }: Ticket, steps: number): string {
  const { trail, trailUnit } = reading.draft;
  const step = trailUnit === 'price' ? Decimal.parse(instrument.spec.tick) : PERCENT_STEP;
  const next = (isFigure(trail) ? Decimal.parse(trail) : Decimal.ZERO).add(step.mul(Decimal.of(BigInt(steps))));
  return (next.compare(step) < 0 ? step : next).toString();
}

/** The draft with the distance of its trailing stop in the other unit, the distance itself kept as near as the unit can say it. */
export function inTrailUnit({ instrument, reading }: Ticket, trailUnit: TicketDraft['trailUnit']): Partial<TicketDraft> {
  const { ticks, share } = reading.trail;
  if (ticks === null || share === null || reading.draft.trailUnit === trailUnit)
    return { trailUnit, trail: ticks === null ? '' : reading.draft.trail };
  if (trailUnit === 'price') return { trailUnit, trail: instrument.priceOf(ticks).toString() };
  return { trailUnit, trail: share.mul(Decimal.of(100n)).quantize(4, 'ceil').toString() };
}
