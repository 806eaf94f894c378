import type { RunReportView, RunRequest, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { decodeDoubles, encodeDoubles } from '../../../src-shared/contract/typed-arrays.ts';
import type { Capsule } from './capsule.ts';
import type { DataNote, StoredRun } from '../../ports/research-store.ts';

/** What a run of the window leaves beside its record, so that its report can be shown again as it was. */
interface ReportNote {
  readonly report: 1;
  readonly view: Omit<RunReportView, 'curve'> & { readonly curve: PackedCurve };
  readonly trades: readonly RunTradeRow[];
  readonly capsule: Capsule;
}

/** A report with every trade, and what the run can be repeated from. */
export interface WholeReport {
  readonly view: RunReportView;
  readonly trades: readonly RunTradeRow[];
  readonly capsule: Capsule;
}

const COLUMNS = ['times', 'equity', 'hold', 'drawdown', 'holdDrawdown'] as const;

type Curve = RunReportView['curve'];
type PackedCurve = Readonly<Record<keyof Curve, string>>;

/** A curve as plain data. */
export function packedCurve(curve: Curve): PackedCurve {
  return Object.fromEntries(COLUMNS.map((column) => [column, encodeDoubles(curve[column])])) as PackedCurve;
}

/** What `packedCurve` packed. */
export function unpackedCurve(curve: PackedCurve): Curve {
  return Object.fromEntries(COLUMNS.map((column) => [column, decodeDoubles(curve[column])])) as unknown as Curve;
}

/** A report as plain data. */
export function noteOf({ view, trades, capsule }: WholeReport): ReportNote {
  return { report: 1, view: { ...view, curve: packedCurve(view.curve) }, trades, capsule };
}

/** The report that a stored run left under the number it has now, or null when it left none: it was made elsewhere. */
export function reportOfNote({ assumptions }: Pick<StoredRun, 'assumptions'>, run: number): WholeReport | null {
  if (typeof assumptions !== 'object' || assumptions === null || !('report' in assumptions) || assumptions.report !== 1) return null;
  const { view, trades, capsule } = assumptions as ReportNote;
  return { view: { ...view, run, curve: unpackedCurve(view.curve) }, trades, capsule };
}

const SIMULATED = 'Simulated market, seed ';

/** Whether the window can have these bars again: a stored series by its id, or those of the simulated market; not those of a file. */
export function isWindowData({ id, label }: Pick<DataNote, 'id' | 'label'>): boolean {
  return id !== null || label.startsWith(SIMULATED);
}

/** How the bars of a simulated market are called. */
export function simulatedLabel(marketSeed: number): string {
  return `${SIMULATED}${String(marketSeed)}`;
}

/** How a run's bars are called in the store. */
export function sourceLabel({ source }: Pick<RunRequest, 'source'>, marketSeed: number): string {
  if (source.kind === 'recorded') return `Recorded book ${source.recording}`;
  return source.kind === 'stored' ? source.series : simulatedLabel(marketSeed);
}
