import './research.css';
import type { ReactElement } from 'react';
import type { RunRow } from '../../../src-shared/contract/research.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { useDesk } from '../../state/desk-store.ts';
import { showPanel } from '../../state/panel-request.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { age } from '../../format/times.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { Comparison } from './comparison.tsx';
import { strategyWords } from '../../format/strategy-words.ts';
import { runsNewestFirst } from '../../state/run-list.ts';
import { useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** What has run and what runs, newest first; two or more of them side by side. */
export function RunsPanel(): ReactElement {
  const runs = useDesk((desk) => desk.runs);
  const rows = runsNewestFirst(runs);
  return (
    <>
      <PanelHead title={SAY.runs} figure={rows.length === 0 ? undefined : rows.length} />
      {rows.length === 0 ? (
        <PanelMessage kind="empty" sentence={SAY.noRuns} />
      ) : (
        <div className="research-runs">
          <ul className="research-run-list">
            {rows.map((row) => (
              <RunItem key={row.run} row={row} />
            ))}
          </ul>
          <Comparison />
        </div>
      )}
    </>
  );
}

function RunItem({ row }: { readonly row: RunRow }): ReactElement {
  const chosen = useResearch((store) => store.chosen === row.run);
  const compared = useResearch((store) => store.compared.includes(row.run));
  const facts = instrumentFacts(
    useDesk((desk) => desk.instruments),
    row.request.instrument,
  );
  const { choose, compare } = useResearch.getState();
  return (
    <li className="research-run" data-chosen={chosen || undefined}>
      <Checkbox
        checked={compared}
        disabledReason={row.state === 'done' ? undefined : SAY.states[row.state]}
        onChange={(on) => compare(row.run, on)}
      >
        <span className="ui-visually-hidden">{SAY.choose(row.run)}</span>
      </Checkbox>
      <button
        type="button"
        className="research-run-words"
        aria-pressed={chosen}
        onClick={() => {
          choose(row.run);
          showPanel('report');
        }}
      >
        <span className="research-run-line">
          <span className="research-run-name">
            <b>{SAY.runName(row.run)}</b> {strategyWords(row.request)}
          </span>
          <RunOutcome row={row} />
        </span>
        <RunSecondLine row={row} place={SAY.rowPlace(facts.symbol, venueTag(row.request.instrument), row.request.timeframe)} />
      </button>
    </li>
  );
}

function RunOutcome({ row }: { readonly row: RunRow }): ReactElement {
  const format = useFormat();
  if (row.state === 'done') return <SignedFigure arrow value={format.signedPercent(row.totalReturn)} />;
  if (row.state !== 'running') return <span className="ui-note">{SAY.states[row.state]}</span>;
  return <span>{format.percent(row.total === 0 ? 0 : row.done / row.total)}</span>;
}

function RunSecondLine({ row, place }: { readonly row: RunRow; readonly place: string }): ReactElement {
  const format = useFormat();
  if (row.state === 'running') {
    const share = row.total === 0 ? 0 : row.done / row.total;
    return (
      <span className="research-run-line ui-note">
        <span className="research-progress" aria-hidden="true">
          <span style={{ inlineSize: `${String(share * 100)}%` }} />
        </span>
        <span>{row.rate === null || row.left === null ? '' : SAY.rate(format.compact(row.rate), age(row.left * 1_000))}</span>
      </span>
    );
  }
  return (
    <span className="research-run-line ui-note">
      <span>{place}</span>
      <span>{row.maxDrawdown === null ? '' : SAY.drawdown(format.signedPercent(-row.maxDrawdown).text)}</span>
    </span>
  );
}
