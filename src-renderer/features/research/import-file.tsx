import type { ReactElement } from 'react';
import type { DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { isOpen } from './data-store.ts';
import { resultWords } from './data-words.ts';
import { FileFindings } from './file-findings.tsx';
import { FileSample } from './file-sample.tsx';
import { ImportFields } from './import-fields.tsx';
import type { ImportForm } from './import-form.ts';
import { type FileSlot, whyNot } from './import-slots.ts';

interface ImportFileProps {
  readonly slot: FileSlot;
  readonly looking: DataJobRow | undefined;
  readonly storing: DataJobRow | undefined;
  readonly onChange: (part: Partial<ImportForm>) => void;
}

/** One chosen file with everything that was told from it; once it is stored, what came of it. */
export function ImportFile({ slot, looking, storing, onChange: change }: ImportFileProps): ReactElement {
  const format = useFormat();
  const { form, look } = slot;
  if (storing?.state === 'done') return <Stored job={storing} />;
  return (
    <>
      <ImportFields form={form} look={look} onChange={change} />
      {look === null ? (
        looking?.fault === null || looking === undefined ? (
          <LoadingBlocks label={WORDS.looking} stage={WORDS.reading(format.count(looking?.rows ?? 0))} rows={6} />
        ) : null
      ) : (
        <>
          <FileSample look={look} content={form.content} onChange={(columns) => change({ columns })} />
          <FileFindings look={look} content={form.content} repaired={form.repair} />
        </>
      )}
      {looking === undefined || looking.fault === null ? null : <PanelMessage kind="failed" sentence={looking.fault.message} />}
      <div className="data-choices">
        <Checkbox checked={form.repair} hint={WORDS.repairNote} onChange={(repair) => change({ repair })}>
          {WORDS.repair}
        </Checkbox>
        <Checkbox checked={form.replace} onChange={(replace) => change({ replace })}>
          {WORDS.replace}
        </Checkbox>
      </div>
      <ImportMessage looking={looking} storing={storing} why={look === null ? null : whyNot(slot)} />
    </>
  );
}

/** What an import that is done came to; the whole of it stands in the panel. */
function Stored({ job }: { readonly job: DataJobRow }): ReactElement {
  const format = useFormat();
  const { result } = job;
  if (result === null || (result.kind !== 'import' && result.kind !== 'funding')) return <p>{WORDS.stages.stored}</p>;
  return (
    <>
      <p role="status">{resultWords(result, format)}</p>
      <FileFindings look={result.look} content={result.kind === 'funding' ? 'funding' : 'bars'} repaired />
    </>
  );
}

interface ImportMessageProps extends Pick<ImportFileProps, 'looking' | 'storing'> {
  readonly why: string | null;
}

function ImportMessage({ looking, storing, why }: ImportMessageProps): ReactElement {
  const format = useFormat();
  const fault = storing?.fault ?? null;
  if (fault !== null)
    return (
      <p className="ui-form-message" role="alert">
        {fault.code === 'data.conflict'
          ? WORDS.conflict(format.count(Number(fault.details['bars'])), String(fault.details['first']))
          : fault.code === 'data.refused'
            ? WORDS.changed
            : fault.message}
      </p>
    );
  const reads = looking !== undefined && isOpen(looking);
  const sends = storing !== undefined && isOpen(storing);
  const words = sends ? WORDS.sending : reads ? WORDS.reading(format.count(looking.rows)) : why;
  return (
    <p className="ui-form-message" role="status">
      {words ?? ''}
    </p>
  );
}
