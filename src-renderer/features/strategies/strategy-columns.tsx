import { Play, Square } from 'lucide-react';
import type { ReactElement } from 'react';
import type { AccountRow } from '../../../src-shared/contract/rows.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { Button } from '../../ui/button.tsx';
import { RowName } from '../../ui/cells.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { SignedFigure, UnknownFigure } from '../../ui/figures.tsx';
import { CHIP_ICONS } from '../../ui/chip.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { reloadStrategy } from './file-note.tsx';
import { OWN_SENTENCES as OWN } from './own-sentences.ts';
import { lastSignal } from './strategies-model.ts';
import type { PlacedStrategy, StrategyLine } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

type StrategyColumn = Column<StrategyLine>;

export interface StrategyColumnsInput {
  readonly quote: string;
  readonly book: AccountRow['book'];
  readonly format: Format;
  readonly onStart: (line: StrategyLine) => void;
  readonly onStop: (line: PlacedStrategy, close: boolean) => void;
}

function ofPlaced<Value>(line: StrategyLine, read: (line: PlacedStrategy) => Value): Value | undefined {
  return line.kind === 'placed' ? read(line) : undefined;
}

function stateWord(line: StrategyLine): string {
  if (line.kind === 'offered') return SAY.ready;
  return line.row.running ? SAY.running : SAY.stopped;
}

/** What is to be said of the file of a running strategy where it is not what runs. */
function otherFile({ version, row }: PlacedStrategy): string | undefined {
  if (version === null || version.kind === 'same' || !row.running) return undefined;
  return OWN.fileStates[version.kind](version.file, version.kind === 'broken' ? version.problem : '');
}

function isOwn(line: StrategyLine): boolean {
  return line.kind === 'placed' ? line.row.script !== null : line.file !== null;
}

function StateCell({ line }: { readonly line: StrategyLine }): ReactElement {
  const running = line.kind === 'placed' && line.row.running;
  const other = ofPlaced(line, otherFile);
  const Icon = other !== undefined ? CHIP_ICONS.alert : running ? Play : Square;
  const reason = other ?? ofPlaced(line, ({ row }) => (row.stopReason === null ? undefined : SAY.stoppedBecause(row.stopReason)));
  return (
    <span className={running ? 'strategy-state' : 'strategy-state ui-note'} {...hintProps(reason)}>
      <Icon size={12} strokeWidth={1.5} aria-hidden />
      {stateWord(line)}
    </span>
  );
}

/** The parameters as words, for the name's hint. */
function parameterWords(line: StrategyLine): string {
  if (line.kind === 'offered')
    return line.file === null ? SAY.offered(line.spec.family, line.spec.description) : OWN.offered(line.file, line.spec.description);
  return Object.entries(line.row.parameters)
    .map(([name, value]) => {
      const known = line.spec?.parameters.find((parameter) => parameter.name === name);
      return SAY.parameter(known?.label ?? name, String(value), known?.unit ?? '');
    })
    .join(', ');
}

function identityColumns(book: AccountRow['book']): readonly StrategyColumn[] {
  return [
    {
      id: 'state',
      title: SAY.state,
      width: 72,
      words: [`${SAY.running}MM`, `${SAY.stopped}MM`],
      cell: (line) => <StateCell line={line} />,
      plain: stateWord,
      sortBy: stateWord,
    },
    {
      id: 'name',
      title: SAY.name,
      width: 140,
      fixed: true,
      cell: (line) => (
        <span className="ui-ellipsis" {...hintProps(parameterWords(line))}>
          <span className="ui-instrument">{line.name}</span> {isOwn(line) ? <span className="ui-note">{OWN.yours}</span> : null}
        </span>
      ),
      plain: (line) => line.name,
      sortBy: (line) => line.name,
    },
    {
      id: 'instrument',
      title: SAY.instrument,
      width: 96,
      cell: (line) => ofPlaced(line, ({ facts }) => <RowName {...facts} />),
      plain: (line) => ofPlaced(line, ({ facts }) => facts.id) ?? '',
      sortBy: (line) => ofPlaced(line, ({ facts }) => facts.symbol),
    },
    {
      id: 'timeframe',
      title: SAY.timeframe,
      width: 38,
      cell: (line) => ofPlaced(line, ({ row }) => row.timeframe),
      plain: (line) => ofPlaced(line, ({ row }) => row.timeframe) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => row.timeframe),
    },
    {
      id: 'mode',
      title: SAY.mode,
      width: 54,
      cell: (line) => ofPlaced(line, () => SAY.modes[book]),
      plain: (line) => ofPlaced(line, () => SAY.modes[book]) ?? '',
    },
  ];
}

