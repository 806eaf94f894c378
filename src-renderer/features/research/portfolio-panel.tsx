import './research.css';
import './portfolio.css';
import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { PortfolioRunRow } from '../../../src-shared/contract/portfolios.ts';
import { isBarsSource } from '../../state/bars-source.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { useGallery } from '../../state/strategy-gallery.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { exportPortfolio } from './export-run.ts';
import { NewPortfolio } from './portfolio-new.tsx';
import { PortfolioReport } from './portfolio-report.tsx';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';
import { loadPortfolioReport, loadPortfolios, portfoliosNewestFirst, usePortfolios } from './portfolio-store.ts';
import { useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as RUN } from './sentences.ts';

const SEGMENTS = (['form', 'report'] as const).map((value) => ({ value, label: SAY.pages[value] }));

/** Portfolios: a new one, and what one came to. */
export function PortfolioPanel(): ReactElement {
  const ready = useDesk((desk) => desk.ready);
  const all = useResearch((store) => store.sources);
  const sources = useMemo(() => all?.filter(isBarsSource) ?? null, [all]);
  const single = useGallery((store) => store.specs);
  const pairs = useGallery((store) => store.pairs);
  const gallery = useMemo(() => (single === null ? null : [...single, ...pairs]), [single, pairs]);
  const portfolios = useDesk((desk) => desk.portfolios);
  const page = usePortfolios((store) => store.page);
  const chosen = usePortfolios((store) => store.chosen);
  useEffect(() => {
    if (ready) void loadPortfolios();
  }, [ready]);
  const rows = portfoliosNewestFirst(portfolios);
  const row = rows.find(({ run }) => run === chosen) ?? rows[0];
  const { turn } = usePortfolios.getState();
  return (
    <>
      <PanelHead title={SAY.title} figure={row === undefined ? undefined : RUN.runName(row.run)}>
        {page === 'report' && row?.state === 'done' ? <PortfolioExport run={row.run} /> : null}
      </PanelHead>
      <div className="research-portfolio">
        <SegmentedControl
          look="flat"
          label={SAY.page}
          value={page}
          segments={SEGMENTS}
          onChange={turn}
          className="research-portfolio-pages"
        />
        {page === 'form' ? (
          gallery === null || sources === null || gallery.length === 0 || sources.length === 0 ? (
            <LoadingBlocks label={SAY.loading} rows={8} />
          ) : (
            <NewPortfolio gallery={gallery} sources={sources} />
          )
        ) : row === undefined ? (
          <PanelMessage kind="empty" sentence={SAY.none} actions={[{ label: SAY.begin, onPress: () => turn('form') }]} />
        ) : (
          <ChosenPortfolio key={row.run} row={row} />
        )}
      </div>
    </>
  );
}

function PortfolioExport({ run }: { readonly run: number }): ReactElement {
  return (
    <MenuButton
      size="small"
      entries={(['csv', 'json', 'html'] as const).map((format) => ({
        id: format,
        label: RUN.exportAs[format],
        onChoose: () => void exportPortfolio(run, format),
      }))}
    >
      {RUN.export}
    </MenuButton>
  );
}

function ChosenPortfolio({ row }: { readonly row: PortfolioRunRow }): ReactElement {
  const { run, state, problem, done, total } = row;
  const view = usePortfolios((store) => store.reports.get(run));
  const [failure, setFailure] = useState<string | null>(null);
  const format = useFormat();
  const load = (): void => void loadPortfolioReport(run).then(setFailure);
  useEffect(() => {
    if (state === 'done') load();
  }, [run, state]);
  const cancel = async (): Promise<void> => {
    const result = await callMain((client, command) => client.portfolios.cancel({ command, run }));
    if (!result.ok) tellRefusal('portfolio', result.fault.message);
  };
  if (view !== undefined) return <PortfolioReport view={view} />;
  if (state === 'failed') return <PanelMessage kind="failed" sentence={problem} />;
  if (state === 'cancelled') return <PanelMessage kind="empty" sentence={RUN.cancelled(run)} />;
  if (state === 'done')
    return failure === null ? (
      <LoadingBlocks label={SAY.loading} rows={8} />
    ) : (
      <PanelMessage kind="failed" sentence={failure} actions={[{ label: RUN.retry, onPress: load }]} />
    );
  const sentence = state === 'waiting' ? RUN.waiting(run) : RUN.runningNow(run, format.percent(total === 0 ? 0 : done / total));
  return <PanelMessage kind="empty" sentence={sentence} actions={[{ label: RUN.cancel, onPress: () => void cancel() }]} />;
}
