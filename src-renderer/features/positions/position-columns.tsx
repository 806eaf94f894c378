import type { ReactElement } from 'react';
import { plainNumber } from '../../format/figures.ts';
import type { SignedText } from '../../format/figures.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import { originWords } from '../../state/instrument-facts.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { AlignedFigure, RowName } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { SignedFigure, UnknownFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/menu.tsx';
import { positionSums } from './positions-model.ts';
import type { PositionLine } from './positions-model.ts';
import { POSITIONS_SENTENCES as SAY } from './sentences.ts';

const PARTS = [25, 50, 100] as const;

export interface PositionColumnsInput {
  readonly quote: string;
  readonly format: Format;
  readonly onClose: (line: PositionLine, percent: number) => void;
  /** Moves the stop to a price, or places one. */
  readonly onStop: (line: PositionLine, price: string) => void;
  /** Asks whether a position is to be turned. */
  readonly onReverse: (line: PositionLine) => void;
  /** A perpetual is among them. */
  readonly perpetuals: boolean;
  /** Opens the question about stop and targets. */
  readonly onProtect: (line: PositionLine) => void;
}

/** Moves the stop to where nothing is lost, while the market stands on the gaining side of that. */
function breakEvenEntry(line: PositionLine, format: Format, onStop: PositionColumnsInput['onStop']): readonly MenuEntry[] {
  if (line.breakEven === null) return [];
  const price = line.breakEven;
  const shown = format.price(price, line.facts.priceDecimals);
  const mark = Number(line.row.mark);
  const losing = line.long ? mark <= Number(price) : mark >= Number(price);
  return [
    {
      id: 'break-even',
      label: SAY.breakEven(shown),
      onChoose: () => {
        onStop(line, price);
      },
      ...(losing ? { disabledReason: SAY.beyondBreakEven(line.long, shown) } : {}),
    },
  ];
}

function Signed({ value, arrow }: { readonly value: SignedText | null; readonly arrow?: boolean }): ReactElement {
  return value === null ? <UnknownFigure why={SAY.noPrice} /> : <SignedFigure value={value} arrow={arrow ?? false} />;
}

function RiskCell({ line, format }: { readonly line: PositionLine; readonly format: Format }): ReactElement {
  if (line.risk === 'no-stop') return <UnknownFigure why={SAY.noStop} />;
  if (line.risk === 'nothing-at-risk') return <UnknownFigure why={SAY.nothingAtRisk} />;
  if (line.risk === 'no-price') return <UnknownFigure why={SAY.noPrice} />;
  return <SignedFigure value={format.riskMultiple(line.risk)} />;
}

interface PriceColumn {
  readonly id: string;
  readonly title: string;
  /** Why there may be none. */
  readonly none: string;
  readonly of: (line: PositionLine) => string | null;
  readonly room: 'price' | 'stop' | 'target' | 'liquidation';
}

function priceColumn({ id, title, none, of, room }: PriceColumn, format: Format): Column<PositionLine> {
  return {
    id,
    title,
    width: room === 'price' ? 99 : 88,
    align: 'right',
    cell: (line) => {
      const value = of(line);
      const { priceDecimals } = line.facts;
      return value === null ? (
        <UnknownFigure why={none} />
      ) : (
        <AlignedFigure value={format.price(value, priceDecimals)} decimals={priceDecimals} room={line.room[room]} />
      );
    },
    plain: (line) => of(line) ?? '',
    sortBy: (line) => Number(of(line) ?? Number.NaN),
  };
}

function identityColumns({ format, perpetuals }: PositionColumnsInput): readonly Column<PositionLine>[] {
  return [
    {
      id: 'instrument',
      title: SAY.instrument,
      // `BTC/USDT:USDT` is longer than `BTC/USDT`.
      width: perpetuals ? 132 : 94,
      fixed: true,
      cell: (line) => <RowName {...line.facts} />,
      plain: (line) => line.row.instrument,
      filterBy: (line) => line.facts.symbol,
      sortBy: (line) => line.facts.symbol,
    },
    {
      id: 'side',
      title: SAY.side,
      width: 40,
      words: [SAY.long, SAY.short],
      filterBy: (line) => (line.long ? SAY.long : SAY.short),
      cell: (line) => (line.long ? SAY.long : SAY.short),
      plain: (line) => (line.long ? SAY.long : SAY.short),
      sortBy: (line) => Number(line.long),
    },
    {
      id: 'size',
      title: SAY.size,
      width: 84,
      align: 'right',
      cell: (line) => (
        <AlignedFigure
          value={format.quantity(line.size, line.facts.sizeDecimals)}
          decimals={line.facts.sizeDecimals}
          room={line.room.size}
        />
      ),
      plain: (line) => line.row.size,
      sortBy: (line) => line.size.toNumber(),
    },
  ];
}

function money(value: Decimal | null, format: Format): ReactElement {
  return value === null ? <UnknownFigure why={SAY.noPrice} /> : <>{format.quoteMoney(value)}</>;
}

function moneyColumns({ quote, format }: PositionColumnsInput): readonly Column<PositionLine>[] {
  return [
    {
      id: 'value',
      title: SAY.value(quote),
      width: 72,
      align: 'right',
      cell: (line) => money(line.value, format),
      plain: (line) => plainNumber(line.value),
      sortBy: (line) => line.value?.toNumber(),
      sum: (lines) => <span className="ui-sum">{money(positionSums(lines).value, format)}</span>,
    },
    {
      id: 'pnl',
      title: SAY.pnl(quote),
      width: 76,
      align: 'right',
      cell: (line) => <Signed arrow value={line.pnl && format.change(line.pnl, 2)} />,
      plain: (line) => plainNumber(line.pnl),
      sortBy: (line) => line.pnl?.toNumber(),
      sum: (lines) => {
        const { pnl } = positionSums(lines);
        return <Signed arrow value={pnl && format.change(pnl, 2)} />;
      },
    },
    {
      id: 'pnl-share',
      title: SAY.pnlShare,
      width: 56,
      align: 'right',
      cell: (line) => <Signed value={line.pnlShare && format.signedPercent(line.pnlShare)} />,
      plain: (line) => plainNumber(line.pnlShare),
      sortBy: (line) => line.pnlShare?.toNumber(),
      sum: (lines) => {
        const { pnlShare } = positionSums(lines);
        return <Signed value={pnlShare && format.signedPercent(pnlShare)} />;
      },
    },
    {
      id: 'risk',
      title: SAY.risk,
      width: 40,
      align: 'right',
      cell: (line) => <RiskCell line={line} format={format} />,
      plain: (line) => (typeof line.risk === 'string' ? '' : plainNumber(line.risk)),
      sortBy: (line) => (typeof line.risk === 'string' ? undefined : line.risk.toNumber()),
    },
    {
      id: 'realised',
      title: SAY.realised,
      width: 62,
      align: 'right',
      cell: (line) => <Signed value={format.change(line.row.realisedToday, 2)} />,
      plain: (line) => line.row.realisedToday,
      sortBy: (line) => Number(line.row.realisedToday),
      sum: (lines) => <Signed value={format.change(positionSums(lines).realised, 2)} />,
    },
  ];
}

function TargetCell({ line, format }: { readonly line: PositionLine; readonly format: Format }): ReactElement {
  const { facts, room, row } = line;
  const [nearest] = row.targets;
  if (nearest === undefined) return <UnknownFigure why={SAY.noTarget} />;
  const shown = (price: string): string => format.price(price, facts.priceDecimals);
  const all = row.targets.map(({ price, size }) => SAY.targetOf(shown(price), format.plainQuantity(size, facts.sizeDecimals)));
  return (
    <>
      {row.targets.length > 1 ? <span className="positions-more ui-note">{SAY.more(row.targets.length - 1)}</span> : null}
      <span {...hintProps(SAY.targetList(all))}>
        <AlignedFigure value={shown(nearest.price)} decimals={facts.priceDecimals} room={room.target} />
      </span>
    </>
  );
}

function targetColumn(format: Format): Column<PositionLine> {
  return {
    id: 'target',
    title: SAY.target,
    width: 92,
    align: 'right',
    cell: (line) => <TargetCell line={line} format={format} />,
    plain: (line) => line.row.targets.map(({ price }) => price).join(' '),
    sortBy: (line) => Number(line.row.targets[0]?.price ?? Number.NaN),
  };
}

/** Where the venue would close the perpetuals; of coins nothing is said. */
function liquidationColumn(format: Format): Column<PositionLine> {
  return {
    ...priceColumn(
      {
        id: 'liquidation',
        title: SAY.liquidation,
        none: SAY.noLiquidation,
        of: (line) => line.row.perpetual?.liquidation ?? null,
        room: 'liquidation',
      },
      format,
    ),
    cell: (line) => {
      const { perpetual } = line.row;
      if (perpetual === undefined) return null;
      const { liquidation, margin } = perpetual;
      if (liquidation === null) return <UnknownFigure why={SAY.noLiquidation} />;
      const { priceDecimals, quote } = line.facts;
      return (
        <span {...hintProps(SAY.liquidationHint(`${format.quoteMoney(margin)} ${quote}`))}>
          <AlignedFigure value={format.price(liquidation, priceDecimals)} decimals={priceDecimals} room={line.room.liquidation} />
        </span>
      );
    },
  };
}

/** What can be done with a position. */
function closeColumn({ format, onClose, onStop, onProtect, onReverse }: PositionColumnsInput): Column<PositionLine> {
  const amount = (line: PositionLine): string => `${format.plainQuantity(line.size, line.facts.sizeDecimals)} ${line.facts.base}`;
  const part = (line: PositionLine, percent: number): string =>
    percent === 100
      ? amount(line)
      : `${format.plainQuantity((line.size.toNumber() * percent) / 100, line.facts.sizeDecimals, 'spendable')} ${line.facts.base}`;
  return {
    id: 'close',
    title: SAY.close,
    bareHead: true,
    width: 70,
    words: [`${SAY.close}MMi`],
    rigid: true,
    align: 'right',
    cell: (line) => (
      <MenuButton
        tone="quiet"
        size="small"
        label={`${SAY.close} ${line.facts.symbol}`}
        hint={SAY.closeHint}
        entries={[
          ...PARTS.map((percent) => ({
            id: String(percent),
            label: SAY.closePart(percent, part(line, percent)),
            onChoose: () => {
              onClose(line, percent);
            },
          })),
          {
            id: 'reverse',
            label: SAY.reverse,
            onChoose: () => {
              onReverse(line);
            },
            ...(line.row.perpetual === undefined ? { disabledReason: SAY.noReverse(line.facts.symbol) } : {}),
          },
          {
            id: 'protect',
            label: SAY.protect,
            onChoose: () => {
              onProtect(line);
            },
          },
          ...breakEvenEntry(line, format, onStop),
        ]}
      >
        {SAY.close}
      </MenuButton>
    ),
  };
}

/** The columns of the positions. */
export function positionColumns(input: PositionColumnsInput): readonly Column<PositionLine>[] {
  const { format } = input;
  return [
    ...identityColumns(input),
    priceColumn({ id: 'entry', title: SAY.entry, none: SAY.noPrice, of: (line) => line.row.entry, room: 'price' }, format),
    priceColumn(
      { id: 'mark', title: SAY.mark, none: SAY.noPrice, of: (line) => (line.value === null ? null : line.row.mark), room: 'price' },
      format,
    ),
    ...moneyColumns(input),
    priceColumn({ id: 'stop', title: SAY.stop, none: SAY.noStopOrder, of: (line) => line.row.stop, room: 'stop' }, format),
    targetColumn(format),
    ...(input.perpetuals ? [liquidationColumn(format)] : []),
    {
      id: 'age',
      title: SAY.age,
      width: 72,
      align: 'right',
      cell: (line) => age(line.age),
      plain: (line) => String(Math.round(line.age / 1_000)),
      sortBy: (line) => line.age,
    },
    {
      id: 'origin',
      title: SAY.origin,
      width: 86,
      cell: (line) => (
        <span className="ui-ellipsis" {...hintProps(line.row.origin)}>
          {originWords(line.row.origin)}
        </span>
      ),
      plain: (line) => line.row.origin,
      filterBy: (line) => originWords(line.row.origin),
      sortBy: (line) => line.row.origin,
    },
    closeColumn(input),
  ];
}
