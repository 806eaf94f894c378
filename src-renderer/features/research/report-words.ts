import type { RunFigure, RunReportView } from '../../../src-shared/contract/research.ts';
import { runVerdict } from '../../../src-shared/domain/run-verdict.ts';
import type { Format } from '../../format/format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** The value of a figure of a report, or nothing. */
export function figureOf(view: Pick<RunReportView, 'figures'>, id: string, whose: 'value' | 'hold' = 'value'): number | null {
  return view.figures.find((each) => each.id === id)?.[whose].value ?? null;
}

/** What a run came to in one sentence. */
export function verdictOf(view: Pick<RunReportView, 'figures' | 'refusals'>, format: Format): string {
  const figure = (id: string, whose: 'value' | 'hold'): number => figureOf(view, id, whose) ?? 0;
  const id = runVerdict({
    fills: figure('turnover', 'value') > 0,
    refused: Object.keys(view.refusals).length > 0,
    totalReturn: figure('totalReturn', 'value'),
    maxDrawdown: figure('maxDrawdown', 'value'),
    sharpe: figureOf(view, 'sharpe'),
    holdReturn: figure('totalReturn', 'hold'),
    holdDrawdown: figure('maxDrawdown', 'hold'),
    holdSharpe: figureOf(view, 'sharpe', 'hold'),
  });
  return SAY.verdicts[id]({
    gain: format.signedPercent(figure('totalReturn', 'value')).text,
    held: format.signedPercent(figure('totalReturn', 'hold')).text,
    fall: format.signedPercent(-figure('maxDrawdown', 'value')).text,
    heldFall: format.signedPercent(-figure('maxDrawdown', 'hold')).text,
  });
}

/** Figures that are written with their sign and take its colour. */
const SIGNED: ReadonlySet<string> = new Set(['totalReturn', 'annualReturn']);
/** Figures that say how far something fell, written below zero. */
const FALLS: ReadonlySet<string> = new Set(['maxDrawdown']);

/** A figure as it is written. */
export function figureText({ id, unit }: Pick<RunFigure, 'id' | 'unit'>, value: number | null, format: Format): string {
  if (value === null) return '—';
  if (SIGNED.has(id)) return format.signedPercent(value).text;
  if (FALLS.has(id)) return format.signedPercent(-value).text;
  if (unit === 'fraction') return format.percent(value);
  if (unit === 'days') return SAY.days(format.count(Math.round(value)));
  if (unit === 'money') return format.quoteMoney(value);
  return unit === 'count' ? format.count(value) : format.ratio(value);
}
