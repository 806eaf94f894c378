import './research.css';
import './search.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { SearchRow, WalkForwardView } from '../../../src-shared/contract/searches.ts';
import { withTrueMinus } from '../../format/figures.ts';
import { useDesk } from '../../state/desk-store.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { SearchFields } from './search-fields.tsx';
import { SearchHead } from './search-head.tsx';
import { loadSearches, loadWalk, searchesNewestFirst, useSearches } from './searches-store.ts';
import { RESEARCH_SENTENCES } from './sentences.ts';
import { useBaseRun } from './use-base-run.ts';
import { WalkCurve } from './walk-curve.tsx';
import { WalkFigures } from './walk-figures.tsx';
import { StabilityTable } from './walk-stability.tsx';
import { WalkWindows } from './walk-windows.tsx';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

const PANEL_ID = 'research-walk-tab';
const TABS = ['windows', 'curve', 'stability'] as const;
type Tab = (typeof TABS)[number];

/** Parameters chosen window by window, each choice tried on days that it has never seen, and what that says. */
export function WalkForwardPanel(): ReactElement {
  const base = useBaseRun();
  const ready = useDesk((desk) => desk.ready);
  const searches = useDesk((desk) => desk.searches);
  const chosen = useSearches((store) => store.chosen.walk);
  useEffect(() => {
    if (ready) void loadSearches();
  }, [ready]);
  const rows = searchesNewestFirst(searches).filter(({ windows }) => windows !== null);
  const search = rows.find((row) => row.search === chosen) ?? rows[0];
  return (
    <>
      <PanelHead title={SAY.title} figure={rows.length === 0 ? undefined : rows.length} />
      <div className="research-search">
        {base === null ? <LoadingBlocks label={RESEARCH_SENTENCES.loading} rows={6} /> : <SearchFields kind="walk" base={base} />}
        {search === undefined ? (
          <PanelMessage kind="empty" sentence={SAY.none} />
        ) : (
          <WalkResults key={search.search} search={search} rows={rows} />
        )}
      </div>
    </>
  );
}

function WalkResults({ search, rows }: { readonly search: SearchRow; readonly rows: readonly SearchRow[] }): ReactElement {
  const view = useSearches((store) => store.walks.get(search.search));
  const perWindow = Math.max(1, search.total / Math.max(1, search.windows ?? 1));
  const window = Math.floor(search.done / perWindow);
  // The windows are known once its thread has begun; each one that is complete changes the judgement.
  const begun = search.done > 0;
  useEffect(() => {
    void loadWalk(search.search);
  }, [search.search, search.state, begun, window]);
  return (
    <section className="research-results" aria-label={SAY.shown}>
      <SearchHead search={search} rows={rows} onChoose={(id) => useSearches.getState().choose('walk', id)} />
      {view === undefined ? <LoadingBlocks label={RESEARCH_SENTENCES.loading} rows={6} /> : <Walked view={view} search={search} />}
    </section>
  );
}

function Walked({ view, search }: { readonly view: WalkForwardView; readonly search: SearchRow }): ReactElement {
  const [tab, setTab] = useState<Tab>('windows');
  const format = useFormat();
  const { complete, windows } = view;
  const partly = complete < windows.length ? SAY.partly(format.count(complete), format.count(windows.length)) : '';
  return (
    <>
      <div className="research-walk-verdict">
        <p className="research-verdict">{view.verdict === '' ? SAY.nothingYet : withTrueMinus(view.verdict)}</p>
        {complete === 0 || partly === '' ? null : <p className="ui-note">{partly}</p>}
      </div>
      <WalkFigures view={view} />
      <Tabs
        label={SAY.title}
        value={tab}
        onChange={setTab}
        controls={PANEL_ID}
        tabs={TABS.map((value) => ({
          value,
          label: SAY.tabs[value],
          figure: value === 'windows' ? format.count(windows.length) : undefined,
        }))}
      />
      <div id={PANEL_ID} role="tabpanel" aria-label={SAY.tabs[tab]} className="research-tab">
        {tab === 'windows' ? <WalkWindows view={view} search={search} /> : null}
        {tab === 'curve' ? <WalkCurve view={view} search={search.search} /> : null}
        {tab === 'stability' ? <StabilityTable view={view} space={search.space} /> : null}
      </div>
    </>
  );
}
