import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { METRICS } from '../../../src-shared/domain/metrics/catalog.ts';
import { useFormat } from '../../ui/use-format.ts';
import { figureOf, figureText } from './report-words.ts';
import { loadReport, useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** The figures of the ticked runs side by side. */
export function Comparison(): ReactElement {
  const compared = useResearch((store) => store.compared);
  const reports = useResearch((store) => store.reports);
  const format = useFormat();
  useEffect(() => {
    for (const run of compared) void loadReport(run);
  }, [compared]);
  const views = compared.flatMap((run) => reports.get(run) ?? []);
  if (views.length < 2) return <p className="research-note">{SAY.compareHint}</p>;
  return (
    <section className="research-compare" aria-label={SAY.compare(views.length)}>
      <h3 className="research-section">{SAY.compare(views.length)}</h3>
      <table className="research-table">
        <thead>
          <tr>
            <th scope="col">{SAY.figure}</th>
            {views.map((view) => (
              <th key={view.run} scope="col">
                {SAY.runName(view.run)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {METRICS.map((metric) => (
            <tr key={metric.id}>
              <th scope="row">{metric.label}</th>
              {views.map((view) => (
                <td key={view.run}>{figureText(metric, figureOf(view, metric.id), format)}</td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{SAY.closedTrades}</th>
            {views.map((view) => (
              <td key={view.run}>{format.count(view.closedTrades)}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{SAY.fees2}</th>
            {views.map((view) => (
              <td key={view.run}>{format.quoteMoney(view.fees)}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
