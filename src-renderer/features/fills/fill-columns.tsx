import type { ReactElement } from 'react';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { fillRealised } from '../../../src-shared/contract/fill-realised.ts';
import { feeFigures } from '../../state/fee-figures.ts';
import { originWords } from '../../state/instrument-facts.ts';
import type { DecimalRoom } from '../../state/instrument-facts.ts';
import { AlignedFigure, RowName, ShortId, SideWord } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { SignedFigure, UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { fillSums } from './fills-model.ts';
import type { FillLine } from './fills-model.ts';
import { FILLS_SENTENCES as SAY } from './sentences.ts';

/** What the columns are drawn with. Money is in the account's quote asset. */
export interface FillColumnsInput {
  readonly quote: string;
  readonly format: Format;
  readonly room: DecimalRoom;
  /** Whether a fee was taken in something else than the account's money. */
  readonly taken: boolean;
  /** Market time, for telling today from other days, ms. */
  readonly now: number;
}

function identityColumns({ format, room, now }: FillColumnsInput): readonly Column<FillLine>[] {
  return [
    {
      id: 'time',
      title: SAY.time,
      width: 84,
      cell: ({ row }) => format.timeOrDate(row.time, now),
      plain: ({ row }) => isoUtc(row.time),
      sortBy: ({ row }) => row.time,
    },
    {
      id: 'instrument',
      title: SAY.instrument,
      width: 100,
      fixed: true,
      cell: ({ facts }) => <RowName {...facts} />,
      plain: ({ row }) => row.instrument,
      filterBy: ({ facts }) => facts.symbol,
      sortBy: ({ facts }) => facts.symbol,
    },
    {
      id: 'side',
      title: SAY.side,
      width: 44,
      cell: ({ row }) => <SideWord side={row.side}>{SAY.sides[row.side]}</SideWord>,
      plain: ({ row }) => row.side,
      filterBy: ({ row }) => SAY.sides[row.side],
      words: Object.values(SAY.sides),
      sortBy: ({ row }) => row.side,
    },
    {
      id: 'price',
      title: SAY.price,
      width: 92,
      align: 'right',
      cell: ({ row, facts }) => (
        <AlignedFigure value={format.price(row.price, facts.priceDecimals)} decimals={facts.priceDecimals} room={room.price} />
      ),
      plain: ({ row }) => row.price,
      sortBy: ({ row }) => Number(row.price),
    },
    {
      id: 'size',
      title: SAY.size,
      width: 88,
      align: 'right',
      cell: ({ row, facts }) => (
        <AlignedFigure value={format.quantity(row.size, facts.sizeDecimals)} decimals={facts.sizeDecimals} room={room.size} />
      ),
      plain: ({ row }) => row.size,
      sortBy: ({ row }) => Number(row.size),
    },
  ];
}

function Slippage({ bps, format }: { readonly bps: number | null; readonly format: Format }): ReactElement {
  if (bps === null) return <UnknownFigure why={SAY.noSlippage} />;
  const { text } = format.change(bps, 1);
  return <span {...hintProps(SAY.slippageHint)}>{text}</span>;
}

function Realised({ text, format }: { readonly text: string | null; readonly format: Format }): ReactElement | null {
  return text === null ? null : <SignedFigure value={format.change(text, 2)} />;
}

function takenColumn(format: Format): Column<FillLine> {
  return {
    id: 'taken',
    title: SAY.taken,
    width: 120,
    minWidth: 120,
    align: 'right',
    cell: ({ row }) => feeFigures(row, format).taken,
    plain: ({ row }) =>
      (row.paid ?? [{ amount: row.fee, asset: row.feeAsset }]).map(({ amount, asset }) => `${amount} ${asset}`).join(' + '),
  };
}

function moneyColumns({ quote, format, taken }: FillColumnsInput): readonly Column<FillLine>[] {
  return [
    {
      id: 'value',
      title: SAY.value(quote),
      width: 92,
      align: 'right',
      cell: ({ row }) => format.quoteMoney(row.value),
      plain: ({ row }) => row.value,
      sortBy: ({ row }) => Number(row.value),
      sum: (lines) => <span className="ui-sum">{format.quoteMoney(fillSums(lines).value)}</span>,
    },
    {
      id: 'fee',
      title: SAY.fee(quote),
      width: 70,
      align: 'right',
      cell: ({ row }) => format.quoteMoney(row.fee),
      plain: ({ row }) => row.fee,
      sortBy: ({ row }) => Number(row.fee),
      sum: (lines) => <span className="ui-sum">{format.quoteMoney(fillSums(lines).fee)}</span>,
    },
    ...(taken ? [takenColumn(format)] : []),
    {
      id: 'role',
      title: SAY.role,
      width: 52,
      cell: ({ row }) => SAY.roles[row.liquidity],
      plain: ({ row }) => row.liquidity,
      filterBy: ({ row }) => SAY.roles[row.liquidity],
      words: Object.values(SAY.roles),
      sortBy: ({ row }) => row.liquidity,
    },
    {
      id: 'slippage',
      title: SAY.slippage,
      width: 80,
      align: 'right',
      cell: ({ row }) => <Slippage bps={row.slippageBps} format={format} />,
      plain: ({ row }) => (row.slippageBps === null ? '' : String(row.slippageBps)),
      sortBy: ({ row }) => row.slippageBps ?? undefined,
    },
    {
      id: 'realised',
      title: SAY.realised(quote),
      width: 92,
      align: 'right',
      cell: ({ row }) => <Realised text={fillRealised(row)} format={format} />,
      plain: ({ row }) => fillRealised(row) ?? '',
      sortBy: ({ row }) => Number(fillRealised(row) ?? Number.NaN),
      sum: (lines) => <SignedFigure value={format.change(fillSums(lines).realised, 2)} />,
    },
  ];
}

/** The columns of the fills. */
export function fillColumns(input: FillColumnsInput): readonly Column<FillLine>[] {
  return [
    ...identityColumns(input),
    ...moneyColumns(input),
    {
      id: 'order',
      title: SAY.order,
      width: 76,
      cell: ({ row }) => <ShortId id={row.order} />,
      plain: ({ row }) => row.order,
      sortBy: ({ row }) => row.order,
    },
    {
      id: 'origin',
      title: SAY.origin,
      width: 80,
      cell: ({ row }) => (
        <span className="ui-ellipsis" {...hintProps(row.origin)}>
          {originWords(row.origin)}
        </span>
      ),
      plain: ({ row }) => row.origin,
      filterBy: ({ row }) => originWords(row.origin),
      sortBy: ({ row }) => row.origin,
    },
  ];
}
