import type { OrderRow, PositionRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import type { SignedText } from '../../format/figures.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { changingTo, draggedOrder } from './line-drag.ts';
import type { Dragging, LineDrag } from './line-drag.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

/** What a line on the chart stands for; it decides colour and dashes. */
export type LineKind = 'buy' | 'sell' | 'position' | 'stop' | 'target' | 'doubt';

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
  /** The order that the tag's cross cancels. */
  readonly cancels: string | undefined;
  /** What it moves when it is dragged, and the price it stands at as text; null where it cannot be. */
  readonly drag: { readonly what: LineDrag; readonly price: string } | null;
  /** It is of the order in the ticket, which has not been sent. */
  readonly typed: boolean;
}

function sizeLeft(order: OrderRow): Decimal | undefined {
  return order.size === null ? undefined : Decimal.parse(order.size).sub(Decimal.parse(order.filled));
}

function kindOf(order: OrderRow): LineKind {
  if (order.state === 'in-doubt') return 'doubt';
  if (order.role === 'stop' || (order.protective && order.type === 'stop')) return 'stop';
  if (order.role === 'target') return 'target';
  return order.side;
}

function orderWords(order: OrderRow, kind: LineKind, size: string): string {
  if (kind === 'stop') return SAY.stop(size);
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
  const state = kind === 'doubt' ? SAY.checking : (sending ?? changingTo(order));
  return {
    id: order.id,
    kind,
    price: Number(price),
    words: orderWords(order, kind, format.plainQuantity(sizeLeft(order), instrument.sizeDecimals)),
    state,
    figures: profit === undefined ? [] : [format.change(profit, 2)],
    cancels: kind === 'doubt' ? undefined : order.id,
    drag: dragOf(order, kind, price),
    typed: false,
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
  const own: ChartLine = {
    id: 'position',
    kind: 'position',
    price: Number(position.entry),
    words: SAY.position(size.sign() > 0, format.plainQuantity(size.abs(), instrument.sizeDecimals)),
    state: undefined,
    figures,
    cancels: undefined,
    drag: null,
    typed: false,
  };
  const guards = (['stop', 'target'] as const).flatMap((kind): ChartLine[] => {
    const price = kind === 'stop' ? position.stop : (position.targets[0]?.price ?? null);
    if (price === null || protectedBy.has(kind)) return [];
    return [
      {
        id: kind,
        kind,
        price: Number(price),
        words: SAY[kind](''),
        state: undefined,
        figures: [format.change(profitAt(position, price), 2)],
        cancels: undefined,
        drag: null,
        typed: false,
      },
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
}

/** A price of the ticket as it was typed, where it can be read. */
function typedPrice(text: string, instrument: Instrument): string | null {
  const ticks = /^\d+(?:\.\d+)?$/u.test(text) ? instrument.ticksOf(Decimal.parse(text)) : null;
  return ticks === null || ticks <= 0 ? null : instrument.priceText(ticks);
}

/** Stop, targets and prices of the order in the ticket: they can be dragged before it is sent. */
function draftLines(draft: TicketDraft, { instrument }: ChartLineInput): readonly ChartLine[] {
  if (draft.amending !== null || !draft.bracket) return [];
  const line = (what: LineDrag, kind: LineKind, text: string, words: string): ChartLine[] => {
    const price = typedPrice(text, instrument);
    if (price === null) return [];
    const id = `draft-${what.field}${'at' in what ? `-${String(what.at)}` : ''}`;
    return [
      {
        id,
        kind,
        price: Number(price),
        words: SAY.typed(words),
        state: undefined,
        figures: [],
        cancels: undefined,
        drag: { what, price },
        typed: true,
      },
    ];
  };
  const price = draft.type === 'limit' ? draft.price : '';
  return [
    ...line({ of: 'draft', field: 'price' }, draft.side, price, SAY.order(draft.side, draft.type, '').trimEnd()),
    ...line({ of: 'draft', field: 'stop' }, 'stop', draft.stop, SAY.stop('')),
    ...draft.targets.flatMap((target, at) => line({ of: 'draft', field: 'target', at }, 'target', target.price, SAY.target(''))),
  ];
}

/** The lines of an instrument: orders at work, the position, its stop and target. */
export function chartLines(input: ChartLineInput): readonly ChartLine[] {
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
  return [...lines, ...positionLines(position, new Set(lines.filter((line) => !line.typed).map((line) => line.kind)), known)];
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
