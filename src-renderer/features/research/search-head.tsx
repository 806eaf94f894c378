import type { ReactElement } from 'react';
import type { SearchRow } from '../../../src-shared/contract/searches.ts';
import { age } from '../../format/times.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { bestWords, contractWords } from './search-words.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

interface SearchHeadProps {
  readonly search: SearchRow;
  /** What can be shown in its place. */
  readonly rows: readonly SearchRow[];
  readonly onChoose: (search: string) => void;
}

/** Which search is shown, how far it is, and the buttons that go with that. */
export function SearchHead({ search, rows, onChoose }: SearchHeadProps): ReactElement {
  const format = useFormat();
  const instruments = useDesk((desk) => desk.instruments);
  const name = (row: SearchRow): string => {
    const { symbol } = instrumentFacts(instruments, row.instrument);
    return SAY.searchWords(row.strategy, `${symbol} ${venueTag(row.instrument)}`, row.timeframe);
  };
  const { perpetual } = search;
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
          onChange={onChoose}
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
      {perpetual === undefined ? null : <p className="ui-note">{contractWords(perpetual)}</p>}
      {search.best === null || search.windows !== null ? null : <p>{bestWords(search, format)}</p>}
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
