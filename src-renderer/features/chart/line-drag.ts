import { create } from 'zustand';
import type { OrderChange } from '../../../src-shared/contract/orders.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { callMain } from '../../state/call-main.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { useDrawings } from './drawings.ts';
import { moveNewStop } from './new-stop.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

/** What a line moves when it is dragged: a price of an order that is out, or a field of the one being typed. */
export type LineDrag =
  | { readonly of: 'order'; readonly order: string; readonly field: 'price' | 'trigger' }
  | { readonly of: 'draft'; readonly field: 'price' | 'trigger' | 'stop' }
  | { readonly of: 'draft'; readonly field: 'target'; readonly at: number }
  | { readonly of: 'level'; readonly id: string; readonly instrument: string }
  | { readonly of: 'new-stop' };

/** A line on its way: where it stands now, as the text of its price. */
export interface Dragging {
  readonly line: string;
  readonly drag: LineDrag;
  /** Where it stood, as text. */
  readonly from: string;
  readonly price: string;
}

/** The line that is being dragged, or null. */
export const useLineDrag = create<{ readonly dragging: Dragging | null }>()(() => ({ dragging: null }));

function offer(drag: LineDrag, price: string): void {
  if (drag.of === 'new-stop') moveNewStop(price);
  if (drag.of !== 'draft') return;
  const draft = useTicketDraft.getState();
  if (drag.field === 'target') draft.offerTarget(price, drag.at);
  else if (drag.field === 'stop') draft.offerStop(price);
  else if (drag.field === 'trigger') draft.offerTrigger(price);
  else draft.offerPrice(price);
}

/** Asks for an order's new price. What was refused is said, and the line goes back by itself, because the order has not changed. */
export async function amendOrder(order: string, change: OrderChange): Promise<void> {
  const answer = await callMain((client, command) => client.orders.amend({ command, order, change }));
  if (answer.ok && answer.value.outcome === 'recorded') return;
  const sentence = answer.ok ? (answer.value.outcome === 'refused' ? answer.value.message : '') : answer.fault.message;
  useToasts.getState().show({ id: `amend-${order}`, kind: 'refusal', sentence });
}

/** Leaves a line at its new price: an order is asked to change, a drawing moves, the rest has moved along. */
export function settle(drag: LineDrag, price: string): void {
  if (drag.of === 'order') void amendOrder(drag.order, drag.field === 'price' ? { price } : { trigger: price });
  else if (drag.of === 'level') useDrawings.getState().moveLevel(drag.instrument, drag.id, price);
  else offer(drag, price);
}

/** What a drag needs of the chart: the price under a height of the window, and how high the plot stands in it. */
export interface DragGround {
  /** The price at a pointer's height, quote units, or null outside. */
  priceAt(clientY: number): number | null;
}

function priceText(instrument: Instrument, price: number): string {
  return instrument.priceText(Math.max(1, instrument.toTicks(price)));
}

/**
 * Begins to drag a line with the pointer. The line and its cost follow at once; a line of the ticket takes its field along. Letting go asks
 * for the change, Escape drops it.
 */
export function dragLine(
  line: { readonly id: string; readonly drag: LineDrag; readonly from: string },
  instrument: Instrument,
  ground: DragGround,
): Releasable {
  const { id, drag, from } = line;
  let price = from;
  let over = false;
  const show = (next: string): void => {
    price = next;
    useLineDrag.setState({ dragging: { line: id, drag, from, price } });
    offer(drag, price);
  };
  const move = (event: PointerEvent): void => {
    const at = ground.priceAt(event.clientY);
    if (at === null) return;
    const next = priceText(instrument, at);
    if (next !== price) show(next);
  };
  const end = (): void => {
    window.removeEventListener('pointermove', move, true);
    window.removeEventListener('pointerup', drop, true);
    window.removeEventListener('pointercancel', giveUp, true);
    window.removeEventListener('keydown', key, true);
    over = true;
    useLineDrag.setState({ dragging: null });
  };
  const giveUp = (): void => {
    if (over) return;
    if (price !== from) offer(drag, from);
    end();
  };
  const drop = (): void => {
    const to = price;
    end();
    if (to !== from) settle(drag, to);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    giveUp();
  };
  window.addEventListener('pointermove', move, true);
  window.addEventListener('pointerup', drop, true);
  window.addEventListener('pointercancel', giveUp, true);
  window.addEventListener('keydown', key, true);
  show(from);
  return { dispose: giveUp };
}

/** Moves a line by whole ticks, as the keys do; it stays on its way until `settleNudge` or `dropNudge`. */
export function nudgeLine(
  line: { readonly id: string; readonly drag: LineDrag; readonly price: string },
  ticks: number,
  instrument: Instrument,
): void {
  const { dragging } = useLineDrag.getState();
  const under = dragging?.line === line.id ? dragging : null;
  const price = instrument.priceText(Math.max(1, instrument.toTicks(Number(under?.price ?? line.price)) + ticks));
  useLineDrag.setState({ dragging: { line: line.id, drag: line.drag, from: under?.from ?? line.price, price } });
  offer(line.drag, price);
}

/** Leaves the line that the keys have moved where it is; false without one. */
export function settleNudge(): boolean {
  const { dragging } = useLineDrag.getState();
  if (dragging === null) return false;
  useLineDrag.setState({ dragging: null });
  if (dragging.price !== dragging.from) settle(dragging.drag, dragging.price);
  return true;
}

/** Puts the line that the keys have moved back; false without one. */
export function dropNudge(): boolean {
  const { dragging } = useLineDrag.getState();
  if (dragging === null) return false;
  useLineDrag.setState({ dragging: null });
  offer(dragging.drag, dragging.from);
  return true;
}

/** The order as it would stand with the price that its line is dragged to. */
export function draggedOrder(order: OrderRow, dragging: Dragging | null): OrderRow {
  if (dragging?.drag.of !== 'order' || dragging.drag.order !== order.id) return order;
  return dragging.drag.field === 'price' ? { ...order, price: dragging.price } : { ...order, trigger: dragging.price };
}

/** What a line says while the venue has not answered a change of it. */
export function changingTo(order: OrderRow, shown: (price: string) => string): string | undefined {
  const { amending } = order;
  if (amending === null) return undefined;
  const price = order.type === 'limit' ? amending.price : (amending.trigger ?? amending.price);
  return price === null ? SAY.changing : SAY.changingTo(shown(price));
}
