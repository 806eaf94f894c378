import './risk.css';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { ShareBar } from '../../ui/cells.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { saveText } from '../../ui/save-text.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { readLimits } from './limits-file.ts';
import { LimitsDialog } from './limits-dialog.tsx';
import { ProtectionsDialog } from './protections-dialog.tsx';
import { LimitsTable } from './limits-table.tsx';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** Every limit with its use, and what the account is exposed to. */
export function LimitsPanel(): ReactElement {
  const risk = useShownDesk((desk) => desk.risk);
  const [editing, edit] = useState<'present' | 'file' | 'protections' | null>(null);
  const [file, setFile] = useState<NonNullable<typeof risk>['limits'] | null>(null);
  if (risk === null) return <LoadingBlocks label={SAY.loading} rows={6} />;
  const read = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const limits = readLimits(await chosen.text());
    if (limits === null) tellRefusal('limits-file', SAY.notLimits(chosen.name));
    else {
      setFile(limits);
      edit('file');
    }
  };
  return (
    <>
      <PanelHead title={SAY.limits}>
        <Button size="small" onPress={() => edit('present')}>
          {SAY.editAll}
        </Button>
        <Button size="small" hint={SAY.protectionsHint} onPress={() => edit('protections')}>
          {SAY.protections}
        </Button>
        <label className="ui-button risk-import" data-size="small" data-tone="plain">
          <span className="ui-button-label">{SAY.importLimits}</span>
          <input
            type="file"
            accept="application/json,.json"
            className="ui-visually-hidden"
            onChange={(event) => {
              void read(event.currentTarget.files?.[0]);
              event.currentTarget.value = '';
            }}
          />
        </label>
        <Button
          size="small"
          onPress={() => {
            saveText(SAY.limitsFile, `${JSON.stringify(risk.limits, null, 2)}\n`);
          }}
        >
          {SAY.exportLimits}
        </Button>
      </PanelHead>
      <div className="risk-workspace">
        <div className="risk-limits">
          <LimitsTable risk={risk} onEdit={() => edit('present')} />
        </div>
        <Exposure />
      </div>
      {editing === 'protections' ? <ProtectionsDialog limits={risk.limits} onDone={() => edit(null)} /> : null}
      {editing === null || editing === 'protections' ? null : (
        <LimitsDialog limits={editing === 'file' && file !== null ? file : risk.limits} onDone={() => edit(null)} />
      )}
    </>
  );
}

/** What share of equity stands in each asset. */
function Exposure(): ReactElement {
  const positions = useShownDesk((desk) => desk.positions);
  const instruments = useShownDesk((desk) => desk.instruments);
  const equity = useShownDesk((desk) => desk.account?.equity);
  const format = useFormat();
  const total = equity === undefined ? 0 : Number(equity);
  const rows = [...positions.values()]
    .filter((row) => Number(row.size) !== 0)
    .map((row) => ({ key: row.instrument, base: instrumentFacts(instruments, row.instrument).base, value: Decimal.parse(row.value).abs() }))
    .sort((a, b) => b.value.compare(a.value));
  return (
    <section className="risk-exposure" aria-label={SAY.exposure}>
      <h3 className="risk-refusals-head">{SAY.exposure}</h3>
      {rows.length === 0 ? <p className="risk-refusal ui-label">{SAY.noExposure}</p> : null}
      <ul className="risk-exposure-list">
        {rows.map(({ key, base, value }) => {
          const share = total > 0 ? value.toNumber() / total : 0;
          return (
            <li key={key} className="risk-exposure-row">
              <span>{base}</span>
              <ShareBar share={share} />
              <span className="risk-share">{format.percent(share)}</span>
              <span className="risk-exposure-value">{format.quoteMoney(value.toString())}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
