import type { ReactElement } from 'react';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { plainNumber } from '../../format/figures.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { originWords } from '../../state/instrument-facts.ts';
import { Chip } from '../../ui/chip.tsx';
import { AlignedFigure, RowName, ShareBar, ShortId, SideWord } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { UnknownFigure } from '../../ui/figures.tsx';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import type { OrderLine, PlacedLine } from './orders-model.ts';
import { EditableCell } from './editable-cell.tsx';
import type { Editing } from './editable-cell.tsx';
import { AmendCell, CancelCell, StateCell, reasonText, stateText } from './order-cells.tsx';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';

type OrderColumn = Column<OrderLine>;

/** What the columns are drawn with. */
export interface OrderColumnsInput {
  readonly format: Format;
  /** The cell that is being changed, and how that ends. */
  readonly editing: Editing | null;
}

const OPEN = ['recorded', 'submitted', 'acknowledged', 'partially-filled'] as const;
const ENDED = ['filled', 'cancelled', 'rejected', 'expired'] as const;

function ofOrder<Value>(line: OrderLine, read: (line: PlacedLine) => Value): Value | undefined {
  return line.kind === 'order' ? read(line) : undefined;
}

function identityColumns(format: Format, timeTitle: string): readonly OrderColumn[] {
  return [
    {
      id: 'time',
      title: timeTitle,
      width: timeTitle === SAY.time ? 80 : 94,
      cell: (line) => format.timeOrDate(line.time, line.now),
      plain: (line) => isoUtc(line.time),
      sortBy: (line) => line.time,
    },
    {
      id: 'instrument',
      title: SAY.instrument,
      width: 96,
      fixed: true,
      cell: (line) => <RowName {...line.facts} />,
      plain: (line) => line.facts.id,
      filterBy: (line) => line.facts.symbol,
      sortBy: (line) => line.facts.symbol,
    },
    {
      id: 'side',
      title: SAY.side,
      width: 40,
      cell: (line) => <SideWord side={line.side}>{SAY.sides[line.side]}</SideWord>,
      plain: (line) => line.side,
      filterBy: (line) => SAY.sides[line.side],
      words: Object.values(SAY.sides),
      sortBy: (line) => line.side,
    },
    {
      id: 'type',
      title: SAY.type,
      width: 62,
      cell: (line) => ofOrder(line, ({ row }) => SAY.typeWord(row.type)),
      plain: (line) => ofOrder(line, ({ row }) => row.type) ?? '',
      filterBy: (line) => ofOrder(line, ({ row }) => SAY.typeWord(row.type)) ?? '',
      words: SAY.types,
      sortBy: (line) => ofOrder(line, ({ row }) => row.type),
    },
  ];
}

/** The price an order has, or of a refused one what it asked for. */
function priceOf(line: OrderLine, of: 'price' | 'trigger'): string | null {
  return line.kind === 'order' ? line.row[of] : of === 'price' ? line.row.price : null;
}

/** Empty where an order of its type has no such price. */
function PriceCell({ line, of, format }: { line: OrderLine; of: 'price' | 'trigger'; format: Format }): ReactElement | null {
  const value = priceOf(line, of);
  if (value === null) return null;
  const { priceDecimals } = line.facts;
  const figure = <AlignedFigure value={format.price(value, priceDecimals)} decimals={priceDecimals} room={line.room.price} />;
  const trail = line.kind === 'order' ? line.row.trail : null;
  return of === 'trigger' && trail !== null ? (
    <span {...hintProps(SAY.follows(format.price(trail, priceDecimals)))}>{figure}</span>
  ) : (
    figure
  );
}

function priceColumn(of: 'price' | 'trigger', title: string, { format, editing }: OrderColumnsInput): OrderColumn {
  return {
    id: of,
    title,
    width: 84,
    align: 'right',
    cell: (line) => <EditableCell line={line} field={of} editing={editing} shown={<PriceCell line={line} of={of} format={format} />} />,
    plain: (line) => priceOf(line, of) ?? '',
    sortBy: (line) => Number(priceOf(line, of) ?? Number.NaN),
  };
}

function SizeCell({ line, format }: { line: OrderLine; format: Format }): ReactElement {
  const { size } = line.row;
  const quoteAmount = line.kind === 'order' ? line.row.quoteAmount : null;
  if (size === null && quoteAmount === null) return <UnknownFigure why={SAY.refusedHasNone} />;
  if (size === null) {
    const amount = `${format.quoteMoney(quoteAmount)} ${line.facts.quote}`;
    return <span {...hintProps(SAY.byAmount(amount))}>{amount}</span>;
  }
  const { sizeDecimals } = line.facts;
  return <AlignedFigure value={format.quantity(size, sizeDecimals)} decimals={sizeDecimals} room={line.room.size} />;
}

function FilledCell({ line, format }: { line: OrderLine; format: Format }): ReactElement | null {
  const share = line.kind === 'order' ? line.filledShare : null;
  if (share === null) return line.kind === 'refusal' ? null : <UnknownFigure why={SAY.byAmountUnknown} />;
  return (
    <>
      <ShareBar share={share.toNumber()} />
      <span className="orders-share">{format.percent(share)}</span>
    </>
  );
}

