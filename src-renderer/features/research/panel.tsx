import './research.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { RunReportView, RunRow, RunTradeRow } from '../../../src-shared/contract/research.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { showRunOnChart } from '../../state/laid-run.ts';
import { useOfferedSpecs } from '../../state/own-strategies.ts';
import { useStartRequests } from '../../state/start-request.ts';
import { Button } from '../../ui/button.tsx';
import { InstrumentName } from '../../ui/cells.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { exportRun } from './export-run.ts';
import { FigureGrid } from './figure-grid.tsx';
import { PRICE_SENTENCES as PRICE } from './price-sentences.ts';
import { windowOfTrade } from './price-window.ts';
import { ReportCharts } from './report-charts.tsx';
import type { ChartChoice } from './report-charts.tsx';
import { ReplayButton } from './replay-button.tsx';
import { ReportTabs } from './report-tabs.tsx';
import { verdictOf } from './report-words.ts';
import { strategyWords } from '../../format/strategy-words.ts';
import { loadReport, useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { spanText } from './span-text.ts';

/** The report of the chosen run. */
export function ReportPanel(): ReactElement {
  const chosen = useResearch((store) => store.chosen);
  const view = useResearch((store) => (chosen === null ? undefined : store.reports.get(chosen)));
  const row = useDesk(({ runs }) => (chosen === null ? undefined : runs.get(String(chosen))));
  const [failure, setFailure] = useState<string | null>(null);
  const done = row?.state === 'done';
  useEffect(() => {
    if (chosen !== null && done) void loadReport(chosen).then(setFailure);
  }, [chosen, done]);
  return (
    <>
      <PanelHead title={SAY.report} figure={chosen === null ? undefined : SAY.runName(chosen)}>
        {view === undefined ? null : <ReportActions view={view} />}
      </PanelHead>
      {view !== undefined ? (
        <Report key={view.run} view={view} />
      ) : chosen === null || row === undefined ? (
        <PanelMessage kind="empty" sentence={SAY.noReport} />
      ) : done && failure !== null ? (
        <PanelMessage
          kind="failed"
          sentence={failure}
          actions={[{ label: SAY.retry, onPress: () => void loadReport(chosen).then(setFailure) }]}
        />
      ) : done ? (
        <LoadingBlocks label={SAY.loading} rows={8} />
      ) : (
        <Unfinished row={row} />
      )}
    </>
  );
}

function ReportActions({ view }: { readonly view: RunReportView }): ReactElement {
  const { run, request } = view;
  const offered = useOfferedSpecs();
  return (
    <>
      <MenuButton
        size="small"
        entries={(['csv', 'json', 'html', 'capsule'] as const).map((format) => ({
          id: format,
          label: SAY.exportAs[format],
          onChoose: () => void exportRun(run, format),
        }))}
      >
        {SAY.export}
      </MenuButton>
      <ReplayButton over={request}>{SAY.replayRange}</ReplayButton>
      <Button
        size="small"
        disabledReason={request.source.kind === 'simulated' ? undefined : PRICE.otherBars}
        onPress={() => {
          void showRunOnChart(run, request.instrument).then((problem) => {
            if (problem !== null) tellRefusal('research', problem);
          });
        }}
      >
        {PRICE.showOnChart}
      </Button>
      <Button
        size="small"
        disabledReason={
          request.perpetual !== undefined
            ? SAY.paperIsSpot
            : offered === null || offered.some(({ id }) => id === request.strategy)
              ? undefined
              : SAY.notOffered
        }
        onPress={() => {
          useStartRequests.getState().ask(request.strategy);
        }}
      >
        {SAY.startOnPaper}
      </Button>
    </>
  );
}

/** A run that has no report: it waits, goes on, was cancelled or failed. */
function Unfinished({ row }: { readonly row: RunRow }): ReactElement {
  const format = useFormat();
  const cancel = async (): Promise<void> => {
    const result = await callMain((client, command) => client.research.cancel({ command, run: row.run }));
    if (!result.ok) tellRefusal('research', result.fault.message);
  };
  if (row.state === 'failed') return <PanelMessage kind="failed" sentence={row.problem} />;
  if (row.state === 'cancelled') return <PanelMessage kind="empty" sentence={SAY.cancelled(row.run)} />;
  const sentence =
    row.state === 'waiting' ? SAY.waiting(row.run) : SAY.runningNow(row.run, format.percent(row.total === 0 ? 0 : row.done / row.total));
  return <PanelMessage kind="empty" sentence={sentence} actions={[{ label: SAY.cancel, onPress: () => void cancel() }]} />;
}

function Report({ view }: { readonly view: RunReportView }): ReactElement {
  const { request } = view;
  const [choice, choose] = useState<ChartChoice>({ chart: 'equity', window: { from: request.from, to: request.to }, trade: null });
  const showTrade = (trade: RunTradeRow): void => {
    choose({ chart: 'price', window: windowOfTrade(request, trade), trade: trade.number });
  };
  return (
    <div className="research-report">
      <ReportTitle view={view} />
      <FigureGrid view={view} />
      <ReportCharts view={view} choice={choice} onChoice={choose} onTrade={showTrade} />
      <ReportTabs view={view} trade={choice.trade} onTrade={showTrade} />
    </div>
  );
}

function ReportTitle({ view }: { readonly view: RunReportView }): ReactElement {
  const format = useFormat();
  const { request, assumptions } = view;
  const facts = instrumentFacts(
    useDesk((desk) => desk.instruments),
    request.instrument,
  );
  const { perpetual } = request;
  const { book } = assumptions;
  const strip = [
    ...(perpetual === undefined ? [] : [SAY.strip.perpetual(String(perpetual.leverage), SAY.directions[perpetual.direction])]),
    SAY.strip.costs(request.costs),
    book === undefined ? SAY.strip.fills : SAY.strip.book(book.queue),
    SAY.strip.latency(format.count(assumptions.costs.latencyMs)),
    SAY.strip.days(format.count(assumptions.days)),
    book === undefined ? SAY.strip.gaps(format.count(assumptions.gaps)) : SAY.strip.bookGaps(format.count(book.gaps)),
    SAY.strip.engine(assumptions.engine),
    SAY.strip.seed(String(request.seed)),
  ];
  return (
    <header className="research-title">
      <h3>
        {strategyWords(request)}{' '}
        <span className="research-place">
          <InstrumentName {...facts} tag={venueTag(request.instrument)} /> · {request.timeframe} · {spanText(request.from, request.to)}
        </span>
      </h3>
      <p className="research-verdict">{verdictOf(view, format)}</p>
      <p className="ui-note">{strip.join(' · ')}</p>
    </header>
  );
}
