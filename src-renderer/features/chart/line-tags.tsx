import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent, ReactElement, RefObject } from 'react';
import { SignedFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Mark } from '../../ui/marks.tsx';
import type { TagPlace } from './annotations.ts';
import type { ChartLine, LineOffer } from './chart-lines.ts';
import { useChartView } from './chart-view.ts';
import { placeLabels } from './label-layout.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import { TOOL_SENTENCES as TOOLS } from './tool-sentences.ts';

/** Moves the tags to where their lines were drawn. */
export type TagMover = (places: readonly TagPlace[]) => void;

const OFFER_WORDS: Readonly<Record<LineOffer, string>> = {
  'break-even': TOOLS.breakEven,
  'add-stop': TOOLS.addStop,
  'set-stop': TOOLS.setStop,
};
const CROSS_WORDS = { order: SAY.cancel, level: TOOLS.remove, 'new-stop': () => TOOLS.drop } as const;

const HALF = 10;
/** The legend's two lines at the top, which no tag covers. */
const LEGEND = 36;

/** Does what a line's tag offers. */
export type LineAct = (line: ChartLine, what: LineOffer | 'remove') => void;

/** The lines' tags at the axis end of the plot, 8 px from it. They follow the drawing itself, so that they never lag behind their lines. */
export function LineTags({
  lines,
  mover,
  take,
  act,
}: {
  readonly lines: readonly ChartLine[];
  readonly mover: RefObject<TagMover>;
  readonly take: (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => void;
  readonly act: LineAct;
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
        <Tag key={line.id} line={line} take={take} act={act} />
      ))}
    </ul>
  );
}

function Tag({
  line,
  take,
  act,
}: {
  readonly line: ChartLine;
  readonly take: (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => void;
  readonly act: LineAct;
}): ReactElement {
  const { id, kind, words, state, figures, removes, drag, typed, offers, chosen } = line;
  return (
    <li
      className="chart-tag-line"
      data-line={id}
      data-kind={kind}
      data-beyond="0"
      data-drag={drag === null ? undefined : ''}
      data-typed={typed || undefined}
      data-chosen={chosen || undefined}
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
      {offers.map((offer) => (
        <button
          key={offer}
          type="button"
          className="chart-tag-offer"
          onClick={() => {
            act(line, offer);
          }}
        >
          {OFFER_WORDS[offer]}
        </button>
      ))}
      {removes === null ? null : (
        <button
          type="button"
          className="chart-tag-cancel"
          aria-label={CROSS_WORDS[removes.what](words)}
          onClick={() => {
            act(line, 'remove');
          }}
        >
          <X size={12} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </li>
  );
}
