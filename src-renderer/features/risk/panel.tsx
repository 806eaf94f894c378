import './risk.css';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { LimitsTable } from './limits-table.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { ProtectionsDialog } from './protections-dialog.tsx';
import { RefusalList } from './refusal-list.tsx';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { TradingStateCard } from './trading-state.tsx';

/** The trading state, how much of each limit is used, and what was refused last. */
export function RiskPanel(): ReactElement {
  const risk = useShownDesk((desk) => desk.risk);
  if (risk === null) return <LoadingBlocks label={SAY.loading} rows={5} />;
  return <Risk risk={risk} />;
}

function Risk({ risk }: { readonly risk: RiskRow }): ReactElement {
  const [editing, edit] = useState<'limits' | 'protections' | null>(null);
  const open = (): void => {
    edit('limits');
  };
  return (
    <>
      <PanelHead title={SAY.title}>
        <Button size="small" onPress={open}>
          {SAY.editAll}
        </Button>
        <Button size="small" hint={SAY.protectionsHint} onPress={() => edit('protections')}>
          {SAY.protections}
        </Button>
      </PanelHead>
      <div className="ui-split risk">
        <TradingStateCard risk={risk} />
        <div className="risk-limits">
          <LimitsTable risk={risk} onEdit={open} />
        </div>
        <section className="risk-refusals" aria-label={SAY.refusals}>
          <h3 className="risk-refusals-head">{SAY.refusals}</h3>
          <RefusalList />
        </section>
      </div>
      {editing === 'protections' ? <ProtectionsDialog limits={risk.limits} onDone={() => edit(null)} /> : null}
      {editing === 'limits' ? (
        <LimitsDialog
          limits={risk.limits}
          onDone={() => {
            edit(null);
          }}
        />
      ) : null}
    </>
  );
}
