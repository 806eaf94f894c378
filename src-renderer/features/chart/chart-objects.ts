import { create } from 'zustand';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import type { DrawnMark } from './annotations.ts';
import type { ChartLine } from './chart-lines.ts';
import type { ChartSettings } from './chart-settings.ts';
import { indicatorTitle } from './indicator-lines.ts';
import { markWords } from './mark-note.tsx';
import type { MeasureShown } from './measures.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

/** Something on the chart that the keyboard reaches. */
export interface ChartObject {
  readonly id: string;
  /** It in words, with its figures. */
  readonly words: string;
  readonly kind: 'bars' | 'volume' | 'indicator' | 'line' | 'measure' | 'mark';
  readonly line?: ChartLine;
  readonly mark?: DrawnMark;
}

/** What the keys act on; null while it is the bars. */
export const useChosen = create<{ readonly chosen: string | null }>()(() => ({ chosen: null }));

export interface ObjectInput {
  readonly instrument: Instrument;
  readonly settings: ChartSettings;
  readonly format: Format;
  readonly lines: readonly ChartLine[];
  readonly measures: readonly MeasureShown[];
  readonly marks: readonly DrawnMark[];
  /** The bar under the cursor in words, and its volume. */
  readonly bar: string;
  readonly volume: string;
  /** Values of the n-th indicator at the cursor. */
  readonly valuesOf: (index: number) => readonly number[];
}

function lineWords({ words, state, figures, price, kind }: ChartLine, { instrument, format }: ObjectInput): string {
  const named = kind === 'level' ? words : SAY.lineReads(words, format.price(price, instrument.priceDecimals));
  return [named, ...(state === undefined ? [] : [state]), ...figures.map(({ text }) => text)].join(', ');
}

/** Everything that can be reached, in the order of the keys: bars, indicators, volume, lines from the top, measures, marks from the left. */
export function chartObjects(input: ObjectInput): readonly ChartObject[] {
  const { settings, lines, measures, marks, format, instrument, bar, volume, valuesOf } = input;
  const indicators = settings.indicators.flatMap((shown, index): ChartObject[] => {
    if (shown.hidden) return [];
    const figures = valuesOf(index).map((value) => format.price(value, instrument.priceDecimals));
    return [{ id: `indicator-${String(index)}`, kind: 'indicator', words: SAY.reads(indicatorTitle(shown), figures.join(', ')) }];
  });
  return [
    { id: 'bars', kind: 'bars', words: bar },
    ...indicators,
    { id: 'volume', kind: 'volume', words: SAY.reads(SAY.volumeSeries, volume) },
    ...[...lines]
      .sort((a, b) => b.price - a.price)
      .map((line): ChartObject => ({ id: line.id, kind: 'line', words: lineWords(line, input), line })),
    ...measures.map(({ id, words }): ChartObject => ({ id, kind: 'measure', words: SAY.measureRead(words[0] ?? '', words[1] ?? '') })),
    ...marks.map((mark): ChartObject => ({
      id: `mark-${'fills' in mark.mark ? '' : `${mark.mark.part}-`}${mark.mark.side}-${String(mark.mark.bar)}`,
      kind: 'mark',
      words: markWords(mark.mark, instrument, format).join('; '),
      mark,
    })),
  ];
}

/** The object so many places after the chosen one, round the end; the bars where the chosen one is gone. */
export function objectAfter(objects: readonly ChartObject[], chosen: string | null, by: 1 | -1): ChartObject | undefined {
  const at = Math.max(
    0,
    objects.findIndex(({ id }) => id === (chosen ?? 'bars')),
  );
  return objects[(at + by + objects.length) % objects.length];
}
