import { TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { LimitUse } from '../../../src-shared/domain/order-limits.ts';
import type { Format } from '../../format/format.ts';
import { Facts, QuantityText, UnknownFigure } from '../../ui/figures.tsx';
import type { FactRow } from '../../ui/figures.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import type { Ticket } from './use-ticket.ts';

const { costs: COSTS } = SAY;

/** A percentage without its sign, which stands in the column of units. */
function bare(percent: string): string {
  return percent.replace('%', '');
}

function limitText(use: LimitUse, { instrument, format }: Ticket): string {
  if (use.rule !== 'risk.free-base') return format.quoteMoney(use.limit, 'spendable');
  return format.plainQuantity(instrument.sizeText(Number(use.limit.coefficient)), instrument.sizeDecimals);
}

function limitRow(ticket: Ticket): FactRow {
  const { tightest, estimate } = ticket.reading;
  if (tightest === null) {
    return { label: COSTS.noLimit, figure: <UnknownFigure why={estimate === null ? COSTS.unknown : COSTS.noLimitWhy} />, unit: '%' };
  }
  const words = COSTS.limits[tightest.rule](ticket.instrument.spec.base, limitText(tightest, ticket));
  const over = tightest.fraction.toNumber() > 1;
  const label: ReactNode = over ? (
    <span className="ticket-over">
      <TriangleAlert size={12} strokeWidth={1.5} aria-hidden />
      {words}
    </span>
  ) : (
    words
  );
  return {
    label,
    figure: tightest.limit.sign() > 0 ? bare(ticket.format.percent(tightest.fraction)) : <UnknownFigure why={COSTS.noneFree} />,
    unit: '%',
    hint: COSTS.hint(words, COSTS.limitHint),
    strong: over,
  };
}

function unknownRows(ticket: Ticket): readonly FactRow[] {
  const { quote, base } = ticket.instrument.spec;
  const figure = <UnknownFigure why={COSTS.unknown} />;
  return [
    { label: COSTS.value, figure, unit: quote },
    { label: COSTS.feeUnknown, figure, unit: quote },
    { label: COSTS.slippage, figure, unit: quote },
    { label: ticket.reading.draft.bracket ? COSTS.loss.stop : COSTS.loss.whole, figure, unit: quote },
    { label: COSTS.share, figure, unit: '%' },
    { label: COSTS.after, figure, unit: base },
    ...marginRows(ticket),
    limitRow(ticket),
  ];
}

/** What an order of a perpetual takes as margin, and where the position would be liquidated; nothing for coins. */
function marginRows({ instrument, reading, format }: Ticket): readonly FactRow[] {
  const { margin } = instrument;
  if (margin === null) return [];
  const { outlook } = reading;
  const { quote, settle } = instrument.spec;
  const unknown = <UnknownFigure why={COSTS.unknown} />;
  const ticks = outlook?.liquidationTicks ?? null;
  const never = outlook === null ? unknown : <UnknownFigure why={outlook.flat ? COSTS.noLiquidation.flat : COSTS.noLiquidation.never} />;
  return [
    line(COSTS.margin(margin.leverage.toString()), COSTS.marginHint, {
      figure: outlook === null ? unknown : format.quoteMoney(outlook.margin),
      unit: settle,
    }),
    line(COSTS.liquidation, COSTS.liquidationHint, {
      figure: ticks === null ? never : format.price(instrument.priceText(ticks), instrument.priceDecimals),
      unit: quote,
    }),
  ];
}

/** A money figure that may be unknown. */
function money(amount: Parameters<Format['quoteMoney']>[0], format: Format, why: string): ReactNode {
  return amount === null ? <UnknownFigure why={why} /> : format.quoteMoney(amount);
}

/** A line whose words stand in its tooltip in full, because a longer language is cut at the figure. */
function line(label: string, meaning: string, rest: Pick<FactRow, 'figure' | 'unit'>): FactRow {
  return { label, hint: COSTS.hint(label, meaning), ...rest };
}

/** The lines of the cost block: seven, of a perpetual nine. */
export function costRows(ticket: Ticket): readonly FactRow[] {
  const { instrument, reading, format } = ticket;
  const { estimate } = reading;
  if (estimate === null) return unknownRows(ticket);
  const { quote, base } = instrument.spec;
  const after = instrument.sizeOf(estimate.positionAfterLots).toString();
  const lossHint =
    instrument.margin !== null && estimate.lossKind === 'whole' ? COSTS.wholeContractHint : COSTS.lossHint[estimate.lossKind];
  const noEquity = <UnknownFigure why={COSTS.noEquity} />;
  return [
    line(COSTS.value, COSTS.valueHint, { figure: format.quoteMoney(estimate.value), unit: quote }),
    line(COSTS.fee(estimate.liquidity, format.percent(estimate.feeRate)), COSTS.feeHint, {
      figure: format.quoteMoney(estimate.fee),
      unit: quote,
    }),
    line(COSTS.slippage, COSTS.slippageHint, {
      figure: money(estimate.spreadAndSlippage, format, SAY.reasons['risk.no-price']),
      unit: quote,
    }),
    line(COSTS.loss[estimate.lossKind], lossHint, {
      figure: money(estimate.worstLoss, format, COSTS.lossHint.unbounded),
      unit: quote,
    }),
    line(COSTS.share, COSTS.shareHint, {
      figure: estimate.lossShare === null ? noEquity : bare(format.percent(estimate.lossShare)),
      unit: '%',
    }),
    line(COSTS.after, COSTS.afterHint, { figure: <QuantityText value={after} decimals={instrument.sizeDecimals} />, unit: base }),
    ...marginRows(ticket),
    limitRow(ticket),
  ];
}

/** What the order costs and could lose, before it is sent. */
export function CostBlock({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const lines = ticket.instrument.margin === null ? 'ticket-costs' : 'ticket-costs ticket-costs-margin';
  return <Facts units className={lines} label={COSTS.label} rows={costRows(ticket)} />;
}
