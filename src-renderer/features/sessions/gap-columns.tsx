import type { ReactElement } from 'react';
import type { GapTradeView } from '../../../src-shared/contract/attribution.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { SideWord } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { clippedHint } from '../../ui/hint-layer.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { type GapLine, reasonWords } from './gap-model.ts';
import { SESSIONS_SENTENCES as SAY } from './sentences.ts';

const DECIMALS = 2;
const HALF = 50;

/** An amount as a bar from the middle: to the left where the session did worse, to the right where it did better. Its figure stands beside it. */
function GapBar({ share }: { readonly share: number }): ReactElement {
  const width = Math.abs(share) * HALF;
  const direction = share < 0 ? 'worse' : 'better';
  return (
    <svg className="sessions-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="sessions-bar-rail" x="0" y="3.5" width="100" height="1" />
      <rect className="sessions-bar-part" data-direction={direction} x={share < 0 ? HALF - width : HALF} width={width} height="8" />
      <rect className="sessions-bar-middle" x={HALF - 0.2} width="0.4" height="8" />
    </svg>
  );
}

/** Columns of the causes of a gap. */
export function causeColumns(quote: string, format: Format): readonly Column<GapLine>[] {
  return [
    {
      id: 'cause',
      title: SAY.cause,
      width: 76,
      fixed: true,
      words: Object.values(SAY.names),
      cell: ({ id }) => (id === 'gap' ? <strong>{SAY.names[id]}</strong> : SAY.names[id]),
      plain: ({ id }) => id,
    },
    {
      id: 'part',
      title: SAY.part(quote),
      width: 108,
      align: 'right',
      cell: ({ part }) => <SignedFigure value={format.change(part, DECIMALS)} />,
      plain: ({ part }) => part,
      sortBy: ({ part }) => Number(part),
    },
    { id: 'bar', title: SAY.bar, width: 180, cell: ({ share }) => <GapBar share={share} /> },
    {
      id: 'about',
      title: SAY.about,
      width: 260,
      cell: ({ id }) => (
        <span className="ui-ellipsis" {...clippedHint(SAY.meanings[id])}>
          {SAY.meanings[id]}
        </span>
      ),
    },
  ];
}

/** Mostly what, in words. */
function mostly({ largest, residual }: GapTradeView): string {
  if (largest !== null) return SAY.names[largest];
  return Number(residual) === 0 ? SAY.nothing : SAY.names.residual;
}

function moneyColumn(
  id: 'sessionProfit' | 'backtestProfit' | 'gap',
  title: string,
  { format, sum }: { readonly format: Format; readonly sum: string },
): Column<GapTradeView> {
  return {
    id,
    title,
    width: 92,
    align: 'right',
    cell: (row) => <SignedFigure value={format.change(row[id], DECIMALS)} />,
    plain: (row) => row[id],
    sortBy: (row) => Number(row[id]),
    sum: () => <SignedFigure value={format.change(sum, DECIMALS)} />,
  };
}

function factColumns(): readonly Column<GapTradeView>[] {
  return [
    {
      id: 'from',
      title: SAY.from,
      width: 132,
      fixed: true,
      cell: ({ from }) => isoUtc(from).slice(0, 16).replace('T', ' '),
      plain: ({ from }) => isoUtc(from),
      sortBy: ({ from }) => from,
    },
    {
      id: 'origin',
      title: SAY.origin,
      width: 116,
      cell: ({ origin }) => (
        <span className="ui-ellipsis" {...clippedHint(origin)}>
          {origin}
        </span>
      ),
      plain: ({ origin }) => origin,
      sortBy: ({ origin }) => origin,
      filterBy: ({ origin }) => origin,
    },
    {
      id: 'instrument',
      title: SAY.instrument,
      width: 84,
      cell: ({ instrument }) => <span className="ui-instrument">{instrument.split('.')[0]}</span>,
      plain: ({ instrument }) => instrument,
      sortBy: ({ instrument }) => instrument,
    },
    {
      id: 'side',
      title: SAY.side,
      width: 48,
      words: Object.values(SAY.sides),
      cell: ({ side }) => <SideWord side={side}>{SAY.sides[side]}</SideWord>,
      plain: ({ side }) => side,
      sortBy: ({ side }) => side,
    },
  ];
}

/** Columns of the trades of a session beside its backtest; the sum row has the whole session. */
export function gapTradeColumns(
  quote: string,
  format: Format,
  whole: { readonly sessionProfit: string; readonly backtestProfit: string; readonly gap: string },
): readonly Column<GapTradeView>[] {
  const why = ({ reasons, to }: GapTradeView): string => [reasonWords(reasons), to === null ? SAY.open : ''].filter(Boolean).join(', ');
  return [
    ...factColumns(),
    moneyColumn('sessionProfit', SAY.profit(quote), { format, sum: whole.sessionProfit }),
    moneyColumn('backtestProfit', SAY.backtest(quote), { format, sum: whole.backtestProfit }),
    moneyColumn('gap', SAY.gap(quote), { format, sum: whole.gap }),
    {
      id: 'mostly',
      title: SAY.mostly,
      width: 64,
      words: [...Object.values(SAY.names), SAY.nothing],
      cell: mostly,
      plain: mostly,
      sortBy: mostly,
      filterBy: mostly,
    },
    {
      id: 'why',
      title: SAY.why,
      width: 96,
      cell: (row) => (
        <span className="ui-ellipsis ui-note" {...clippedHint(why(row))}>
          {why(row)}
        </span>
      ),
      plain: why,
    },
  ];
}
