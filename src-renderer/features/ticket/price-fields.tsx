import type { ReactElement, ReactNode } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Button } from '../../ui/button.tsx';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import type { PriceFieldName } from './order-checks.ts';
import { inTrailUnit, steppedPrice, steppedTrail, textOf, withText } from './price-text.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';
import { useTypedFigure } from './use-typed-figure.ts';

interface PriceFieldProps {
  readonly ticket: Ticket;
  readonly field: PriceFieldName;
  readonly label: string;
  readonly stale: boolean;
  readonly unit?: ReactNode;
}

/** A price of the order: steps by its tick, the wheel only while it has the focus. */
export function PriceField({ ticket, field, label, stale, unit }: PriceFieldProps): ReactElement {
  const { instrument, reading, change } = ticket;
  const { draft } = reading;
  const typed = useTypedFigure(textOf(draft, field), instrument.priceDecimals, (value) => {
    change(withText(draft, field, value));
  });
  return (
    <NumberField
      label={label}
      {...typed}
      stale={stale}
      unit={unit ?? instrument.spec.quote}
      stepLabels={[SAY.tickUp, SAY.tickDown]}
      onStep={(steps) => {
        const next = steppedPrice(ticket, field, steps);
        if (next !== null) change(withText(draft, field, next));
      }}
    />
  );
}

const BEST = ['bid', 'mid', 'ask'] as const;

/** Bid, middle and ask with their figures; a press takes one as the price. The middle is on the tick, rounded away from crossing. */
function BestPrices({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { instrument, reading, change, format } = ticket;
  const { bidTicks, askTicks } = reading.around;
  const middle = bidTicks > 0 && askTicks > 0 ? (bidTicks + askTicks) / 2 : 0;
  const ticks = { bid: bidTicks, mid: reading.draft.side === 'buy' ? Math.floor(middle) : Math.ceil(middle), ask: askTicks };
  return (
    <div className="ticket-best">
      {BEST.map((name) => (
        <Button
          key={name}
          className="ticket-best-price"
          hint={SAY.bestHint[name]}
          disabledReason={ticks[name] > 0 ? undefined : SAY.reasons['risk.no-price']}
          detail={format.price(ticks[name] > 0 ? instrument.priceText(ticks[name]) : null, instrument.priceDecimals)}
          onPress={() => {
            change({ price: instrument.priceText(ticks[name]) });
          }}
        >
          {SAY.best[name]}
        </Button>
      ))}
    </div>
  );
}

/** What an order at market is expected to come to at the worst, in the place of the price. */
function AboutPrice({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { instrument, reading, format } = ticket;
  const { estimate, draft } = reading;
  const words =
    estimate === null
      ? SAY.aboutUnknown
      : SAY.about(
          draft.side,
          format.price(instrument.priceText(estimate.priceTicks), instrument.priceDecimals),
          format.basisPoints(estimate.takingBps),
        );
  return (
    <div className="ticket-about" {...hintProps(SAY.aboutHint)}>
      <span className="ui-field-label">{SAY.price}</span>
      <span className="ticket-about-words">{words}</span>
    </div>
  );
}

const TRAIL_UNITS = ['price', 'percent'] as const;

/** The distance of a trailing stop, read back in both units with the trigger it means now. */
function TrailField({ ticket, stale }: { readonly ticket: Ticket; readonly stale: boolean }): ReactElement {
  const { instrument, reading, change } = ticket;
  const { draft } = reading;
  const names = { price: instrument.spec.quote, percent: SAY.trailPercent };
  const typed = useTypedFigure(draft.trail, draft.trailUnit === 'price' ? instrument.priceDecimals : 2, (trail) => {
    change({ trail });
  });
  return (
    <NumberField
      className="ticket-with-unit"
      label={SAY.trail}
      {...typed}
      stale={stale}
      unit={
        <Select
          look="quiet"
          label={SAY.trailUnit}
          value={draft.trailUnit}
          choices={TRAIL_UNITS.map((unit) => ({ value: unit, label: names[unit] }))}
          onChange={(unit) => {
            change(inTrailUnit(ticket, unit));
          }}
        />
      }
      onStep={(steps) => {
        change({ trail: steppedTrail(ticket, steps) });
      }}
    />
  );
}

/** The distance in money and percent, and where the trigger stands. */
function TrailReadBack({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { instrument, reading, format } = ticket;
  const { ticks, share, triggerTicks } = reading.trail;
  const price = (each: number): string => format.price(instrument.priceText(each), instrument.priceDecimals);
  const both = ticks === null ? '' : SAY.trailBoth(`${price(ticks)} ${instrument.spec.quote}`, format.percent(share ?? Decimal.ZERO));
  const now = triggerTicks === null ? '' : SAY.trailNow(price(triggerTicks));
  return (
    <div className="ticket-read-back" {...hintProps(SAY.trailHint[reading.draft.side])}>
      <span {...clippedHint(both)}>{both}</span>
      <span {...clippedHint(now)}>{now}</span>
    </div>
  );
}

/** Trigger and price as the type has them; the price part keeps its height. */
export function PriceFields({ ticket, stale }: { readonly ticket: Ticket; readonly stale: boolean }): ReactElement {
  const { usesPrice, usesTrigger, usesTrail } = ticket.reading.draft;
  return (
    <>
      {usesTrigger ? <PriceField ticket={ticket} field="trigger" label={SAY.trigger} stale={stale} /> : null}
      {usesTrail ? <TrailField ticket={ticket} stale={stale} /> : null}
      <div className="ticket-price">
        {usesTrail ? <TrailReadBack ticket={ticket} /> : null}
        {usesPrice ? <PriceField ticket={ticket} field="price" label={SAY.price} stale={stale} /> : <AboutPrice ticket={ticket} />}
        {usesPrice ? <BestPrices ticket={ticket} /> : null}
      </div>
    </>
  );
}
