import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { ChosenFile, DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { cancelDataWork, isOpen, startDataWork } from './data-store.ts';
import { ImportFile } from './import-file.tsx';
import { FileList } from './import-files.tsx';
import { importOf, readingOf } from './import-form.ts';
import { type FileSlot, jobsOf, mayLook, newSlot, sameForOthers, stageOf, whyNot } from './import-slots.ts';

const WIDTH = 760;
const WIDTH_OF_SEVERAL = 1_000;
/** Typing pauses for so long before the file is read again. */
const PAUSE_MS = 300;

type Change = (part: Partial<FileSlot>) => void;

/** Has a file read as its form says, again whenever that changes, and takes up what was found. */
function useLook(slot: FileSlot, may: boolean, onChange: Change): void {
  const { form, chosen, lookJob } = slot;
  const reading = JSON.stringify(readingOf(form, chosen));
  useEffect(() => {
    if (!may) return;
    const timer = setTimeout(() => {
      void startDataWork({ kind: 'look', reading: readingOf(form, chosen) }).then((job) => onChange({ lookJob: job }));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
    // The text stands for the form and the file.
  }, [reading, may]);
  const found = useDesk(({ dataJobs }) => {
    const result = lookJob === null ? undefined : dataJobs.get(String(lookJob))?.result;
    return result?.kind === 'look' ? result.look : null;
  });
  useEffect(() => {
    if (found !== null) onChange({ look: found });
  }, [found]);
}

function Looker({ slot, may, onChange }: { readonly slot: FileSlot; readonly may: boolean; readonly onChange: Change }): null {
  useLook(slot, may, onChange);
  return null;
}

export interface ImportDialogProps {
  /** One at least. */
  readonly chosen: readonly ChosenFile[];
  readonly onDone: () => void;
  /** Bars were stored by a job. */
  readonly onImported: (row: DataJobRow) => void;
}

/** Chosen files, each with everything that was told from it, to be confirmed before anything of it is stored. */
export function ImportDialog({ chosen, onDone, onImported }: ImportDialogProps): ReactElement {
  const [slots, setSlots] = useState<readonly FileSlot[]>(() => chosen.map(newSlot));
  const [shown, show] = useState(0);
  const jobs = useDesk((desk) => desk.dataJobs);
  const slot = slots[shown]!;
  const change = (file: string, part: Partial<FileSlot>): void => {
    setSlots((now) => now.map((each) => (each.chosen.file === file ? { ...each, ...part } : each)));
  };
  const send = async (each: FileSlot): Promise<boolean> => {
    const work = each.look === null ? null : importOf(each.form, each.chosen, each.look);
    const job = work === null ? null : await startDataWork(work);
    change(each.chosen.file, { sent: job });
    return job !== null;
  };
  const several = useSeveral(slots, jobs, send);
  useStored(slots, jobs, { onDone, onImported });
  const leave = (): void => {
    for (const each of slots)
      for (const job of Object.values(jobsOf(each, jobs))) if (job !== undefined && isOpen(job)) void cancelDataWork(job.job);
    onDone();
  };
  const { looking, storing } = jobsOf(slot, jobs);
  return (
    <Dialog
      open
      width={slots.length === 1 ? WIDTH : WIDTH_OF_SEVERAL}
      title={slots.length === 1 ? WORDS.importTitle(slot.chosen.name) : WORDS.importSeveral(String(slots.length))}
      onClose={leave}
      actions={
        <>
          <Button onPress={leave}>{slots.some((each) => stageOf(each, jobs) === 'storing') ? WORDS.cancel : WORDS.back}</Button>
          {slots.length === 1 ? null : (
            <>
              <Button onPress={() => setSlots((now) => sameForOthers(now, slot))}>{WORDS.sameForOthers}</Button>
              <Button disabledReason={several.ready === 0 ? WORDS.noneReady : undefined} onPress={several.sendAll}>
                {WORDS.sendAll(String(several.ready))}
              </Button>
            </>
          )}
          <SendButton slot={slot} jobs={jobs} onPress={() => void send(slot)} />
        </>
      }
    >
      {slots.map((each, at) => (
        <Looker
          key={each.chosen.file}
          slot={each}
          may={mayLook(slots, at, shown, jobs)}
          onChange={(part) => change(each.chosen.file, part)}
        />
      ))}
      <div className="data-import" data-several={slots.length > 1 || undefined}>
        {slots.length === 1 ? null : <FileList slots={slots} jobs={jobs} shown={shown} onShow={show} />}
        <div key={slot.chosen.file}>
          <ImportFile
            {...{ slot, looking, storing }}
            onChange={(part) => change(slot.chosen.file, { form: { ...slot.form, ...part }, sent: null })}
          />
        </div>
      </div>
    </Dialog>
  );
}

type Jobs = ReadonlyMap<string, DataJobRow>;

/** Sends every file that is ready, one after the other: one that is refused costs the others nothing. */
function useSeveral(slots: readonly FileSlot[], jobs: Jobs, send: (slot: FileSlot) => Promise<boolean>) {
  const [goes, setGoes] = useState(false);
  const busy = useRef(false);
  const ready = slots.filter((each) => stageOf(each, jobs) === 'ready');
  const storing = slots.some((each) => stageOf(each, jobs) === 'storing');
  const [next] = ready;
  useEffect(() => {
    if (!goes || storing || busy.current) return;
    if (next === undefined) {
      setGoes(false);
      return;
    }
    busy.current = true;
    void send(next).then((began) => {
      busy.current = false;
      // What main did not begin it would not begin again.
      if (!began) setGoes(false);
    });
  }, [goes, storing, next]);
  return {
    ready: ready.length,
    sendAll: (): void => {
      setGoes(true);
    },
  };
}

/** Tells of each file that was stored, once; when all are, the dialog is done. */
function useStored(slots: readonly FileSlot[], jobs: Jobs, { onDone, onImported }: Pick<ImportDialogProps, 'onDone' | 'onImported'>): void {
  const told = useRef(new Set<number>());
  useEffect(() => {
    for (const slot of slots) {
      const { storing } = jobsOf(slot, jobs);
      if (storing?.state !== 'done' || told.current.has(storing.job)) continue;
      told.current.add(storing.job);
      onImported(storing);
    }
    if (slots.every((slot) => stageOf(slot, jobs) === 'stored')) onDone();
  }, [slots, jobs]);
}

function SendButton({ slot, jobs, onPress }: { readonly slot: FileSlot; readonly jobs: Jobs; readonly onPress: () => void }): ReactElement {
  const format = useFormat();
  const { form, look } = slot;
  const stage = stageOf(slot, jobs);
  const reading = stage === 'reading' || stage === 'storing';
  const why = reading ? WORDS.looking : stage === 'stored' ? WORDS.alreadyStored : whyNot(slot);
  const words =
    look === null || look.block !== null
      ? WORDS.sendNone
      : form.content === 'funding'
        ? WORDS.sendRates(format.count(look.bars))
        : WORDS.send(format.count(look.bars));
  return (
    <Button tone="primary" disabledReason={why ?? undefined} onPress={onPress}>
      {words}
    </Button>
  );
}
