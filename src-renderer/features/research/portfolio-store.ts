import { create } from 'zustand';
import type { PortfolioReportView, PortfolioRunRow } from '../../../src-shared/contract/portfolios.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { showPanel } from '../../state/panel-request.ts';
import { tellRefusal } from '../../ui/tell.ts';
import type { PortfolioForm } from './portfolio-form.ts';
import { useResearch } from './research-store.ts';

interface Portfolios {
  readonly page: 'form' | 'report';
  /** As typed so far; nothing before anybody typed. */
  readonly form: PortfolioForm | null;
  /** The run whose report is shown. */
  readonly chosen: number | null;
  readonly reports: ReadonlyMap<number, PortfolioReportView>;
  turn(page: 'form' | 'report'): void;
  type(form: PortfolioForm): void;
}

/** What the parts of portfolios share. */
export const usePortfolios = create<Portfolios>()((set) => ({
  page: 'report',
  form: null,
  chosen: null,
  reports: new Map(),
  turn: (page) => {
    set({ page });
  },
  type: (form) => {
    set({ form });
  },
}));

/** Shows the report of a portfolio's run. */
export function choosePortfolio(run: number): void {
  usePortfolios.setState({ chosen: run, page: 'report' });
  useResearch.setState({ marked: run });
  showPanel('portfolio');
}

/** Reads the list of portfolios; what the stream told of them is newer. */
export async function loadPortfolios(): Promise<void> {
  const result = await callMain((client) => client.portfolios.list({}));
  if (!result.ok) {
    tellRefusal('portfolio', result.fault.message);
    return;
  }
  const { portfolios } = result.value;
  useDesk.setState((desk) => ({
    portfolios: new Map([...portfolios.map((row) => [String(row.run), row] as const), ...desk.portfolios]),
  }));
}

/** Reads a report once. Returns why that cannot be, or null. */
export async function loadPortfolioReport(run: number): Promise<string | null> {
  if (usePortfolios.getState().reports.has(run)) return null;
  const result = await callMain((client) => client.portfolios.report({ run }));
  if (!result.ok) return result.fault.message;
  usePortfolios.setState(({ reports }) => ({ reports: new Map(reports).set(run, result.value) }));
  return null;
}

/** Every portfolio, newest first. */
export function portfoliosNewestFirst(portfolios: ReadonlyMap<string, PortfolioRunRow>): readonly PortfolioRunRow[] {
  return [...portfolios.values()].sort((a, b) => b.run - a.run);
}
