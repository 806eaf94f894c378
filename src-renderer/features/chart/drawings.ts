import { create } from 'zustand';

/** A point of the chart: ms UTC and price in quote units. */
export interface ChartPoint {
  readonly time: number;
  readonly price: number;
}

/** A horizontal line at a price, as text. */
export interface Level {
  readonly id: string;
  readonly price: string;
}

/** A measured span from one point to another. */
export interface Measure {
  readonly id: string;
  readonly from: ChartPoint;
  readonly to: ChartPoint;
}

/** What a trader drew on one instrument; the same in every timeframe. */
export interface Drawings {
  readonly levels: readonly Level[];
  readonly measures: readonly Measure[];
}

export const NO_DRAWINGS: Drawings = { levels: [], measures: [] };

interface DrawingStore {
  /** By instrument. */
  readonly drawings: Readonly<Record<string, Drawings>>;
  addLevel(instrument: string, price: string): void;
  addMeasure(instrument: string, from: ChartPoint, to: ChartPoint): void;
  moveLevel(instrument: string, id: string, price: string): void;
  remove(instrument: string, id: string): void;
  /** All of an instrument at once: to clear them, and to have them back. */
  put(instrument: string, drawings: Drawings): void;
  load(kept: unknown): void;
}

function isPoint(value: unknown): value is ChartPoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'time' in value &&
    'price' in value &&
    Number.isFinite(value.time) &&
    Number.isFinite(value.price)
  );
}

function isLevel(value: unknown): value is Level {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'price' in value &&
    typeof value.id === 'string' &&
    typeof value.price === 'string' &&
    /^\d+(?:\.\d+)?$/u.test(value.price)
  );
}

function isMeasure(value: unknown): value is Measure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'from' in value &&
    'to' in value &&
    isPoint(value.from) &&
    isPoint(value.to)
  );
}

/** What of kept drawings can be read; the rest is left out. */
export function readDrawings(kept: unknown): Readonly<Record<string, Drawings>> {
  if (typeof kept !== 'object' || kept === null) return {};
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return Object.fromEntries(
    Object.entries(kept as Record<string, unknown>).flatMap(([instrument, value]) => {
      if (typeof value !== 'object' || value === null) return [];
      const { levels, measures } = value as { levels?: unknown; measures?: unknown };
      return [[instrument, { levels: list(levels).filter(isLevel), measures: list(measures).filter(isMeasure) }]];
    }),
  );
}

function newId(kind: 'level' | 'measure'): string {
  return `${kind}-${crypto.randomUUID()}`;
}

/** The lines and measures on the charts, by instrument; the window keeps them. */
export const useDrawings = create<DrawingStore>()((set) => {
  const change = (instrument: string, next: (before: Drawings) => Drawings): void => {
    set(({ drawings }) => ({ drawings: { ...drawings, [instrument]: next(drawings[instrument] ?? NO_DRAWINGS) } }));
  };
  return {
    drawings: {},
    addLevel: (instrument, price) => {
      change(instrument, (before) => ({ ...before, levels: [...before.levels, { id: newId('level'), price }] }));
    },
    addMeasure: (instrument, from, to) => {
      change(instrument, (before) => ({ ...before, measures: [...before.measures, { id: newId('measure'), from, to }] }));
    },
    moveLevel: (instrument, id, price) => {
      change(instrument, (before) => ({
        ...before,
        levels: before.levels.map((level) => (level.id === id ? { ...level, price } : level)),
      }));
    },
    remove: (instrument, id) => {
      change(instrument, ({ levels, measures }) => ({
        levels: levels.filter((level) => level.id !== id),
        measures: measures.filter((measure) => measure.id !== id),
      }));
    },
    put: (instrument, drawings) => {
      change(instrument, () => drawings);
    },
    load: (kept) => {
      set({ drawings: readDrawings(kept) });
    },
  };
});

/** The drawings of one instrument. */
export function useDrawingsOf(instrument: string): Drawings {
  return useDrawings(({ drawings }) => drawings[instrument]) ?? NO_DRAWINGS;
}
