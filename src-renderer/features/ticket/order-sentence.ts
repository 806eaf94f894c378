import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { orderDetail, orderLine, orderPrices, orderTitle } from '../../../src-shared/domain/order-words.ts';
import type { WrittenOrder } from '../../../src-shared/domain/order-words.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { accountWords } from '../../state/traded-account.ts';
import type { TradingMode } from '../../ui/chip.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { orderKey } from './ticket-placing.ts';
import type { PreparedOrder } from './ticket-placing.ts';
import type { TicketReading } from './ticket-model.ts';

export interface OrderContext {
  readonly instrument: Instrument;
  readonly format: Format;
  readonly mode: TradingMode;
  /** The account's name where it is one at a venue; null elsewhere. */
  readonly account: string | null;
  /** Market time, ms UTC: tells today's times from other days'. */
  readonly now: number;
}

type Figures = Pick<OrderContext, 'instrument' | 'format'>;

function priceText(ticks: number | null, { instrument, format }: Figures): string | null {
  return ticks === null ? null : format.price(instrument.priceText(ticks), instrument.priceDecimals);
}

/** A size with its unit as a sentence says it: "0.05 BTC"; nothing while there is none. */
export function sizeText(size: string | null, { instrument, format }: Figures): string | null {
  return size === null || Number(size) === 0 ? null : `${format.plainQuantity(size, instrument.sizeDecimals)} ${instrument.spec.base}`;
}

/** The order of the ticket as it is written everywhere. */
export function writtenOrder(reading: TicketReading, context: OrderContext): WrittenOrder {
  const { draft, price, trigger, trail, stop, size } = reading;
  return {
    side: draft.side,
    type: draft.type,
    size: sizeText(size, context),
    price: draft.usesPrice ? priceText(price.ticks, context) : null,
    trigger: draft.usesTrigger ? priceText(trigger.ticks, context) : null,
    trail: draft.usesTrail ? priceText(trail.ticks, context) : null,
    stop: draft.bracket ? priceText(stop.ticks, context) : null,
    timeInForce: draft.timeInForce,
    expires: draft.expiresAt === null ? null : untilText(draft.expiresAt, context),
    postOnly: draft.postOnly,
    reduceOnly: draft.reduceOnly,
  };
}

function untilText(time: number, { format, now }: OrderContext): string {
  const text = format.timeOrDate(time, now);
  return /^\d\d:\d\d:\d\d$/u.test(text) ? text.slice(0, 5) : text;
}

/** An open order as it is written everywhere. */
export function writtenRow(row: OrderRow, { instrument, format, now }: Omit<OrderContext, 'mode' | 'account'>): WrittenOrder {
  const price = (text: string | null): string | null => (text === null ? null : format.price(text, instrument.priceDecimals));
  return {
    side: row.side,
    type: row.type,
    size: sizeText(row.size, { instrument, format }),
    price: price(row.price),
    trigger: price(row.trigger),
    trail: price(row.trail),
    stop: null,
    timeInForce: row.timeInForce,
    expires: row.expiresAt === null ? null : format.timeOrDate(row.expiresAt, now),
    postOnly: row.postOnly,
    reduceOnly: row.reduceOnly,
  };
}

/** What is done: "Buy 0.05 BTC", or "Change to 0.05 BTC" of an order that is open. */
function deedOf(reading: TicketReading, context: Figures): string {
  const size = sizeText(reading.size, context);
  if (reading.draft.amending === null) {
    // What an order of a perpetual does depends on what is held: the button says it.
    const { outlook, draft } = reading;
    if (outlook === null) return orderTitle({ side: draft.side, size });
    return [SAY.contractDeeds[outlook.effect][draft.side], size].filter((part) => part !== null).join(' ');
  }
  return size === null ? SAY.change : SAY.changeTo(size);
}

/** The button's first line: what is done, and with which account where it is one at a venue, "Buy 0.05 BTC - LIVE main". */
export function titleOf(reading: TicketReading, context: Figures & Pick<OrderContext, 'mode' | 'account'>): string {
  const deed = deedOf(reading, context);
  return context.account === null ? deed : SAY.withAccount(deed, accountWords({ mode: context.mode, name: context.account }));
}

