import type { ReactElement } from 'react';
import type { DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { type FileSlot, stageOf } from './import-slots.ts';

interface FileListProps {
  readonly slots: readonly FileSlot[];
  readonly jobs: ReadonlyMap<string, DataJobRow>;
  readonly shown: number;
  readonly onShow: (at: number) => void;
}

/** The files that were chosen together, each with how far it is; the chosen one is shown beside. */
export function FileList({ slots, jobs, shown, onShow }: FileListProps): ReactElement {
  const format = useFormat();
  return (
    <ul className="data-files" aria-label={WORDS.chosenFiles}>
      {slots.map((slot, at) => {
        const stage = stageOf(slot, jobs);
        const bars = format.count(slot.look?.bars ?? 0);
        return (
          <li key={slot.chosen.file}>
            <button type="button" className="data-file" aria-pressed={at === shown} data-stage={stage} onClick={() => onShow(at)}>
              <span className="data-file-name">{slot.chosen.name}</span>
              <span className="ui-note">{stage === 'ready' ? WORDS.readyFile[slot.form.content](bars) : WORDS.stages[stage]}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
