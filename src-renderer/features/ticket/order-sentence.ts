import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import type { TradingMode } from '../../ui/chip.tsx';
import { TICKET_SENTENCES as SAY, orderDetail, orderTitle } from './sentences.ts';
import type { TicketReading } from './ticket-model.ts';
import type { PreparedOrder } from './ticket-placing.ts';

export interface OrderContext {
  readonly instrument: Instrument;
  readonly format: Format;
  readonly mode: TradingMode;
}

function priceText(ticks: number | null, { instrument, format }: OrderContext): string | null {
  return ticks === null ? null : format.price(instrument.priceText(ticks), instrument.priceDecimals);
}

/** "Buy 0.05 BTC", or the side alone while there is no size. */
export function titleOf({ draft, size }: Pick<TicketReading, 'draft' | 'size'>, { instrument, format }: OrderContext): string {
  if (size === null || Number(size) === 0) return SAY.sides[draft.side];
  return orderTitle(draft.side, format.plainQuantity(size, instrument.sizeDecimals), instrument.spec.base);
}

/** The button's second line of an order that can be sent. */
export function detailOf({ draft, price, trigger, stop }: TicketReading, context: OrderContext): string {
  return orderDetail({
    type: draft.type,
    price: draft.usesPrice ? priceText(price.ticks, context) : null,
    trigger: draft.usesTrigger ? priceText(trigger.ticks, context) : null,
    stop: draft.bracket ? priceText(stop.ticks, context) : null,
    timeInForce: draft.timeInForce,
    postOnly: draft.postOnly,
    reduceOnly: draft.reduceOnly,
    mode: context.mode.toUpperCase(),
  });
}

/** At which price and on which condition: "at 104,231.50 or lower". */
export function whereText(reading: TicketReading, context: OrderContext): string {
  const { draft } = reading;
  const { where } = SAY.confirm;
  const limit = where.limit(draft.side, priceText(reading.price.ticks, context) ?? '');
  const base = draft.usesPrice ? limit : where.market;
  return draft.usesTrigger ? where.once(base, priceText(reading.trigger.ticks, context) ?? '') : base;
}

function moneyText(amount: Decimal | null, { instrument, format }: OrderContext): string {
  return `${format.quoteMoney(amount)} ${instrument.spec.quote}`;
}

/** What the order could lose, as a sentence; empty while it is not known. */
export function lossText({ estimate, stop }: TicketReading, context: OrderContext): string {
  if (estimate === null) return '';
  const say = SAY.confirm.loss[estimate.lossKind];
  return say(priceText(stop.ticks, context) ?? '', moneyText(estimate.worstLoss, context), context.format.percent(estimate.lossShare));
}

/** The sentence of the confirm dialog: what, at which price, how long, in which mode, its fee and what it could lose. */
export function sentenceOf(reading: TicketReading, context: OrderContext): string {
  const { draft, estimate, target } = reading;
  const { mode } = context;
  const time = draft.type === 'market' && draft.timeInForce === 'gtc' ? null : SAY.confirm.times[draft.timeInForce];
  const what = [`${titleOf(reading, context)} ${whereText(reading, context)}`, time, SAY.confirm.mode(mode.toUpperCase())]
    .filter((part) => part !== null)
    .join(', ');
  const parts = [what];
  if (draft.postOnly) parts.push(SAY.confirm.postOnly);
  if (draft.reduceOnly) parts.push(SAY.confirm.reduceOnly);
  if (estimate !== null) {
    parts.push(SAY.confirm.fee(moneyText(estimate.fee, context)));
    parts.push(lossText(reading, context));
    if (estimate.targetGain !== null)
      parts.push(SAY.confirm.target(priceText(target.ticks, context) ?? '', moneyText(estimate.targetGain, context)));
  }
  return parts.join(' ');
}

/** The order with its words, ready to be pressed; null while it cannot be sent. */
export function prepareOrder(reading: TicketReading, context: OrderContext): PreparedOrder | null {
  const { request } = reading;
  if (request === null || reading.block !== null) return null;
  return { request, mode: context.mode, title: titleOf(reading, context), sentence: sentenceOf(reading, context) };
}