/** The button's second line of an order that can be sent. */
export function detailOf(reading: TicketReading, context: OrderContext): string {
  return orderDetail(writtenOrder(reading, context), accountWords({ mode: context.mode, name: context.account }));
}

/** At which price and on which condition: "at 104,231.50 or lower". */
export function whereText(reading: TicketReading, context: Figures): string {
  const { draft, estimate, trail, price, trigger } = reading;
  const { where } = SAY.confirm;
  const about = draft.type === 'market' ? priceText(estimate?.priceTicks ?? null, context) : null;
  const market = about === null ? where.market : where.marketAbout(about);
  const base = draft.usesPrice ? where.limit(draft.side, priceText(price.ticks, context) ?? '') : market;
  if (draft.usesTrail) return where.trails(base, priceText(trail.ticks, context) ?? '', priceText(trail.triggerTicks, context) ?? '');
  return draft.usesTrigger ? where.once(base, priceText(trigger.ticks, context) ?? '') : base;
}

function moneyText(amount: Decimal | null, { instrument, format }: Figures): string {
  return `${format.quoteMoney(amount)} ${instrument.spec.quote}`;
}

/** What the order could lose, as a sentence; empty while it is not known. */
export function lossText({ estimate, stop }: TicketReading, context: Figures): string {
  if (estimate === null) return '';
  const say = SAY.confirm.loss[estimate.lossKind];
  return say(priceText(stop.ticks, context) ?? '', moneyText(estimate.worstLoss, context), context.format.percent(estimate.lossShare));
}

/** What is done, at which price, how long, in which mode. */
function firstSentence(reading: TicketReading, context: OrderContext): string {
  const { draft, amended } = reading;
  const { mode, times, change } = SAY.confirm;
  const on = mode(accountWords({ mode: context.mode, name: context.account }));
  if (amended !== null) {
    const after = writtenOrder(reading, context);
    return `${change(orderLine(writtenRow(amended, context)), [sizeText(reading.size, context), orderPrices(after)].join(', '))}, ${on}`;
  }
  const until = draft.expiresAt === null ? '' : untilText(draft.expiresAt, context);
  const time = draft.type === 'market' && draft.timeInForce === 'gtc' ? null : times[draft.timeInForce](until);
  return [`${deedOf(reading, context)} ${whereText(reading, context)}`, time, on].filter((part) => part !== null).join(', ');
}

/** The sentence of the confirm dialog: what, at which price, how long, in which mode, its fee and what it could lose. */
export function sentenceOf(reading: TicketReading, context: OrderContext): string {
  const { draft, estimate, targets } = reading;
  const parts = [firstSentence(reading, context)];
  if (draft.postOnly) parts.push(SAY.confirm.postOnly);
  if (draft.reduceOnly) parts.push(SAY.confirm.reduceOnly);
  if (estimate !== null) {
    parts.push(SAY.confirm.fee(moneyText(estimate.fee, context)));
    parts.push(lossText(reading, context));
    if (estimate.targetGain !== null) {
      const prices = targets.flatMap(({ ticks }) => priceText(ticks, context) ?? []);
      parts.push(SAY.confirm.target(prices, moneyText(estimate.targetGain, context)));
    }
  }
  return parts.join(' ');
}

/** The order with its words, ready to be pressed; null while it cannot be sent. */
export function prepareOrder(reading: TicketReading, context: OrderContext): PreparedOrder | null {
  const { request, change, amended, draft } = reading;
  if (reading.block !== null) return null;
  const words = {
    key: orderKey(draft),
    side: draft.side,
    mode: context.mode,
    title: titleOf(reading, context),
    line: orderLine(writtenOrder(reading, context)),
    sentence: sentenceOf(reading, context),
  };
  if (amended !== null) return change === null ? null : { ...words, ask: { kind: 'amend', order: amended.id, change } };
  return request === null ? null : { ...words, ask: { kind: 'place', order: request } };
}
