import { create } from 'zustand';
import type { PositionRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { tellRefusal } from '../../ui/tell.ts';

/** A new stop is offered so far from the mark, a share of it. */
const AWAY = 0.01;

/** A stop for a position that has none: it stands on the chart until it is set or dropped. */
export interface NewStop {
  readonly instrument: string;
  /** Decimal text. */
  readonly price: string;
}

export const useNewStop = create<{ readonly stop: NewStop | null }>()(() => ({ stop: null }));

/** Where a position comes out even, without costs, on a whole tick on the side that does not lose. */
export function breakEvenOf({ entry, size }: Pick<PositionRow, 'entry' | 'size'>, instrument: Instrument): string {
  const ticks = Number(entry) / instrument.tickSize;
  const rough = Math.round(ticks);
  const exact = Math.abs(ticks - rough) < 1e-6 ? rough : Number(size) > 0 ? Math.ceil(ticks) : Math.floor(ticks);
  return instrument.priceText(Math.max(1, exact));
}

/** Whether a stop at break-even would stand behind the market, and better than the one that is there. */
export function breakEvenState(position: PositionRow, instrument: Instrument): 'offered' | 'losing' | 'there' {
  const even = Number(breakEvenOf(position, instrument));
  const sign = Math.sign(Number(position.size));
  if (position.stop !== null && (Number(position.stop) - even) * sign >= 0) return 'there';
  return (Number(position.mark) - even) * sign > 0 ? 'offered' : 'losing';
}

/** The targets that a position has, in whole percents of it, never more than all of it. */
export function sharesOf({
  size,
  targets,
}: Pick<PositionRow, 'size' | 'targets'>): readonly { readonly price: string; readonly share: number }[] {
  const held = Decimal.parse(size).abs().toNumber();
  let left = 100;
  return targets.flatMap(({ price, size: part }) => {
    const share = Math.min(left, Math.round((Number(part) / held) * 100));
    left -= share;
    return share < 1 ? [] : [{ price, share }];
  });
}

/** Sets the stop of a held position; its targets stay. What is refused is said. */
export async function protectWith(position: PositionRow, stop: string): Promise<void> {
  const protection = { instrument: position.instrument, stop, targets: [...sharesOf(position)] };
  const answer = await callMain((client, command) => client.orders.protect({ command, protection }));
  if (answer.ok && answer.value.outcome === 'recorded') return;
  tellRefusal('protect', answer.ok ? (answer.value.outcome === 'refused' ? answer.value.message : '') : answer.fault.message);
}

/** Moves the stop of a position to where it comes out even. */
export function stopToBreakEven(position: PositionRow, instrument: Instrument): void {
  void protectWith(position, breakEvenOf(position, instrument));
}

/** Puts a new stop on the chart, on the losing side of the mark. */
export function offerNewStop({ mark, size }: Pick<PositionRow, 'mark' | 'size'>, instrument: Instrument): void {
  const price = Number(mark) * (1 - AWAY * Math.sign(Number(size)));
  useNewStop.setState({ stop: { instrument: instrument.id, price: instrument.priceText(Math.max(1, instrument.toTicks(price))) } });
}

export function moveNewStop(price: string): void {
  useNewStop.setState(({ stop }) => ({ stop: stop === null ? null : { ...stop, price } }));
}

export function dropNewStop(): void {
  useNewStop.setState({ stop: null });
}

/** Asks for the stop that stands on the chart. */
export function setNewStop(): void {
  const { stop } = useNewStop.getState();
  dropNewStop();
  const position = stop === null ? undefined : useShownDesk.getState().positions.get(stop.instrument);
  if (stop !== null && position !== undefined) void protectWith(position, stop.price);
}
