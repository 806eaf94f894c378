import './research.css';
import './search.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { SearchRow } from '../../../src-shared/contract/searches.ts';
import { useDesk } from '../../state/desk-store.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { OverfitPage } from './overfit-page.tsx';
import { SearchFields } from './search-fields.tsx';
import { SearchHead } from './search-head.tsx';
import { FrontPlot, HeatMap, ParameterLines } from './search-maps.tsx';
import { SearchTrials } from './search-trials.tsx';
import { loadSearches, loadTrials, searchesNewestFirst, useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { useBaseRun } from './use-base-run.ts';

const PANEL_ID = 'research-search-tab';
const TABS = ['trials', 'map', 'front', 'lines', 'overfit'] as const;
type Tab = (typeof TABS)[number];
const TAB_WORDS: Readonly<Record<Tab, string>> = {
  trials: SAY.trialsTab,
  map: SAY.mapTab,
  front: SAY.frontTab,
  lines: SAY.linesTab,
  overfit: SAY.overfitTab,
};

/** Searches: what is varied, how far it is, everything that was tried, and whether the best of it is more than luck. */
export function SearchPanel(): ReactElement {
  const base = useBaseRun();
  const ready = useDesk((desk) => desk.ready);
  const searches = useDesk((desk) => desk.searches);
  const chosen = useSearches((store) => store.chosen.search);
  useEffect(() => {
    if (ready) void loadSearches();
  }, [ready]);
  const rows = searchesNewestFirst(searches).filter(({ windows }) => windows === null);
  const search = rows.find((row) => row.search === chosen) ?? rows[0];
  return (
    <>
      <PanelHead title={SAY.search} figure={rows.length === 0 ? undefined : rows.length} />
      <div className="research-search">
        {base === null ? <LoadingBlocks label={SAY.loading} rows={6} /> : <SearchFields kind="search" base={base} />}
        {search === undefined ? (
          <PanelMessage kind="empty" sentence={SAY.noSearch} />
        ) : (
          <SearchResults key={search.search} search={search} rows={rows} />
        )}
      </div>
    </>
  );
}

function SearchResults({ search, rows }: { readonly search: SearchRow; readonly rows: readonly SearchRow[] }): ReactElement {
  const [tab, setTab] = useState<Tab>('trials');
  const format = useFormat();
  const read = useSearches((store) => store.trials.get(search.search));
  const batch = Math.floor(search.done / Math.max(1, search.total / 20));
  useEffect(() => {
    void loadTrials(search.search);
  }, [search.search, search.state, batch]);
  const trials = read?.trials ?? [];
  return (
    <section className="research-results" aria-label={SAY.searchShown}>
      <SearchHead search={search} rows={rows} onChoose={(id) => useSearches.getState().choose('search', id)} />
      <Tabs
        label={SAY.search}
        value={tab}
        onChange={setTab}
        controls={PANEL_ID}
        tabs={TABS.map((value) => ({
          value,
          label: TAB_WORDS[value],
          figure: value === 'trials' ? format.count(read?.total ?? 0) : undefined,
        }))}
      />
      <div id={PANEL_ID} role="tabpanel" aria-label={TAB_WORDS[tab]} className="research-tab">
        {tab === 'trials' ? <SearchTrials search={search} trials={trials} /> : null}
        {tab === 'map' ? <HeatMap search={search} trials={trials} /> : null}
        {tab === 'front' ? <FrontPlot search={search} trials={trials} /> : null}
        {tab === 'lines' ? <ParameterLines search={search} trials={trials} /> : null}
        {tab === 'overfit' ? <OverfitPage search={search} /> : null}
      </div>
    </section>
  );
}
