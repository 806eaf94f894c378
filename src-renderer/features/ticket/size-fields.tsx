import type { ReactElement } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { SizeUnit, TicketDraft } from '../../state/ticket-draft.ts';
import { NumberField } from '../../ui/text-field.tsx';
import { PercentSlider } from '../../ui/percent-slider.tsx';
import { Select } from '../../ui/select.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { lotsOfSize, sizeInUnit } from './ticket-size.ts';
import type { Ticket } from './use-ticket.ts';
import { useTypedFigure } from './use-typed-figure.ts';

export const SIZE_UNITS: readonly SizeUnit[] = ['base', 'quote', 'free', 'risk'];
/** What one press of an arrow adds in a unit other than the lot: one unit of money, a tenth of a percent of free, a hundredth of risk. */
const STEP: Readonly<Record<Exclude<SizeUnit, 'base'>, Decimal>> = { quote: Decimal.ONE, free: Decimal.of(1n, 1), risk: Decimal.of(1n, 2) };

/** The draft with another unit and the same amount. */
export function inUnit({ reading }: Ticket, unit: SizeUnit): Partial<TicketDraft> {
  const { lots } = reading;
  return lots === null || lots === 0 ? { unit, size: '', heldLots: null } : { unit, size: '', heldLots: lots };
}

/** The draft with a share of what is free, in the unit it has. */
export function withShare({ reading }: Ticket, percent: number): Partial<TicketDraft> {
  const { sizing, draft } = reading;
  const lots = lotsOfSize('free', Decimal.of(BigInt(percent)), sizing);
  if (lots === null || draft.unit === 'free') return { unit: 'free', size: String(percent), heldLots: null };
  return { unit: draft.unit, size: '', heldLots: lots };
}

/** The figure in the size field: as typed, or what an amount that is held comes to in the unit, empty where it cannot be said. */
export function shownSize({ reading }: Ticket): string {
  const { draft, sizing, estimate } = reading;
  if (draft.heldLots === null) return draft.size;
  const atStop = estimate?.lossKind === 'stop' ? estimate.lossShare : null;
  return sizeInUnit(draft.unit, draft.heldLots, sizing, atStop) ?? '';
}

/** The draft some steps larger or smaller, never under nothing. */
export function steppedSize(ticket: Ticket, steps: number): Partial<TicketDraft> {
  const { reading, instrument } = ticket;
  const { lots, draft } = reading;
  const size = shownSize(ticket);
  if (draft.unit === 'base') {
    return { size: instrument.sizeOf(Math.max(0, (lots ?? 0) + steps)).toString(), heldLots: null };
  }
  const typed = /^\d+(?:\.\d+)?$/u.test(size) ? Decimal.parse(size) : Decimal.ZERO;
  const next = typed.add(STEP[draft.unit].mul(Decimal.of(BigInt(steps))));
  return { size: next.sign() < 0 ? '0' : next.toString(), heldLots: null };
}

/** What the size means in two of the other units. */
function readBack({ reading, instrument, format }: Ticket): readonly [string, string] {
  const { lots, estimate, percentOfFree, draft } = reading;
  if (lots === null || lots === 0) return ['', ''];
  const base = `${format.plainQuantity(instrument.sizeText(lots), instrument.sizeDecimals)} ${instrument.spec.base}`;
  const quote = estimate === null ? '' : `${format.quoteMoney(estimate.value)} ${instrument.spec.quote}`;
  const free = percentOfFree === null ? '' : SAY.ofFree(format.percent(percentOfFree.mul(Decimal.of(1n, 2))));
  if (draft.unit === 'base') return [quote, free];
  return draft.unit === 'quote' ? [base, free] : [base, quote];
}

/** Size with its unit, what it means in the others, and the slider over what is free. */
export function SizeFields({ ticket, stale }: { readonly ticket: Ticket; readonly stale: boolean }): ReactElement {
  const { instrument, reading, change, format } = ticket;
  const { draft, percentOfFree, size } = reading;
  const { base, quote } = instrument.spec;
  const names: Readonly<Record<SizeUnit, string>> = { base, quote, free: SAY.unitPercentFree, risk: SAY.unitRisk };
  const typed = useTypedFigure(shownSize(ticket), draft.unit === 'base' ? 0 : 2, (value) => {
    change({ size: value, heldLots: null });
  });
  const percent = Math.round(percentOfFree?.toNumber() ?? 0);
  const sizeWords = size === null ? '' : `${format.plainQuantity(size, instrument.sizeDecimals)} ${base}`;
  return (
    <div className="ticket-size">
      <NumberField
        className="ticket-with-unit"
        label={SAY.size}
        {...typed}
        stale={stale}
        readBack={readBack(ticket)}
        keepReadBack
        onStep={(steps) => {
          change(steppedSize(ticket, steps));
        }}
        unit={
          <Select
            look="quiet"
            label={SAY.unit}
            value={draft.unit}
            choices={(draft.amending === null ? SIZE_UNITS : SIZE_UNITS.slice(0, 3)).map((unit) => ({
              value: unit,
              label: names[unit],
              detail: SAY.unitDetails[unit],
            }))}
            onChange={(unit) => {
              change(inUnit(ticket, unit));
            }}
          />
        }
      />
      <PercentSlider
        label={SAY.shareOfFree}
        value={percent}
        valueText={SAY.ofFreeText(String(percent), sizeWords)}
        onChange={(share) => {
          change(withShare(ticket, share));
        }}
      />
    </div>
  );
}
