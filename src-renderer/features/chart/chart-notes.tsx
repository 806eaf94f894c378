import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useChosen } from './chart-objects.ts';
import type { ChartObject } from './chart-objects.ts';
import { useChartTool } from './chart-tool.ts';
import { useChartView } from './chart-view.ts';
import { usePendingLine } from './pending-line.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';
import { useHeldFlatten } from './trading-key-map.ts';
import { typedTarget, useTyped } from './use-typed-jump.ts';

function hintOf({ kind, line }: ChartObject): string | undefined {
  if (kind === 'measure' || line?.removes?.what === 'alert') return SAY.objectHint.measure;
  if (line?.removes?.what === 'order') return SAY.objectHint.order;
  return line === undefined || line.drag === null ? undefined : SAY.objectHint.drawn;
}

/** What the keys act on now, in words at the bottom left of the plot: what was typed, the tool, the pending line, the object chosen. */
export function ChartNotes({
  instrument,
  objects,
}: {
  readonly instrument: Instrument;
  readonly objects: () => readonly ChartObject[];
}): ReactElement | null {
  const note = useNote(instrument, objects);
  const pricePane = useChartView((view) => view.pricePane);
  if (note === null) return null;
  const { words, hint, holding } = note;
  return (
    <p className="chart-keys-note" data-holding={holding || undefined} style={{ insetBlockStart: Math.max(0, pricePane - 34) }}>
      <span>{words}</span>
      {hint === undefined ? null : <span className="chart-keys-hint">{hint}</span>}
    </p>
  );
}

interface Note {
  readonly words: string;
  readonly hint?: string | undefined;
  readonly holding?: boolean;
}

function useNote(instrument: Instrument, objects: () => readonly ChartObject[]): Note | null {
  const typed = useTyped((store) => store.typed);
  const held = useHeldFlatten((store) => store.held);
  const tool = useChartTool((store) => store.tool);
  const begun = useChartTool((store) => store.from !== null);
  const pending = usePendingLine((store) => store.line?.instrument === instrument.id);
  const chosen = useChosen((store) => store.chosen);
  useChartView((view) => (chosen === null ? 0 : view.revision));
  useChartView((view) => (chosen === null ? null : view.cursor));
  if (held) return { words: SAY.holdToFlatten(instrument.spec.symbol), holding: true };
  if (typed !== null) {
    const target = typedTarget(typed, instrument.id);
    const found = target === undefined ? SAY.nothingFound : 'id' in target ? target.symbol : target.timeframe;
    return {
      words: typed.kind === 'symbol' ? SAY.typedSymbol(typed.text, found) : SAY.typedTimeframe(typed.text, found),
      hint: SAY.typedHint,
    };
  }
  if (tool !== null) return { words: tool === 'level' ? SAY.levelHow : begun ? SAY.measureSecond : SAY.measureFirst };
  if (pending) return { words: SAY.pendingHint };
  const object = chosen === null ? undefined : objects().find(({ id }) => id === chosen);
  return object === undefined || object.kind === 'mark' ? null : { words: object.words, hint: hintOf(object) };
}