function signedColumn(id: 'pnlToday' | 'pnl', title: string, format: Format): StrategyColumn {
  return {
    id,
    title,
    width: 92,
    align: 'right',
    cell: (line) => ofPlaced(line, ({ row }) => <SignedFigure arrow value={format.change(row[id], 2)} />),
    plain: (line) => ofPlaced(line, ({ row }) => row[id]) ?? '',
    sortBy: (line) => ofPlaced(line, ({ row }) => Number(row[id])),
  };
}

function figureColumns({ quote, format }: StrategyColumnsInput): readonly StrategyColumn[] {
  const position = ({ row, facts }: PlacedStrategy): string =>
    Number(row.position) === 0 ? SAY.none : `${format.plainQuantity(row.position, facts.sizeDecimals)} ${facts.base}`;
  return [
    {
      id: 'position',
      title: SAY.position,
      width: 90,
      align: 'right',
      cell: (line) => ofPlaced(line, position),
      plain: (line) => ofPlaced(line, ({ row }) => row.position) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => Number(row.position)),
    },
    signedColumn('pnlToday', SAY.pnlToday(quote), format),
    signedColumn('pnl', SAY.pnl(quote), format),
    {
      id: 'trades',
      title: SAY.trades,
      width: 52,
      align: 'right',
      cell: (line) => ofPlaced(line, ({ row }) => format.count(row.trades)),
      plain: (line) => ofPlaced(line, ({ row }) => String(row.trades)) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => row.trades),
    },
    {
      id: 'wins',
      title: SAY.wins,
      width: 62,
      align: 'right',
      cell: (line) =>
        ofPlaced(line, ({ row }) => (row.trades === 0 ? <UnknownFigure why={SAY.noTrade} /> : format.percent(row.wins / row.trades))),
      plain: (line) => ofPlaced(line, ({ row }) => (row.trades === 0 ? '' : String(row.wins / row.trades))) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => (row.trades === 0 ? undefined : row.wins / row.trades)),
    },
    {
      id: 'drawdown',
      title: SAY.drawdown(quote),
      width: 98,
      align: 'right',
      cell: (line) => ofPlaced(line, ({ row }) => format.quoteMoney(row.drawdown)),
      plain: (line) => ofPlaced(line, ({ row }) => row.drawdown) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => Number(row.drawdown)),
    },
  ];
}

function SignalCell({ line }: { readonly line: StrategyLine }): ReactElement {
  if (line.kind === 'offered') {
    return (
      <span className="ui-ellipsis ui-note" {...hintProps(line.spec.description)}>
        {line.spec.description}
      </span>
    );
  }
  const sentence = lastSignal(line);
  if (sentence === null) return <UnknownFigure why={SAY.noSignal} />;
  return (
    <span className="ui-ellipsis" {...hintProps(sentence)}>
      {sentence}
    </span>
  );
}

function ActionCell({
  line,
  onStart,
  onStop,
}: { readonly line: StrategyLine } & Pick<StrategyColumnsInput, 'onStart' | 'onStop'>): ReactElement {
  if (line.kind === 'offered' || !line.row.running) {
    return (
      <Button
        tone="quiet"
        size="small"
        label={SAY.startTitle(line.name)}
        onPress={() => {
          onStart(line);
        }}
      >
        {SAY.start}
      </Button>
    );
  }
  const entry = (close: boolean) => ({
    id: close ? 'close' : 'keep',
    label: close ? SAY.stopClose : SAY.stopKeep,
    onChoose: () => {
      onStop(line, close);
    },
  });
  const reload =
    line.version?.kind === 'changed'
      ? [{ id: 'reload', label: OWN.reloadEntry(line.version.file), onChoose: () => void reloadStrategy(line) }]
      : [];
  return (
    <MenuButton tone="quiet" size="small" label={`${SAY.stop} ${line.name}`} entries={[...reload, entry(false), entry(true)]}>
      {SAY.stop}
    </MenuButton>
  );
}

/** The columns of the strategies. */
export function strategyColumns(input: StrategyColumnsInput): readonly StrategyColumn[] {
  const { format, book } = input;
  return [
    ...identityColumns(book),
    ...figureColumns(input),
    {
      id: 'signal',
      title: SAY.signal,
      width: 112,
      cell: (line) => <SignalCell line={line} />,
      plain: (line) => ofPlaced(line, lastSignal) ?? '',
    },
    {
      id: 'since',
      title: SAY.since,
      width: 66,
      cell: (line) => ofPlaced(line, ({ row, now }) => format.timeOrDate(row.startedAt, now)),
      plain: (line) => ofPlaced(line, ({ row }) => isoUtc(row.startedAt)) ?? '',
      sortBy: (line) => ofPlaced(line, ({ row }) => row.startedAt),
    },
    {
      id: 'action',
      title: `${SAY.start}, ${SAY.stop}`,
      bareHead: true,
      width: 66,
      words: [`${SAY.start}M`, `${SAY.stop}MMi`],
      rigid: true,
      align: 'right',
      cell: (line) => <ActionCell line={line} onStart={input.onStart} onStop={input.onStop} />,
    },
  ];
}
