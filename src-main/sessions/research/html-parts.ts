import type { RunFigure, RunReportView } from '../../../src-shared/contract/research.ts';
import { metricDigits, type MetricResult, reasonSentence } from '../../../src-shared/domain/metric.ts';
import { runVerdict, VERDICT_SENTENCES } from '../../../src-shared/domain/run-verdict.ts';

type Judged = Pick<RunReportView, 'figures' | 'refusals'>;

const WIDTH = 960;
const EQUITY_HEIGHT = 260;
const DRAWDOWN_HEIGHT = 90;

/** How a page looks: the same with and without a network. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 24px auto; max-width: 1000px; padding: 0 16px; font: 13px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 18px; } h2 { font-size: 14px; margin-top: 24px; }
table { border-collapse: collapse; width: 100%; } th, td { padding: 2px 8px; text-align: right; border-bottom: 1px solid #8884; }
th:first-child, td:first-child { text-align: left; } svg { width: 100%; height: auto; } .note { opacity: 0.75; }`;

/** Text as HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A fraction as a percentage with its sign; a dash for none. */
export function percent(value: number | null): string {
  return value === null ? '—' : `${value > 0 ? '+' : ''}${(value * 100).toFixed(2)}%`;
}

/** A figure as it is written, or why there is none. */
export function figure({ unit }: Pick<RunFigure, 'unit'>, { value, reason }: MetricResult): string {
  // What rests on too few samples is told to machines, not to people.
  if (value === null || reason !== null) return reason === null ? '—' : escaped(reasonSentence(reason));
  return unit === 'fraction' ? `${(value * 100).toFixed(2)}%` : value.toFixed(metricDigits(unit));
}

/** A table of cells that are HTML already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((each) => `<${tag}>${each}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('\n')}</tbody></table>`;
}

/** A line through points, `y` of each value by `place`. */
function path(times: Float64Array, values: Float64Array, place: (value: number) => number): string {
  const first = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - first);
  return Array.from(values, (value, row) => {
    const x = ((times[row]! - first) / span) * WIDTH;
    return `${row === 0 ? 'M' : 'L'}${x.toFixed(1)} ${place(value).toFixed(1)}`;
  }).join('');
}

/** Equity on a logarithmic scale over the fall from its peak, each with what it is held against as a thin line. */
export function charts(curve: RunReportView['curve'], held: string): string {
  const all = [...curve.equity, ...curve.hold].filter((value) => value > 0);
  const least = Math.log(all.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY));
  const most = Math.log(all.reduce((high, value) => Math.max(high, value), 0));
  const equityAt = (value: number): number =>
    EQUITY_HEIGHT * (1 - (Math.log(Math.max(value, Math.exp(least))) - least) / Math.max(1e-12, most - least));
  const deepest = [...curve.drawdown, ...curve.holdDrawdown].reduce((low, value) => Math.min(low, value), -1e-9);
  const fallAt = (value: number): number => (value / deepest) * DRAWDOWN_HEIGHT;
  const line = (values: Float64Array, place: (value: number) => number, style: string): string =>
    `<path d="${path(curve.times, values, place)}" fill="none" stroke="currentColor" ${style}/>`;
  return [
    `<svg viewBox="0 -4 ${WIDTH} ${EQUITY_HEIGHT + 8}" role="img" aria-label="Equity, logarithmic scale; the thin line is ${escaped(held)}">`,
    line(curve.hold, equityAt, 'stroke-width="1" opacity="0.5"'),
    line(curve.equity, equityAt, 'stroke-width="1.8"'),
    '</svg>',
    `<svg viewBox="0 -4 ${WIDTH} ${DRAWDOWN_HEIGHT + 8}" role="img" aria-label="Drawdown; the thin line is ${escaped(held)}">`,
    line(curve.holdDrawdown, fallAt, 'stroke-width="1" opacity="0.5"'),
    line(curve.drawdown, fallAt, 'stroke-width="1.4"'),
    '</svg>',
  ].join('');
}

function valueOf(view: Judged, id: string, whose: 'value' | 'hold'): number | null {
  return view.figures.find((each) => each.id === id)?.[whose].value ?? null;
}

/** What a run came to in one sentence. */
export function verdict(view: Judged): string {
  const of = (id: string, whose: 'value' | 'hold'): number => valueOf(view, id, whose) ?? 0;
  const id = runVerdict({
    fills: of('turnover', 'value') > 0,
    refused: Object.keys(view.refusals).length > 0,
    totalReturn: of('totalReturn', 'value'),
    maxDrawdown: of('maxDrawdown', 'value'),
    sharpe: valueOf(view, 'sharpe', 'value'),
    holdReturn: of('totalReturn', 'hold'),
    holdDrawdown: of('maxDrawdown', 'hold'),
    holdSharpe: valueOf(view, 'sharpe', 'hold'),
  });
  return VERDICT_SENTENCES[id]({
    gain: percent(of('totalReturn', 'value')),
    held: percent(of('totalReturn', 'hold')),
    fall: percent(-of('maxDrawdown', 'value')),
    heldFall: percent(-of('maxDrawdown', 'hold')),
  });
}

/** A page that needs nothing else: no script, nothing fetched. The title is text, the body HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
${body}
</body></html>
`;
}
