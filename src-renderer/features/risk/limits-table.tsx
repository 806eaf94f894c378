import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import { useFormat } from '../../ui/use-format.ts';
import { limitColumns } from './limit-columns.tsx';
import { limitLines } from './risk-model.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { useMarketMinute } from './use-market-minute.ts';

const onExport = exportTable(SAY.file);

/** Every limit with how much of it is used. */
export function LimitsTable({ risk, onEdit }: { readonly risk: RiskRow; readonly onEdit: () => void }): ReactElement {
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useMarketMinute();
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const columns = useMemo(() => limitColumns(format, onEdit), [format, onEdit]);
  const rows = useMemo(() => limitLines(risk, refusals, instruments, now), [risk, refusals, instruments, now]);
  const table = useDataTable({ id: 'limits', label: SAY.limits, columns, rows, rowKey: (line) => line.key, onExport });
  return (
    <DataTable
      table={table}
      selectedKey={chosen}
      onSelect={(line) => {
        choose(line.key);
      }}
      onOpen={onEdit}
    />
  );
}
