import type { ReactElement } from 'react';
import type { DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { useAppInfo } from '../../state/app-info.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { cancelDataWork, isOpen, shownWork } from './data-store.ts';
import { workWords } from './data-words.ts';
import { isSound } from './recording-words.ts';

/** Work on the stored data that goes on, with its cancel, and what came of the newest. */
export function DataWorkList(): ReactElement | null {
  const rows = shownWork(useDesk((desk) => desk.dataJobs));
  if (rows.length === 0) return null;
  return (
    <ul className="data-work" aria-label={WORDS.work}>
      {rows.map((row) => (
        <WorkRow key={row.job} row={row} />
      ))}
    </ul>
  );
}

function WorkRow({ row }: { readonly row: DataJobRow }): ReactElement {
  const format = useFormat();
  const name = `${WORDS.names[row.kind]} ${row.what !== '' ? row.what : row.kind === 'check' ? WORDS.everyRecording : WORDS.everything}`;
  const { result } = row;
  const alarming =
    (result?.kind === 'verify' && result.problems.length > 0) ||
    (result?.kind === 'check' && !isSound(result.checks)) ||
    (result?.kind === 'capsule' && !result.same);
  return (
    <li className="data-work-row">
      <b className="data-work-name">{name}</b>
      {row.share === null || !isOpen(row) ? null : (
        <span className="research-progress" aria-hidden="true">
          <span style={{ inlineSize: `${String(row.share * 100)}%` }} />
        </span>
      )}
      <span className="data-work-words" role={row.state === 'failed' || alarming ? 'alert' : 'status'} data-selectable="">
        {workWords(row, format)}
      </span>
      {isOpen(row) ? (
        <Button size="small" label={WORDS.cancelWork(name)} onPress={() => void cancelDataWork(row.job)}>
          {WORDS.cancel}
        </Button>
      ) : null}
      {row.result?.kind === 'export' ? <ShowFolder /> : null}
    </li>
  );
}

function ShowFolder(): ReactElement | null {
  const offered = useAppInfo((store) => store.info?.opensFolders === true);
  if (!offered) return null;
  const open = async (): Promise<void> => {
    const result = await callMain((client) => client.app.openHome({}));
    if (!result.ok) tellRefusal('data', result.fault.message);
  };
  return (
    <Button size="small" onPress={() => void open()}>
      {WORDS.showFolder}
    </Button>
  );
}
