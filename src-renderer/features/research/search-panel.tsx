import './research.css';
import './search.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { RunRequest } from '../../../src-shared/contract/research.ts';
import type { SearchRow } from '../../../src-shared/contract/searches.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { age } from '../../format/times.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { useGallery } from '../../state/strategy-gallery.ts';
import { Button } from '../../ui/button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { OverfitPage } from './overfit-page.tsx';
import { useResearch } from './research-store.ts';
import { defaultRunForm, readRunForm, sourceKey } from './run-form.ts';
import { SearchFields } from './search-fields.tsx';
import { FrontPlot, HeatMap, ParameterLines } from './search-maps.tsx';
import { SearchTrials } from './search-trials.tsx';
import { bestWords } from './search-words.ts';
import { loadSearches, loadTrials, searchesNewestFirst, useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

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

/** The run that stands in the form beside it: what a search varies. Nothing while it has a problem. */
function useBase(): { readonly spec: StrategySpec; readonly run: RunRequest | null } | null {
  const sources = useResearch((store) => store.sources);
  const gallery = useGallery((store) => store.specs);
  const kept = useResearch((store) => store.form);
  const format = useFormat();
  const [first] = sources ?? [];
  const [firstSpec] = gallery ?? [];
  if (first === undefined || firstSpec === undefined) return null;
  const form = kept ?? defaultRunForm(firstSpec, first);
  const spec = gallery?.find((each) => each.id === form.strategy) ?? firstSpec;
  const source = sources?.find((each) => sourceKey(each) === form.source) ?? first;
  const read = readRunForm(form, spec, source, format.parseAmount);
  return { spec, run: 'request' in read ? read.request : null };
}

/** Searches: what is varied, how far it is, everything that was tried, and whether the best of it is more than luck. */
export function SearchPanel(): ReactElement {
  const base = useBase();
  const ready = useDesk((desk) => desk.ready);
  const searches = useDesk((desk) => desk.searches);
  const chosen = useSearches((store) => store.chosen);
  useEffect(() => {
    if (ready) void loadSearches();
  }, [ready]);
  const rows = searchesNewestFirst(searches);
  const search = rows.find((row) => row.search === chosen) ?? rows[0];
  return (
    <>
      <PanelHead title={SAY.search} figure={rows.length === 0 ? undefined : rows.length} />
      <div className="research-search">
        {base === null ? <LoadingBlocks label={SAY.loading} rows={6} /> : <SearchFields spec={base.spec} run={base.run} />}
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
      <SearchHead search={search} rows={rows} />
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

function SearchHead({ search, rows }: { readonly search: SearchRow; readonly rows: readonly SearchRow[] }): ReactElement {
  const format = useFormat();
  const instruments = useDesk((desk) => desk.instruments);
  const name = (row: SearchRow): string => {
    const { symbol } = instrumentFacts(instruments, row.instrument);
    return SAY.searchWords(row.strategy, `${symbol} ${venueTag(row.instrument)}`, row.timeframe);
  };
  const share = search.total === 0 ? 0 : search.done / search.total;
  return (
    <header className="research-search-head">
      <div className="research-run-line">
        <Select
          label={SAY.chooseSearch}
          value={search.search}
          choices={rows.map((row) => ({
            value: row.search,
            label: name(row),
            detail: `${format.timeOrDate(row.at, row.at)}, ${SAY.searchStates[row.state]}`,
          }))}
          onChange={(id) => useSearches.getState().choose(id)}
        />
        <SearchButtons search={search} />
      </div>
      <div className="research-run-line ui-note">
        <span className="research-progress" aria-hidden="true">
          <span style={{ inlineSize: `${String(share * 100)}%` }} />
        </span>
        <span role="status">
          {SAY.searchStates[search.state]}, {SAY.searchProgress(format.count(search.done), format.count(search.total))}
          {search.rate === null || search.left === null ? '' : `, ${SAY.searchRate(format.ratio(search.rate), age(search.left))}`}
        </span>
      </div>
      {search.best === null ? null : <p>{bestWords(search, format)}</p>}
      {search.problem === '' ? null : <p role="alert">{search.problem}</p>}
    </header>
  );
}

function SearchButtons({ search }: { readonly search: SearchRow }): ReactElement | null {
  const act = async (what: 'pause' | 'resume' | 'cancel'): Promise<void> => {
    const result = await callMain((client, command) => client.searches[what]({ command, search: search.search }));
    if (!result.ok) tellRefusal('search', result.fault.message);
  };
  if (search.state === 'running')
    return (
      <span className="research-buttons">
        <Button size="small" onPress={() => void act('pause')}>
          {SAY.pause}
        </Button>
        <Button size="small" onPress={() => void act('cancel')}>
          {SAY.cancel}
        </Button>
      </span>
    );
  if (!search.resumable) return null;
  return (
    <span className="research-buttons">
      <Button size="small" onPress={() => void act('resume')}>
        {SAY.resume}
      </Button>
    </span>
  );
}
