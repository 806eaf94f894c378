import type { RunFigure } from '../../../src-shared/contract/research.ts';
import { METRICS } from '../../../src-shared/domain/metrics/catalog.ts';
import type { RunReport } from '../../../src-shared/domain/report.ts';

/** Every figure of a run with the same figure of what it is held against. */
export function figuresBeside(report: RunReport, hold: RunReport): readonly RunFigure[] {
  return METRICS.map(({ id, label, unit, definition }) => ({
    id,
    label,
    unit,
    definition,
    value: report.metrics[id]!,
    hold: hold.metrics[id]!,
  }));
}