function amountColumns(input: OrderColumnsInput): readonly OrderColumn[] {
  const { format, editing } = input;
  return [
    priceColumn('price', SAY.price, input),
    priceColumn('trigger', SAY.trigger, input),
    {
      id: 'size',
      title: SAY.size,
      width: 84,
      align: 'right',
      cell: (line) => <EditableCell line={line} field="size" editing={editing} shown={<SizeCell line={line} format={format} />} />,
      plain: (line) => line.row.size ?? ofOrder(line, ({ row }) => row.quoteAmount) ?? '',
      sortBy: (line) => Number(line.row.size ?? Number.NaN),
    },
    {
      id: 'filled',
      title: SAY.filled,
      width: 90,
      align: 'right',
      cell: (line) => <FilledCell line={line} format={format} />,
      plain: (line) => ofOrder(line, ({ row }) => row.filled) ?? '',
      sortBy: (line) => ofOrder(line, ({ filledShare }) => filledShare)?.toNumber(),
    },
    {
      id: 'tif',
      title: SAY.tif,
      width: 38,
      cell: (line) => ofOrder(line, ({ row }) => <span {...hintProps(tifHint(row, format))}>{row.timeInForce.toUpperCase()}</span>),
      plain: (line) => ofOrder(line, ({ row }) => row.timeInForce) ?? '',
      sortBy: (line) => ofOrder(line, ({ row }) => row.timeInForce),
    },
  ];
}

function tifHint({ timeInForce, expiresAt }: OrderRow, format: Format): string {
  if (expiresAt === null) return SAY.tifHint[timeInForce];
  return SAY.until(`${format.calendarDay(expiresAt)} ${format.timeOfDay(expiresAt)}`);
}

function flagsOf(line: OrderLine): string {
  if (line.kind === 'refusal') return '';
  const { postOnly, reduceOnly } = line.row;
  return [postOnly ? SAY.postOnly : '', reduceOnly ? SAY.reduceOnly : ''].filter(Boolean).join(', ');
}

function groupOf(line: OrderLine): string {
  return line.kind === 'order' && line.row.role !== null ? SAY.roleWord(line.row.role) : '';
}

const FLAGS: OrderColumn = {
  id: 'flags',
  title: SAY.flags,
  width: 52,
  words: [SAY.postOnly, SAY.reduceOnly],
  cell: (line) => (
    <span className="ui-ellipsis" {...clippedHint(flagsOf(line))}>
      {flagsOf(line)}
    </span>
  ),
  plain: flagsOf,
  sortBy: flagsOf,
};
const GROUP: OrderColumn = { id: 'group', title: SAY.group, width: 88, words: SAY.roles, cell: groupOf, plain: groupOf, sortBy: groupOf };
const ORIGIN: OrderColumn = {
  id: 'origin',
  title: SAY.origin,
  width: 76,
  filterBy: (line) => originWords(line.origin),
  cell: (line) =>
    line.origin === ELSEWHERE ? (
      <Chip tone="outlined" hint={SAY.madeElsewhere}>
        {SAY.elsewhere}
      </Chip>
    ) : (
      <span className="ui-ellipsis" {...hintProps(line.origin)}>
        {originWords(line.origin)}
      </span>
    ),
  words: [`${SAY.elsewhere}M`],
  plain: (line) => line.origin,
  sortBy: (line) => line.origin,
};

/** Orders that may still trade. */
export function openColumns(
  input: OrderColumnsInput & { readonly onCancel: (line: OrderLine) => void; readonly onEvidence: (order: string) => void },
): readonly OrderColumn[] {
  const { format, onCancel, onEvidence } = input;
  return [
    ...identityColumns(format, SAY.time),
    ...amountColumns(input),
    FLAGS,
    GROUP,
    {
      id: 'state',
      title: SAY.state,
      width: 98,
      words: [...OPEN.map((state) => SAY.stateWord(state)), `${SAY.stateWord('in-doubt')}MMM`, `${SAY.changing}MM`],
      cell: (line) => <StateCell line={line} format={format} onEvidence={onEvidence} />,
      plain: stateText,
      filterBy: stateText,
      sortBy: stateText,
    },
    ORIGIN,
    {
      id: 'amend',
      title: SAY.amend,
      bareHead: true,
      width: 60,
      words: [`${SAY.amend}M`],
      rigid: true,
      align: 'right',
      cell: (line) => <AmendCell line={line} />,
    },
    {
      id: 'cancel',
      title: SAY.cancel,
      bareHead: true,
      width: 62,
      words: [`${SAY.cancel}M`],
      rigid: true,
      align: 'right',
      cell: (line) => <CancelCell line={line} onCancel={onCancel} />,
    },
  ];
}

/** Orders that ended, with the reason in words. */
export function historyColumns(format: Format): readonly OrderColumn[] {
  return [
    ...identityColumns(format, SAY.ended),
    ...amountColumns({ format, editing: null }),
    FLAGS,
    GROUP,
    {
      id: 'state',
      title: SAY.state,
      width: 66,
      words: [SAY.refused, ...ENDED.map((state) => SAY.stateWord(state))],
      cell: stateText,
      plain: stateText,
      filterBy: stateText,
      sortBy: stateText,
    },
    {
      id: 'reason',
      title: SAY.reason,
      width: 126,
      cell: (line) => (
        <span className="ui-ellipsis" {...hintProps(reasonText(line))}>
          {reasonText(line)}
        </span>
      ),
      plain: reasonText,
      sortBy: reasonText,
    },
    ORIGIN,
    {
      id: 'id',
      optional: true,
      title: SAY.id,
      width: 68,
      cell: (line) => ofOrder(line, ({ row }) => <ShortId id={row.id} />),
      plain: (line) => ofOrder(line, ({ row }) => row.id) ?? '',
      sortBy: (line) => ofOrder(line, ({ row }) => row.id),
    },
  ];
}

/** The figure of a size as plain text, for questions. */
export function sizeWords(line: PlacedLine, format: Format): string {
  const { size, quoteAmount } = line.row;
  if (size === null) return `${format.quoteMoney(quoteAmount)} ${line.facts.quote}`;
  return `${format.plainQuantity(plainNumber(size), line.facts.sizeDecimals)} ${line.facts.base}`;
}
