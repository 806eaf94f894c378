import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { fillRealised } from '../../../src-shared/contract/fill-realised.ts';
import type { FillRow, OrderRow } from '../../../src-shared/contract/rows.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { PlacedStrategy } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

/** What the detail shows of a strategy. */
export type DetailTab = 'parameters' | 'orders' | 'fills' | 'log';

const WORDS = SAY.detail;
const MOST = 100;

function useOrders(instance: string): readonly OrderRow[] {
  const orders = useShownDesk((desk) => desk.orders);
  return useMemo(() => [...orders.values()].filter((row) => row.origin === instance && !FINAL_STATES.has(row.state)), [orders, instance]);
}

function useFills(instance: string): readonly FillRow[] {
  const fills = useShownDesk((desk) => desk.fills);
  return useMemo(() => fills.filter((row) => row.origin === instance), [fills, instance]);
}

/** How many orders of an instance work, and how many fills of it are known. */
export function useCounts(instance: string): { readonly orders: number; readonly fills: number } {
  return { orders: useOrders(instance).length, fills: useFills(instance).length };
}

/** Orders, fills and log lines of one instance. */
export function DetailLists({
  tab,
  line,
}: {
  readonly tab: Exclude<DetailTab, 'parameters'>;
  readonly line: PlacedStrategy;
}): ReactElement {
  if (tab === 'orders') return <Orders line={line} />;
  return tab === 'fills' ? <Fills line={line} /> : <Log line={line} />;
}

function Orders({ line }: { readonly line: PlacedStrategy }): ReactElement {
  const orders = useOrders(line.row.instance);
  const format = useFormat();
  if (orders.length === 0) return <p className="ui-label detail-line">{WORDS.noOrders}</p>;
  return (
    <ol className="detail-list">
      {orders.map((row) => (
        <li key={row.id} className="detail-entry">
          <span className="detail-time">{format.timeOrDate(row.createdAt, line.now)}</span>
          <span>
            <span className={row.side === 'buy' ? 'ui-up' : 'ui-down'}>{SAY.sides[row.side]}</span>{' '}
            {SAY.orderWords(
              row.type,
              format.plainQuantity(row.size, line.facts.sizeDecimals),
              line.facts.base,
              format.price(row.price ?? row.trigger, line.facts.priceDecimals),
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Fills({ line }: { readonly line: PlacedStrategy }): ReactElement {
  const fills = useFills(line.row.instance);
  const format = useFormat();
  const { facts } = line;
  if (fills.length === 0) return <p className="ui-label detail-line">{WORDS.noFills}</p>;
  const shown = fills.slice(0, MOST).map((row) => ({ row, realised: fillRealised(row) }));
  return (
    <ol className="detail-list">
      {shown.map(({ row, realised }) => (
        <li key={row.id} className="detail-entry">
          <span className="detail-time">{format.timeOrDate(row.time, line.now)}</span>
          <span className="detail-fill">
            {WORDS.fill(
              row.side,
              `${format.plainQuantity(row.size, facts.sizeDecimals)} ${facts.base}`,
              format.price(row.price, facts.priceDecimals),
            )}
            {realised === null ? null : <SignedFigure value={format.change(realised, 2)} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Log({ line }: { readonly line: PlacedStrategy }): ReactElement {
  const log = useShownDesk((desk) => desk.log);
  const format = useFormat();
  const lines = useMemo(() => log.filter(({ message }) => message.startsWith(line.row.instance)).slice(0, MOST), [log, line.row.instance]);
  if (lines.length === 0) return <p className="ui-label detail-line">{WORDS.noLog}</p>;
  return (
    <ol className="detail-list">
      {lines.map((row) => (
        <li key={row.id} className="detail-entry" data-selectable="">
          <span className="detail-time">{format.timeOrDate(row.time, line.now)}</span>
          <span>{row.message}</span>
        </li>
      ))}
    </ol>
  );
}
