import './risk.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { instrumentFacts, originWords } from '../../state/instrument-facts.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { limitColumns } from './limit-columns.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { limitLines } from './risk-model.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { TradingStateCard } from './trading-state.tsx';

const MOST_REFUSALS = 50;
const onExport = exportTable(SAY.file);

function useMarketMinute(): number {
  return useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
}

/** The trading state, how much of each limit is used, and what was refused last. */
export function RiskPanel(): ReactElement {
  const risk = useShownDesk((desk) => desk.risk);
  if (risk === null) return <LoadingBlocks label={SAY.loading} rows={5} />;
  return <Risk risk={risk} />;
}

function Risk({ risk }: { readonly risk: RiskRow }): ReactElement {
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useMarketMinute();
  const format = useFormat();
  const [editing, edit] = useState(false);
  const [chosen, choose] = useState<string>();
  const columns = useMemo(
    () =>
      limitColumns(format, () => {
        edit(true);
      }),
    [format],
  );
  const rows = useMemo(() => limitLines(risk, refusals, instruments, now), [risk, refusals, instruments, now]);
  const table = useDataTable({ id: 'limits', label: SAY.limits, columns, rows, rowKey: (line) => line.key, onExport });
  return (
    <>
      <PanelHead title={SAY.title}>
        <Button
          size="small"
          onPress={() => {
            edit(true);
          }}
        >
          {SAY.editAll}
        </Button>
      </PanelHead>
      <div className="ui-split risk">
        <TradingStateCard risk={risk} />
        <div className="risk-limits">
          <DataTable
            table={table}
            selectedKey={chosen}
            onSelect={(line) => {
              choose(line.key);
            }}
            onOpen={() => {
              edit(true);
            }}
          />
        </div>
        <Refusals />
      </div>
      {editing ? (
        <LimitsDialog
          limits={risk.limits}
          onDone={() => {
            edit(false);
          }}
        />
      ) : null}
    </>
  );
}

function Refusals(): ReactElement {
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useMarketMinute();
  const format = useFormat();
  return (
    <section className="risk-refusals" aria-label={SAY.refusals}>
      <h3 className="risk-refusals-head">{SAY.refusals}</h3>
      {refusals.length === 0 ? <p className="risk-refusal ui-label">{SAY.noRefusals}</p> : null}
      <ol>
        {refusals.slice(0, MOST_REFUSALS).map((row, index) => (
          <li key={`${String(row.time)} ${String(refusals.length - index)}`} className="risk-refusal" data-selectable="">
            <span className="ui-note">
              {format.timeOrDate(row.time, now)}{' '}
              {SAY.refusalBy(originWords(row.origin), row.side, instrumentFacts(instruments, row.instrument).symbol)}
            </span>
            <p>{row.message}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
