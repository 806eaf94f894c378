import { X } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { PointerEvent as ReactPointerEvent, ReactElement, RefObject } from 'react';
import { SignedFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Mark } from '../../ui/marks.tsx';
import type { MarkRoom, TagPlace } from './annotations.ts';
import type { ChartLine, LineOffer } from './chart-lines.ts';
import { useChartView } from './chart-view.ts';
import { clearOf, placeLabels } from './label-layout.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import { TOOL_SENTENCES as TOOLS } from './tool-sentences.ts';

/** Moves the tags to where their lines were drawn. */
export type TagMover = (places: readonly TagPlace[], marks: readonly MarkRoom[]) => void;

const OFFER_WORDS: Readonly<Record<LineOffer, string>> = {
  'break-even': TOOLS.breakEven,
  'add-stop': TOOLS.addStop,
  'set-stop': TOOLS.setStop,
};
const CROSS_WORDS = { order: SAY.cancel, level: TOOLS.remove, alert: TOOLS.remove, 'new-stop': () => TOOLS.drop } as const;

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
  const last = useRef<{ readonly places: readonly TagPlace[]; readonly marks: readonly MarkRoom[] }>({ places: [], marks: [] });
  useLayoutEffect(() => {
    const tags = new Map<string, { readonly element: HTMLElement; readonly width: number }>();
    for (const element of list.current?.children ?? [])
      if (element instanceof HTMLElement && element.dataset['line'] !== undefined)
        tags.set(element.dataset['line'], { element, width: element.offsetWidth });
    const right = (list.current?.offsetLeft ?? 0) + (list.current?.offsetWidth ?? 0);
    const move: TagMover = (places, marks) => {
      const shown = placeLabels(
        places.map(({ y }) => ({ y: y - LEGEND, above: HALF, below: HALF })),
        pricePane - LEGEND,
      );
      places.forEach(({ id, beyond }, index) => {
        const tag = tags.get(id);
        const y = shown[index];
        if (!tag) return;
        const top = Math.round((y ?? 0) + LEGEND - HALF);
        const aside = clearOf({ left: right - tag.width, right, top, bottom: top + 2 * HALF }, marks);
        const { style, dataset } = tag.element;
        style.visibility = y === null || y === undefined ? 'hidden' : 'visible';
        style.translate = `${String(-aside)}px ${String(top)}px`;
        dataset['beyond'] = String(beyond);
      });
      last.current = { places, marks };
    };
    mover.current = move;
    // The drawing may be older than these tags: they stand right at once.
    move(last.current.places, last.current.marks);
  }, [mover, pricePane, axis, lines]);
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
