import type { StoredPortfolio } from '../../ports/research-store.ts';
import type { RunFigures } from '../../../src-shared/domain/search.ts';
import type { ResearchConnection } from './research-connection.ts';

interface ListedRow {
  readonly id: string;
  readonly at: number;
  readonly request: string;
  readonly figures: string;
}

const LISTED = `
SELECT id, p.at, request, figures, n.number FROM portfolios p JOIN run_numbers n ON n.run = p.id
ORDER BY p.at DESC, p.row DESC LIMIT ?`;

function listedOf({ id, at, request, figures }: ListedRow): Omit<StoredPortfolio, 'report'> {
  return { id, at, request: JSON.parse(request) as unknown, figures: JSON.parse(figures) as RunFigures };
}

/** Keeps a portfolio's run. */
export function insertPortfolio(connection: ResearchConnection, { id, at, request, figures, report }: StoredPortfolio): void {
  connection
    .prepare('INSERT INTO portfolios VALUES (NULL, ?, ?, ?, ?, ?)')
    .run(id, at, JSON.stringify(request), JSON.stringify(figures), JSON.stringify(report));
}

/** Portfolios' runs without their reports, newest first. */
export function listPortfolios(
  connection: ResearchConnection,
  count: number,
): readonly (Omit<StoredPortfolio, 'report'> & { readonly number: number })[] {
  const rows = connection.prepare<[number], ListedRow & { readonly number: number }>(LISTED).all(count);
  return rows.map((row) => ({ ...listedOf(row), number: row.number }));
}

/** A portfolio's run by its whole id, or null. */
export function readPortfolio(connection: ResearchConnection, id: string): StoredPortfolio | null {
  const row = connection.prepare<[string], ListedRow & { readonly report: string }>('SELECT * FROM portfolios WHERE id = ?').get(id);
  return row === undefined ? null : { ...listedOf(row), report: JSON.parse(row.report) as unknown };
}
