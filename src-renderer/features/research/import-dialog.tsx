import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { DataJobRow, FileLook } from '../../../src-shared/contract/data-jobs.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { cancelDataWork, isOpen, startDataWork } from './data-store.ts';
import { FileFindings } from './file-findings.tsx';
import { FileSample } from './file-sample.tsx';
import { ImportFields, venueProblem } from './import-fields.tsx';
import { EMPTY_IMPORT, importNames, importOf, readingOf } from './import-form.ts';
import type { ChosenFile, ImportForm } from './import-form.ts';

const WIDTH = 760;
/** Typing pauses for so long before the file is read again. */
const PAUSE_MS = 300;

function useJob(job: number | null): DataJobRow | undefined {
  return useDesk(({ dataJobs }) => (job === null ? undefined : dataJobs.get(String(job))));
}

/** What the file holds as it is read now, read again whenever that changes. The look before stays until there is a new one. */
function useFileLook(form: ImportForm, chosen: ChosenFile): { readonly look: FileLook | null; readonly job: DataJobRow | undefined } {
  const [number, setNumber] = useState<number | null>(null);
  const [look, setLook] = useState<FileLook | null>(null);
  const reading = JSON.stringify(readingOf(form, chosen));
  useEffect(() => {
    const timer = setTimeout(() => {
      void startDataWork({ kind: 'look', reading: readingOf(form, chosen) }).then(setNumber);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
    // The text stands for both.
  }, [reading]);
  const job = useJob(number);
  const found = job?.result?.kind === 'look' ? job.result.look : null;
  useEffect(() => {
    if (found !== null) setLook(found);
  }, [found]);
  return { look, job };
}

export interface ImportDialogProps {
  readonly chosen: ChosenFile;
  readonly onDone: () => void;
  /** Bars were stored by a job. */
  readonly onImported: (row: DataJobRow) => void;
}

/** A chosen file with everything that was told from it, to be confirmed before anything is stored. */
export function ImportDialog({ chosen, onDone, onImported }: ImportDialogProps): ReactElement {
  const [form, setForm] = useState<ImportForm>(EMPTY_IMPORT);
  const [sent, setSent] = useState<number | null>(null);
  const { look, job } = useFileLook(form, chosen);
  const storing = useJob(sent);
  const format = useFormat();
  const busy = storing !== undefined && isOpen(storing);
  useEffect(() => {
    if (storing?.state === 'done') onImported(storing);
  }, [storing, onImported]);
  const change = (part: Partial<ImportForm>): void => {
    setSent(null);
    setForm((now) => ({ ...now, ...part }));
  };
  const leave = (): void => {
    for (const each of [job, storing]) if (each !== undefined && isOpen(each)) void cancelDataWork(each.job);
    onDone();
  };
  const work = look === null ? null : importOf(form, chosen, look);
  const send = async (): Promise<void> => {
    if (work !== null) setSent(await startDataWork(work));
  };
  const waitsFor = busy || (job !== undefined && isOpen(job)) ? WORDS.looking : look === null ? WORDS.looking : whyNot(form, look);
  return (
    <Dialog
      open
      width={WIDTH}
      title={WORDS.importTitle(chosen.name)}
      onClose={leave}
      actions={
        <>
          <Button onPress={leave}>{busy ? WORDS.cancel : WORDS.back}</Button>
          <Button tone="primary" disabledReason={waitsFor ?? undefined} onPress={() => void send()}>
            {look === null || look.block !== null
              ? WORDS.sendNone
              : form.content === 'funding'
                ? WORDS.sendRates(format.count(look.bars))
                : WORDS.send(format.count(look.bars))}
          </Button>
        </>
      }
    >
      <ImportFields form={form} look={look} onChange={change} />
      {look === null ? (
        job?.fault === null || job === undefined ? (
          <LoadingBlocks label={WORDS.looking} stage={WORDS.reading(format.count(job?.rows ?? 0))} rows={6} />
        ) : null
      ) : (
        <>
          <FileSample look={look} content={form.content} onChange={(columns) => change({ columns })} />
          <FileFindings look={look} content={form.content} repaired={form.repair} />
        </>
      )}
      {job === undefined || job.fault === null ? null : <PanelMessage kind="failed" sentence={job.fault.message} />}
      <div className="data-choices">
        <Checkbox checked={form.repair} hint={WORDS.repairNote} onChange={(repair) => change({ repair })}>
          {WORDS.repair}
        </Checkbox>
        <Checkbox checked={form.replace} onChange={(replace) => change({ replace })}>
          {WORDS.replace}
        </Checkbox>
      </div>
      <ImportMessage job={job} storing={storing} why={look === null ? null : whyNot(form, look)} />
    </Dialog>
  );
}

/** What is missing before the bars can be taken, a sentence; null when nothing is. */
function whyNot(form: ImportForm, look: FileLook): string | null {
  const names = importNames(form, look);
  if (look.block === 'rows' && look.problems.some(({ repairable }) => !repairable)) return WORDS.beyondRepair;
  if (look.block !== null) return WORDS.blocks[look.block];
  if (!names.symbol) return WORDS.symbolProblem;
  return names.venue ? null : venueProblem(form);
}

function ImportMessage({
  job,
  storing,
  why,
}: {
  readonly job: DataJobRow | undefined;
  readonly storing: DataJobRow | undefined;
  readonly why: string | null;
}): ReactElement {
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
  const reads = job !== undefined && isOpen(job);
  const sends = storing !== undefined && isOpen(storing);
  const words = sends ? WORDS.sending : reads ? WORDS.reading(format.count(job.rows)) : why;
  return (
    <p className="ui-form-message" role="status">
      {words ?? ''}
    </p>
  );
}
