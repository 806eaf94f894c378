import type { ReactElement } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';
import { useTypedFigure } from './use-typed-figure.ts';

export type PriceFieldName = 'price' | 'trigger' | 'stop' | 'target';

/** The price some ticks further than the one that stands in the field, or than the market's where none does. */
export function steppedPrice({ instrument, reading }: Ticket, field: PriceFieldName, steps: number): string | null {
  const { askTicks, bidTicks, markTicks } = reading.around;
  const text = reading.draft[field];
  const tick = Decimal.parse(instrument.spec.tick);
  const market = (reading.draft.side === 'buy' ? bidTicks : askTicks) || markTicks;
  const from = /^\d+(?:\.\d+)?$/u.test(text)
    ? Number(Decimal.parse(text).divide(tick, 0, steps > 0 ? 'floor' : 'ceil').coefficient)
    : market;
  if (!Number.isSafeInteger(from) || from <= 0) return null;
  return instrument.priceText(Math.max(1, text === '' ? from : from + steps));
}

/** A price of the order: steps by its tick, the wheel only while it has the focus. */
export function PriceField({
  ticket,
  field,
  stale,
  unit,
}: {
  readonly ticket: Ticket;
  readonly field: PriceFieldName;
  readonly stale: boolean;
  readonly unit?: string;
}): ReactElement {
  const { instrument, reading, change } = ticket;
  const typed = useTypedFigure(reading.draft[field], instrument.priceDecimals, (value) => {
    change({ [field]: value });
  });
  return (
    <NumberField
      label={SAY[field]}
      {...typed}
      stale={stale}
      unit={unit ?? instrument.spec.quote}
      stepLabels={[SAY.tickUp, SAY.tickDown]}
      onStep={(steps) => {
        const next = steppedPrice(ticket, field, steps);
        if (next !== null) change({ [field]: next });
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

/** What a market order is expected to come to, in the place of the price. */
function AboutPrice({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { instrument, reading, format } = ticket;
  const { estimate } = reading;
  const words =
    estimate === null
      ? SAY.aboutUnknown
      : SAY.about(
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

/** Trigger and price as the type has them; the price part keeps its height. */
export function PriceFields({ ticket, stale }: { readonly ticket: Ticket; readonly stale: boolean }): ReactElement {
  const { usesPrice, usesTrigger } = ticket.reading.draft;
  return (
    <>
      {usesTrigger ? <PriceField ticket={ticket} field="trigger" stale={stale} /> : null}
      <div className="ticket-price">
        {usesPrice ? <PriceField ticket={ticket} field="price" stale={stale} /> : <AboutPrice ticket={ticket} />}
        {usesPrice ? <BestPrices ticket={ticket} /> : null}
      </div>
    </>
  );
}
