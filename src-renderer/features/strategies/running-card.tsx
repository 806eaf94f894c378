import { Square } from 'lucide-react';
import type { ReactElement } from 'react';
import { age } from '../../format/times.ts';
import { useEquityCurve } from '../../state/equity-curves.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useStrategyChoice } from '../../state/strategy-choice.ts';
import { Button } from '../../ui/button.tsx';
import { InstrumentName } from '../../ui/cells.tsx';
import { Chip } from '../../ui/chip.tsx';
import { SignedFigure, UnknownFigure } from '../../ui/figures.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { FileNote } from './file-note.tsx';
import { OWN_SENTENCES as OWN } from './own-sentences.ts';
import { RunMark, showOnChart } from './run-mark.tsx';
import { lastSignal } from './strategies-model.ts';
import type { PlacedStrategy } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

const LINE_HEIGHT = 72;
const POINTS = 400;

export interface RunningCardProps {
  readonly line: PlacedStrategy;
  readonly onStop: (close: boolean) => void;
}

/** One running strategy: what it is, its profit over time, its figures, what it said last, and what can be done with it. */
export function RunningCard({ line, onStop }: RunningCardProps): ReactElement {
  const { row, facts } = line;
  const format = useFormat();
  const book = useShownDesk((desk) => desk.account?.book) ?? 'paper';
  const chosen = useStrategyChoice((store) => store.chosen?.kind === 'instance' && store.chosen.id === line.key);
  const choose = (): void => {
    useStrategyChoice.getState().choose({ kind: 'instance', id: line.key });
  };
  const flat = Number(row.position) === 0;
  const position = flat ? SAY.none : `${format.plainQuantity(row.position, facts.sizeDecimals)} ${facts.base}`;
  const signal = row.lastSignal;
  return (
    <section className="running-card" aria-label={`${line.name} ${facts.symbol}`} data-chosen={chosen || undefined}>
      <header className="running-head">
        <button type="button" className="running-name" aria-pressed={chosen} onClick={choose}>
          {line.name}
        </button>
        {row.script === null ? null : <span className="ui-note">{OWN.yours}</span>}
        <span className="running-parameters">{parameterWords(line)}</span>
        <Chip tone="outlined">{SAY.modes[book]}</Chip>
        <RunMark running />
      </header>
      <div className="running-place">
        <span>
          <InstrumentName {...facts} /> · {row.timeframe}
        </span>
        <span className="ui-note">
          {SAY.sinceWords(format.timeOrDate(row.startedAt, line.now), age(Math.max(0, line.now - row.startedAt)))}
        </span>
        <span className="running-position">{SAY.positionWords(position)}</span>
      </div>
      <FileNote line={line} />
      <ProfitLine line={line} />
      <Figures line={line} />
      <footer className="running-foot">
        <p className="running-signal">
          {signal === null ? SAY.noSignal : `${format.timeOrDate(signal.time, line.now)} ${lastSignal(line) ?? ''}`}
        </p>
        <MenuButton
          size="small"
          label={`${SAY.stop} ${line.name}`}
          entries={[
            { id: 'keep', label: SAY.stopKeep, onChoose: () => onStop(false) },
            { id: 'close', label: SAY.stopClose, onChoose: () => onStop(true) },
          ]}
        >
          <Square size={12} strokeWidth={1.5} aria-hidden />
          {SAY.stop}
        </MenuButton>
        <Button size="small" onPress={choose}>
          {SAY.parametersShort}
        </Button>
        <Button size="small" onPress={() => showOnChart(row.instrument)}>
          {SAY.chartShort}
        </Button>
      </footer>
    </section>
  );
}

/** `fast 20, slow 50` */
export function parameterWords({ row }: PlacedStrategy): string {
  return Object.entries(row.parameters)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

function ProfitLine({ line }: { readonly line: PlacedStrategy }): ReactElement {
  const { row } = line;
  const format = useFormat();
  const [box, { width }] = useBoxSize();
  const curve = useEquityCurve({ instance: row.instance, from: row.startedAt, points: POINTS });
  const now = Number(row.pnl);
  const values = curve === null ? [] : [...curve.equity, now];
  const known = values.filter((value) => Number.isFinite(value));
  const high = Math.max(0, ...known);
  const low = Math.min(0, ...known);
  return (
    <div className="running-line">
      <div ref={box} className="running-line-box">
        {width < 8 ? null : (
          <Sparkline
            className="ui-sparkline running-spark"
            values={values}
            width={width}
            height={LINE_HEIGHT}
            baseline={0}
            label={SAY.equityLine(line.name, format.change(now, 2).text)}
          />
        )}
      </div>
      <span className="running-scale" aria-hidden="true">
        <span>{format.change(high, 2).text}</span>
        <span>{low < 0 ? format.change(low, 2).text : ''}</span>
      </span>
    </div>
  );
}

function Figures({ line }: { readonly line: PlacedStrategy }): ReactElement {
  const { row } = line;
  const format = useFormat();
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const figures = [
    [SAY.pnlToday(quote), <SignedFigure key="today" arrow value={format.change(row.pnlToday, 2)} />],
    [SAY.pnl(quote), <SignedFigure key="pnl" arrow value={format.change(row.pnl, 2)} />],
    [SAY.drawdownMoney(quote), format.quoteMoney(row.drawdown)],
    [SAY.trades, format.count(row.trades)],
    [
      SAY.winRate,
      row.trades === 0 ? (
        <UnknownFigure key="wins" why={SAY.noTrade} />
      ) : (
        SAY.winsOf(format.percent(row.wins / row.trades), format.count(row.trades))
      ),
    ],
  ] as const;
  return (
    <dl className="running-figures">
      {figures.map(([label, figure]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}
