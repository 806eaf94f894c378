import type { OrderRow, PositionRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import type { SignedText } from '../../format/figures.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { changingTo, draggedOrder } from './line-drag.ts';
import type { Dragging, LineDrag } from './line-drag.ts';
import type { Level } from './drawings.ts';
import { breakEvenState } from './new-stop.ts';
import type { NewStop } from './new-stop.ts';
import type { PriceAlert } from './price-alert.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import { TOOL_SENTENCES as TOOLS } from './tool-sentences.ts';

/** What a line on the chart stands for; it decides colour and dashes. */
export type LineKind = 'buy' | 'sell' | 'position' | 'stop' | 'target' | 'doubt' | 'level';

/** What a line's tag offers to do, beside its cross. */
export type LineOffer = 'break-even' | 'add-stop' | 'set-stop';

/** A horizontal line with its tag. */
export interface ChartLine {
  readonly id: string;
  readonly kind: LineKind;
  readonly price: number;
  /** The tag's words, "Buy limit 0.05". */
  readonly words: string;
  /** A state beside the words, "checking". */
  readonly state: string | undefined;
  /** Figures after the words: P&L, multiples of the risk. */
  readonly figures: readonly SignedText[];
  /** What the tag's cross takes away: an order at the venue, a drawing, an alert, or a new stop that was not set. */
  readonly removes: { readonly what: 'order' | 'level' | 'new-stop' | 'alert'; readonly id: string } | null;
  /** What it moves when it is dragged, and the price it stands at as text; null where it cannot be. */
  readonly drag: { readonly what: LineDrag; readonly price: string } | null;
  /** It is of the order in the ticket, which has not been sent. */
  readonly typed: boolean;
  readonly offers: readonly LineOffer[];
  /** It is the one that keys act on. */
  readonly chosen: boolean;
}

/** A line with nothing to say, to drag or to do. */
const PLAIN = { state: undefined, figures: [], removes: null, drag: null, typed: false, offers: [], chosen: false } as const;

function sizeLeft(order: OrderRow): Decimal | undefined {
  return order.size === null ? undefined : Decimal.parse(order.size).sub(Decimal.parse(order.filled));
}

/** Orders that close at a loss or give back part of a profit; those that only shrink a position protect it. */
const STOPS: ReadonlySet<OrderRow['type']> = new Set(['stop', 'stop-limit', 'trailing-stop']);

function kindOf(order: OrderRow): LineKind {
  if (order.state === 'in-doubt') return 'doubt';
  if (order.role === 'stop' || (order.protective && STOPS.has(order.type))) return 'stop';
  if (order.role === 'target' || (order.protective && order.type === 'take-profit')) return 'target';
  return order.side;
}

function orderWords(order: OrderRow, kind: LineKind, size: string): string {
  if (kind === 'stop') return order.type === 'trailing-stop' ? TOOLS.trailingStop(size) : SAY.stop(size);
  if (kind === 'target') return SAY.target(size);
  return SAY.order(order.side, order.type, size);
}

/** Profit or loss of a position, or of a part of it, at a price, without costs, quote units; `size` is signed like the position. */
function profitAt(position: PositionRow, price: string, size = Decimal.parse(position.size)): Decimal {
  return Decimal.parse(price).sub(Decimal.parse(position.entry)).mul(size);
}

/** What an order makes that closes all or a part of a position; undefined where it closes nothing. */
function profitOf(order: OrderRow, price: string, position: PositionRow | undefined): Decimal | undefined {
  if (position === undefined) return undefined;
  const held = Decimal.parse(position.size);
  if (held.sign() === 0 || held.sign() > 0 === (order.side === 'buy')) return undefined;
  const left = sizeLeft(order);
  const closes = left !== undefined && left.compare(held.abs()) < 0 ? left : held.abs();
  return profitAt(position, price, held.sign() > 0 ? closes : closes.neg());
}

function dragOf(order: OrderRow, kind: LineKind, price: string): ChartLine['drag'] {
  const fixed = kind === 'doubt' || order.amending !== null || order.state === 'recorded' || order.state === 'submitted';
  if (fixed || order.type === 'market' || order.type === 'trailing-stop') return null;
  return { what: { of: 'order', order: order.id, field: order.type === 'limit' ? 'price' : 'trigger' }, price };
}

function orderLine(given: OrderRow, { position, instrument, format, dragging }: ChartLineInput): ChartLine | undefined {
  const order = draggedOrder(given, dragging);
  const price = order.type === 'limit' ? order.price : (order.trigger ?? order.price);
  if (price === null) return undefined;
  const kind = kindOf(order);
  const profit = kind === 'stop' || kind === 'target' ? profitOf(order, price, position) : undefined;
  const sending = order.state === 'recorded' || order.state === 'submitted' ? SAY.sending : undefined;
  const state = kind === 'doubt' ? SAY.checking : (sending ?? changingTo(order, (text) => format.price(text, instrument.priceDecimals)));
  const value = dragging?.line === order.id && profit === undefined ? sizeLeft(order)?.mul(Decimal.parse(price)) : undefined;
  return {
    ...PLAIN,
    id: order.id,
    kind,
    price: Number(price),
    words: orderWords(order, kind, format.plainQuantity(sizeLeft(order), instrument.sizeDecimals)),
    state: value === undefined ? state : TOOLS.orderValue(format.quoteMoney(value, 'cost'), instrument.spec.quote),
    figures: profit === undefined ? [] : [format.change(profit, 2)],
    removes: kind === 'doubt' ? null : { what: 'order', id: order.id },
    drag: dragOf(order, kind, price),
  };
}

/** What a position has made in multiples of what it would lose at its stop; undefined without a stop on the losing side. */
export function multipleOfRisk(position: PositionRow): number | undefined {
  if (position.stop === null) return undefined;
  const risk = (Number(position.entry) - Number(position.stop)) * Number(position.size);
  return risk > 0 ? Number(position.unrealised) / risk : undefined;
}

function positionLines(
  position: PositionRow,
  protectedBy: ReadonlySet<LineKind>,
  { instrument, format }: ChartLineInput,
): readonly ChartLine[] {
  const size = Decimal.parse(position.size);
  const multiple = multipleOfRisk(position);
  const figures = [format.change(position.unrealised, 2), ...(multiple === undefined ? [] : [format.riskMultiple(multiple)])];
  const even = breakEvenState(position, instrument);
  const own: ChartLine = {
    ...PLAIN,
    id: 'position',
    kind: 'position',
    price: Number(position.entry),
    words: SAY.position(size.sign() > 0, format.plainQuantity(size.abs(), instrument.sizeDecimals)),
    figures,
    offers: [...(even === 'offered' ? (['break-even'] as const) : []), ...(position.stop === null ? (['add-stop'] as const) : [])],
  };
  const guards = (['stop', 'target'] as const).flatMap((kind): ChartLine[] => {
    const price = kind === 'stop' ? position.stop : (position.targets[0]?.price ?? null);
    if (price === null || protectedBy.has(kind)) return [];
    return [
      { ...PLAIN, id: kind, kind, price: Number(price), words: SAY[kind](''), figures: [format.change(profitAt(position, price), 2)] },
    ];
  });
  return [own, ...guards];
}

export interface ChartLineInput {
  readonly instrument: Instrument;
  readonly orders: Iterable<OrderRow>;
  readonly position: PositionRow | undefined;
  readonly format: Format;
  /** What is being dragged, or null. */
  readonly dragging: Dragging | null;
  /** The order in the ticket, or null where it is of another instrument. */
  readonly draft: TicketDraft | null;
  /** The trading keys have placed the ticket's order on the chart. */
  readonly pending: boolean;
  /** A stop that was offered for the position and not set. */
  readonly newStop: NewStop | null;
  readonly levels: readonly Level[];
  readonly alerts: readonly PriceAlert[];
  /** The line that keys act on. */
  readonly chosen: string | null;
}

/** A price of the ticket as it was typed, where it can be read. */
function typedPrice(text: string, instrument: Instrument): string | null {
  const ticks = /^\d+(?:\.\d+)?$/u.test(text) ? instrument.ticksOf(Decimal.parse(text)) : null;
  return ticks === null || ticks <= 0 ? null : instrument.priceText(ticks);
}

/** What a leg of the order in the ticket would make from its price on, without costs, where both prices and the size are typed. */
function draftProfit({ type, price: entry, size, unit, side }: TicketDraft, price: string, format: Format): readonly SignedText[] {
  const known = type === 'limit' && unit === 'base' && [entry, size].every((text) => /^\d+(?:\.\d+)?$/u.test(text));
  if (!known) return [];
  const move = Decimal.parse(price).sub(Decimal.parse(entry)).mul(Decimal.parse(size));
  return [format.change(side === 'buy' ? move : move.neg(), 2)];
}

/** Stop, targets and prices of the order in the ticket: they can be dragged before it is sent. */
function draftLines(draft: TicketDraft, { instrument, format, pending }: ChartLineInput): readonly ChartLine[] {
  if (draft.amending !== null) return [];
  const line = (what: Extract<LineDrag, { of: 'draft' }>, kind: LineKind, text: string, words: string): ChartLine[] => {
    const price = typedPrice(text, instrument);
    if (price === null) return [];
    const id = `draft-${what.field}${'at' in what ? `-${String(what.at)}` : ''}`;
    return [
      {
        ...PLAIN,
        id,
        kind,
        price: Number(price),
        words: SAY.typed(words),
        figures: kind === 'stop' || kind === 'target' ? draftProfit(draft, price, format) : [],
        drag: { what, price },
        typed: true,
      },
    ];
  };
  const size = draft.unit === 'base' && draft.size !== '' ? draft.size : '';
  const words = SAY.order(draft.side, draft.type, size).trimEnd();
  const wakes = draft.type === 'stop' || draft.type === 'stop-limit' || draft.type === 'take-profit';
  const outer = [
    ...(draft.type === 'limit' && (draft.bracket || pending) ? line({ of: 'draft', field: 'price' }, draft.side, draft.price, words) : []),
    ...(wakes ? line({ of: 'draft', field: 'trigger' }, draft.side, draft.trigger, words) : []),
  ];
  if (!draft.bracket) return outer;
  return [
    ...outer,
    ...line({ of: 'draft', field: 'stop' }, 'stop', draft.stop, SAY.stop('')),
    ...draft.targets.flatMap((target, at) => line({ of: 'draft', field: 'target', at }, 'target', target.price, SAY.target(''))),
  ];
}

/** The stop that was offered, with what it would lose. */
function newStopLines({ newStop, position, instrument, format }: ChartLineInput): readonly ChartLine[] {
  if (newStop?.instrument !== instrument.id || position === undefined) return [];
  const { price } = newStop;
  return [
    {
      ...PLAIN,
      id: 'new-stop',
      kind: 'stop',
      price: Number(price),
      words: TOOLS.newStop,
      figures: [format.change(profitAt(position, price), 2)],
      removes: { what: 'new-stop', id: 'new-stop' },
      drag: { what: { of: 'new-stop' }, price },
      typed: true,
      offers: ['set-stop'],
    },
  ];
}

/** The lines that a trader drew. */
function levelLines({ levels, dragging, instrument, format }: ChartLineInput): readonly ChartLine[] {
  return levels.map(({ id, price: kept }): ChartLine => {
    const price = dragging?.line === id ? dragging.price : kept;
    return {
      ...PLAIN,
      id,
      kind: 'level',
      price: Number(price),
      words: TOOLS.levelAt(format.price(price, instrument.priceDecimals)),
      removes: { what: 'level', id },
      drag: { what: { of: 'level', id, instrument: instrument.id }, price: kept },
    };
  });
}

/** Prices at which alerts wait. */
function alertLines({ alerts, instrument, format }: ChartLineInput): readonly ChartLine[] {
  return alerts.map(({ alert, level }): ChartLine => {
    const words = TOOLS.alertAt(format.price(level, instrument.priceDecimals));
    return {
      ...PLAIN,
      id: `alert-${String(alert)}`,
      kind: 'level',
      price: Number(level),
      words,
      removes: { what: 'alert', id: String(alert) },
    };
  });
}

/** The lines of an instrument: orders at work, the order being typed, the position with its stop and target, what was drawn, and prices at which alerts wait. */
export function chartLines(input: ChartLineInput): readonly ChartLine[] {
  const lines = [...orderLines(input), ...levelLines(input), ...alertLines(input)];
  const { chosen } = input;
  return chosen === null ? lines : lines.map((line) => (line.id === chosen ? { ...line, chosen: true } : line));
}

function orderLines(input: ChartLineInput): readonly ChartLine[] {
  const { instrument, orders } = input;
  const position = input.position === undefined || Number(input.position.size) === 0 ? undefined : input.position;
  const known = { ...input, position };
  const lines: ChartLine[] = [];
  for (const order of orders) {
    if (order.instrument !== instrument.id || FINAL_STATES.has(order.state)) continue;
    const line = orderLine(order, known);
    if (line) lines.push(line);
  }
  if (input.draft?.instrument === instrument.id) lines.push(...draftLines(input.draft, known));
  if (position === undefined) return lines;
  return [
    ...lines,
    ...newStopLines(known),
    ...positionLines(position, new Set(lines.filter((line) => !line.typed).map((line) => line.kind)), known),
  ];
}

/** Widens a price range so that it takes in the lines up to half its height away. */
export function rangeWithLines(
  range: { readonly minValue: number; readonly maxValue: number },
  prices: readonly number[],
): { readonly minValue: number; readonly maxValue: number } {
  const reach = (range.maxValue - range.minValue) / 2;
  const near = prices.filter((price) => price >= range.minValue - reach && price <= range.maxValue + reach);
  return { minValue: Math.min(range.minValue, ...near), maxValue: Math.max(range.maxValue, ...near) };
}
