import type { ReactElement } from 'react';
import type { RunReportView, SensitivityRow } from '../../../src-shared/contract/research.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** From no cost to every cost: what each takes of the equity at the end. */
export function CostsTable({ view }: { readonly view: RunReportView }): ReactElement {
  const format = useFormat();
  const { costSteps, quote } = view;
  const isBook = view.assumptions.book !== undefined;
  const gross = costSteps[0]?.equity ?? 0;
  return (
    <div className="research-scroll">
      <table className="research-table" aria-label={SAY.tabs.costs}>
        <thead>
          <tr>
            <th scope="col">{SAY.costStep}</th>
            <th scope="col">{SAY.costTaken(quote)}</th>
            <th scope="col">{SAY.costLeft(quote)}</th>
            <th className="research-bar-head" aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {costSteps.map(({ id, equity }, index) => {
            const before = costSteps[index - 1]?.equity;
            return (
              <tr key={id}>
                <th scope="row">{isBook && id === 'none' ? SAY.bookWithoutCosts : SAY.costSteps[id]}</th>
                <td>{before === undefined ? '' : format.change(equity - before, 2).text}</td>
                <td>{format.quoteMoney(equity)}</td>
                <td aria-hidden="true">
                  <span className="research-bar" style={{ inlineSize: `${String(Math.max(0, Math.min(100, (equity / gross) * 100)))}%` }} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="research-note">{isBook ? SAY.bookCostsNote : SAY.costsNote}</p>
    </div>
  );
}

function caseName(id: string): string {
  return (SAY.cases as Readonly<Record<string, string>>)[id] ?? id;
}

/** The same run under other costs. */
export function SensitivityTable({ rows }: { readonly rows: readonly SensitivityRow[] }): ReactElement {
  const format = useFormat();
  return (
    <div className="research-scroll">
      <table className="research-table" aria-label={SAY.tabs.sensitivity}>
        <thead>
          <tr>
            <th scope="col">{SAY.case}</th>
            <th scope="col">{SAY.return}</th>
            <th scope="col">{SAY.sharpe}</th>
            <th scope="col">{SAY.maxDrawdown}</th>
            <th scope="col">{SAY.closedTrades}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-own={row.id === 'costs-as-run' || undefined}>
              <th scope="row">{caseName(row.id)}</th>
              <td>
                <SignedFigure arrow value={format.signedPercent(row.totalReturn)} />
              </td>
              <td>{format.ratio(row.sharpe)}</td>
              <td>{format.signedPercent(row.maxDrawdown === null ? null : -row.maxDrawdown).text}</td>
              <td>{format.count(row.trades)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="research-note">{SAY.sensitivityNote}</p>
    </div>
  );
}
