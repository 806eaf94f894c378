import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent, ReactElement, RefObject } from 'react';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Mark } from '../../ui/marks.tsx';
import { useToasts } from '../../ui/toasts.tsx';
import type { TagPlace } from './annotations.ts';
import type { ChartLine } from './chart-lines.ts';
import { useChartView } from './chart-view.ts';
import { placeLabels } from './label-layout.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';

/** Moves the tags to where their lines were drawn. */
export type TagMover = (places: readonly TagPlace[]) => void;

const HALF = 10;
/** The legend's two lines at the top, which no tag covers. */
const LEGEND = 36;

async function cancel(order: string): Promise<void> {
  const { client } = useDeskLink.getState();
  try {
    await client?.orders.cancel({ command: crypto.randomUUID(), order });
  } catch (thrown) {
    useToasts.getState().show({ id: `cancel-${order}`, kind: 'refusal', sentence: asFault(thrown).message });
  }
}

/** The lines' tags at the axis end of the plot, 8 px from it. They follow the drawing itself, so that they never lag behind their lines. */
export function LineTags({
  lines,
  mover,
  take,
}: {
  readonly lines: readonly ChartLine[];
  readonly mover: RefObject<TagMover>;
  readonly take: (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => void;
}): ReactElement {
  const list = useRef<HTMLUListElement>(null);
  const axis = useChartView((view) => view.axis);
  const pricePane = useChartView((view) => view.pricePane);
  useEffect(() => {
    mover.current = (places) => {
      const shown = placeLabels(
        places.map(({ y }) => ({ y: y - LEGEND, above: HALF, below: HALF })),
        pricePane - LEGEND,
      );
      places.forEach(({ id, beyond }, index) => {
        const tag = list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`);
        const y = shown[index];
        if (!tag) return;
        tag.style.visibility = y === null || y === undefined ? 'hidden' : 'visible';
        tag.style.translate = `0 ${String(Math.round((y ?? 0) + LEGEND - HALF))}px`;
        tag.dataset['beyond'] = String(beyond);
      });
    };
  }, [mover, pricePane]);
  return (
    <ul ref={list} className="chart-tags" aria-label={SAY.lines} style={{ insetInlineEnd: axis + 8, blockSize: pricePane }}>
      {lines.map((line) => (
        <Tag key={line.id} line={line} take={take} />
      ))}
    </ul>
  );
}

function Tag({
  line,
  take,
}: {
  readonly line: ChartLine;
  readonly take: (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => void;
}): ReactElement {
  const { id, kind, words, state, figures, cancels, drag, typed } = line;
  return (
    <li
      className="chart-tag-line"
      data-line={id}
      data-kind={kind}
      data-beyond="0"
      data-drag={drag === null ? undefined : ''}
      data-typed={typed || undefined}
      {...(drag === null ? {} : hintProps(SAY.dragHint))}
      onPointerDown={(event) => {
        if (!(event.target instanceof Element && event.target.closest('button'))) take(line, event);
      }}
    >
      <Mark shape="up" size={7} className="chart-tag-over" />
      <Mark shape="down" size={7} className="chart-tag-under" />
      <span>{words}</span>
      {state === undefined ? null : <span className="chart-tag-state">{state}</span>}
      {figures.map((figure, index) => (
        <SignedFigure key={index} value={figure} />
      ))}
      {cancels === undefined ? null : (
        <button
          type="button"
          className="chart-tag-cancel"
          aria-label={SAY.cancel(words)}
          onClick={() => {
            void cancel(cancels);
          }}
        >
          <X size={12} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </li>
  );
}
