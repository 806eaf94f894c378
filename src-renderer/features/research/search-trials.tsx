import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { SearchRow, SearchTrialRow } from '../../../src-shared/contract/searches.ts';
import { SEARCH_FIGURES } from '../../../src-shared/domain/search-figures.ts';
import type { Format } from '../../format/format.ts';
import { typedParameters } from '../../format/typed-strategy.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { tellNote } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useResearch } from './research-store.ts';
import { formOfPerpetual } from './run-form.ts';
import type { RunForm } from './run-form.ts';
import { searchFigureText } from './search-words.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { useBaseRun } from './use-base-run.ts';

/** Figures shown beside the objectives. */
const BESIDE = ['totalReturn', 'sharpe', 'maxDrawdown', 'trades'];
/** Of a perpetual besides, where a trader asks for them. */
const OPTIONAL = ['liquidations', 'funding'];

/** Puts the parameters of a trial into the form of a new run, to be traded as the search traded them. */
function takeParameters(form: RunForm, { perpetual }: SearchRow, row: SearchTrialRow): void {
  useResearch.getState().type({ ...form, ...formOfPerpetual(perpetual), parameters: typedParameters(row.parameters) });
  tellNote('search', SAY.usedTrial(row.number));
}

function columnsOf(search: SearchRow, format: Format, form: RunForm | null): readonly Column<SearchTrialRow>[] {
  const asked = new Set([...search.objectives.map(({ figure }) => figure), ...BESIDE]);
  const figures = [...asked, ...(search.perpetual === undefined ? [] : OPTIONAL.filter((figure) => !asked.has(figure)))];
  const words = SAY.trialColumns;
  return [
    {
      id: 'number',
      title: words.number,
      width: 40,
      align: 'right',
      fixed: true,
      cell: (row) => format.count(row.number),
      plain: (row) => String(row.number),
      sortBy: (row) => row.number,
    },
    ...search.space.map(({ name }): Column<SearchTrialRow> => ({
      id: `parameter ${name}`,
      title: name,
      width: 42,
      align: 'right',
      cell: (row) => String(row.parameters[name] ?? ''),
      plain: (row) => String(row.parameters[name] ?? ''),
      sortBy: (row) => row.parameters[name],
    })),
    ...figures.map((figure): Column<SearchTrialRow> => ({
      id: `figure ${figure}`,
      title: SEARCH_FIGURES.find(({ id }) => id === figure)?.label ?? figure,
      width: 74,
      align: 'right',
      optional: !asked.has(figure),
      cell: (row) => searchFigureText(figure, row.figures[figure] ?? null, format),
      plain: (row) => String(row.figures[figure] ?? ''),
      sortBy: (row) => row.figures[figure] ?? undefined,
    })),
    {
      id: 'state',
      title: words.state,
      width: 64,
      cell: (row) => (row.front ? SAY.onFront : row.problem === '' ? SAY.trialStates[row.state] : row.problem),
      plain: (row) => row.state,
      sortBy: (row) => (row.front ? 'front' : row.state),
    },
    {
      id: 'use',
      title: words.use,
      bareHead: true,
      width: 44,
      rigid: true,
      align: 'right',
      cell: (row) => (
        <Button
          tone="quiet"
          size="small"
          label={SAY.useTrial(row.number)}
          onPress={() => (form === null ? undefined : takeParameters(form, search, row))}
        >
          {words.use}
        </Button>
      ),
    },
  ];
}

function rowKey(row: SearchTrialRow): string {
  return String(row.number);
}

/** Every trial of a search; its parameters can be taken into a new run. */
export function SearchTrials({ search, trials }: { readonly search: SearchRow; readonly trials: readonly SearchTrialRow[] }): ReactElement {
  const format = useFormat();
  const form = useBaseRun()?.form ?? null;
  const columns = useMemo(() => columnsOf(search, format, form), [search, format, form]);
  const table = useDataTable({
    id: `research-search-${search.strategy}${search.perpetual === undefined ? '' : '-perpetual'}`,
    label: SAY.trialsTab,
    columns,
    rows: trials,
    rowKey,
  });
  return <DataTable table={table} empty={<PanelMessage kind="empty" sentence={SAY.nothingAccepted} />} />;
}
