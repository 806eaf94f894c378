import './research.css';
import { Layers } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactElement } from 'react';
import type { PortfolioRunRow } from '../../../src-shared/contract/portfolios.ts';
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
import { PORTFOLIO_SENTENCES as PORTFOLIO } from './portfolio-sentences.ts';
import { choosePortfolio, loadPortfolios } from './portfolio-store.ts';
import { useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** What has run and what runs, newest first; two or more of them side by side. */
export function RunsPanel(): ReactElement {
  const runs = useDesk((desk) => desk.runs);
  const portfolios = useDesk((desk) => desk.portfolios);
  const ready = useDesk((desk) => desk.ready);
  useEffect(() => {
    if (ready) void loadPortfolios();
  }, [ready]);
  const rows = [...runs.values(), ...portfolios.values()].sort((a, b) => b.run - a.run);
  return (
    <>
      <PanelHead title={SAY.runs} figure={rows.length === 0 ? undefined : rows.length} />
      {rows.length === 0 ? (
        <PanelMessage kind="empty" sentence={SAY.noRuns} />
      ) : (
        <div className="research-runs">
          <ul className="research-run-list">
            {rows.map((row) =>
              'rows' in row.request ? (
                <PortfolioItem key={row.run} row={row as PortfolioRunRow} />
              ) : (
                <RunItem key={row.run} row={row as RunRow} />
              ),
            )}
          </ul>
          <Comparison />
        </div>
      )}
    </>
  );
}

function RunItem({ row }: { readonly row: RunRow }): ReactElement {
  const chosen = useResearch((store) => store.marked === row.run);
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
        <RunSecondLine row={row} place={SAY.rowPlace(facts.symbol, placeTag(row.request), row.request.timeframe)} />
      </button>
    </li>
  );
}

function placeTag({ source, instrument }: RunRow['request']): string {
  return source.kind === 'recorded' ? SAY.bookTag(venueTag(instrument)) : venueTag(instrument);
}

/** A portfolio's run; its figures stand in its own report. */
function PortfolioItem({ row }: { readonly row: PortfolioRunRow }): ReactElement {
  const chosen = useResearch((store) => store.marked === row.run);
  const format = useFormat();
  const markets = new Set(row.request.rows.map(({ instrument }) => instrument.slice(0, instrument.indexOf('/'))));
  return (
    <li className="research-run" data-chosen={chosen || undefined}>
      <span className="research-run-mark" aria-hidden="true">
        <Layers size={14} strokeWidth={1.5} />
      </span>
      <button type="button" className="research-run-words" aria-pressed={chosen} onClick={() => choosePortfolio(row.run)}>
        <span className="research-run-line">
          <span className="research-run-name">
            <b>{SAY.runName(row.run)}</b> {PORTFOLIO.name(format.count(row.request.rows.length))}
          </span>
          <RunOutcome row={row} />
        </span>
        <RunSecondLine row={row} place={[...markets].join(', ')} />
      </button>
    </li>
  );
}

function RunOutcome({ row }: { readonly row: RunRow | PortfolioRunRow }): ReactElement {
  const format = useFormat();
  if (row.state === 'done') return <SignedFigure arrow value={format.signedPercent(row.totalReturn)} />;
  if (row.state !== 'running') return <span className="ui-note">{SAY.states[row.state]}</span>;
  return <span>{format.percent(row.total === 0 ? 0 : row.done / row.total)}</span>;
}

function RunSecondLine({ row, place }: { readonly row: RunRow | PortfolioRunRow; readonly place: string }): ReactElement {
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
