import './checks.css';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { CheckKind } from '../../../src-shared/contract/checks.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AssumptionList } from './assumption-list.tsx';
import { CheckPage } from './check-page.tsx';
import { CHECK_SENTENCES } from './check-sentences.ts';
import { CostsTable, SensitivityTable } from './cost-tables.tsx';
import { MonthsTable } from './months-table.tsx';
import { TradesTable } from './trades-table.tsx';
import type { TradesShown } from './trades-table.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const WORDS = { ...SAY.tabs, ...CHECK_SENTENCES.tabs };
type Tab = keyof typeof WORDS;

const PANEL_ID = 'research-tab';

/** What stands behind the figures: trades, months, costs, other costs, other luck, leaks, assumptions. */
export function ReportTabs({ view, trade, onTrade }: TradesShown): ReactElement {
  const [tab, setTab] = useState<Tab>('trades');
  const format = useFormat();
  return (
    <section className="research-lower">
      <Tabs
        label={SAY.report}
        value={tab}
        onChange={setTab}
        controls={PANEL_ID}
        tabs={[
          { value: 'trades', label: SAY.tabs.trades, figure: format.count(view.closedTrades) },
          { value: 'months', label: SAY.tabs.months, figure: format.count(view.months.length) },
          { value: 'costs', label: SAY.tabs.costs },
          { value: 'sensitivity', label: SAY.tabs.sensitivity },
          { value: 'luck', label: WORDS.luck },
          { value: 'leaks', label: WORDS.leaks },
          { value: 'assumptions', label: SAY.tabs.assumptions },
        ]}
      />
      <div id={PANEL_ID} role="tabpanel" aria-label={WORDS[tab]} className="research-tab">
        {tab === 'trades' ? <TradesTable view={view} trade={trade} onTrade={onTrade} /> : null}
        {tab === 'months' ? <MonthsTable months={view.months} /> : null}
        {tab === 'costs' ? <CostsTable view={view} /> : null}
        {tab === 'sensitivity' ? <SensitivityTable rows={view.sensitivity} /> : null}
        {tab === 'luck' || tab === 'leaks' ? <Check view={view} kind={tab} /> : null}
        {tab === 'assumptions' ? <AssumptionList view={view} /> : null}
      </div>
    </section>
  );
}

/** A check goes over bars: a run over a recorded book has none that are evidence alone. */
function Check({ view, kind }: Pick<TradesShown, 'view'> & { readonly kind: CheckKind }): ReactElement {
  if (view.assumptions.book !== undefined) return <p className="research-note">{SAY.bookNoChecks}</p>;
  return <CheckPage key={kind} kind={kind} run={view.run} />;
}
