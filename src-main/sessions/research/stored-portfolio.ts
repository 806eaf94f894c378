import type { PortfolioReportView } from '../../../src-shared/contract/portfolios.ts';
import type { StoredPortfolio } from '../../ports/research-store.ts';
import { packedCurve, unpackedCurve } from './stored-report.ts';

/** A portfolio's report as it is kept: its curve packed. */
type PortfolioNote = Omit<PortfolioReportView, 'curve' | 'trades'> & {
  readonly curve: ReturnType<typeof packedCurve>;
  /** Absent of what was kept before trades were. */
  readonly trades?: PortfolioReportView['trades'];
};

/** A portfolio's run as it is kept. */
export function storedPortfolio(view: PortfolioReportView, { id, at }: Pick<StoredPortfolio, 'id' | 'at'>): StoredPortfolio {
  const figures = Object.fromEntries(view.figures.map((figure) => [figure.id, figure.value.value]));
  const report: PortfolioNote = { ...view, curve: packedCurve(view.curve) };
  return { id, at, request: view.request, figures, report };
}

/** The report of a portfolio's run that was kept, with every trade. */
export function reportOfPortfolio({ report }: Pick<StoredPortfolio, 'report'>): PortfolioReportView {
  const note = report as PortfolioNote;
  return { ...note, curve: unpackedCurve(note.curve), trades: note.trades ?? [] };
}
