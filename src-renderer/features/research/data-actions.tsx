import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ChosenFile, DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { CompactDialog } from './compact-dialog.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { chooseFiles, startDataWork } from './data-store.ts';
import { DownloadDialog } from './download-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';

type Open = { readonly kind: 'import'; readonly chosen: readonly ChosenFile[] } | { readonly kind: 'download' | 'compact' } | null;

/** Has a capsule chosen and its run repeated. */
async function repeatCapsule(): Promise<void> {
  const [chosen] = await chooseFiles(false);
  if (chosen !== undefined) await startDataWork({ kind: 'capsule', file: chosen.file });
}

/** What can be done with the store as a whole: bars brought in, fetched, checked, trimmed. */
export function DataActions({ onImported }: { readonly onImported: (row: DataJobRow) => void }): ReactElement {
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => {
    setOpen(null);
  };
  const choose = async (): Promise<void> => {
    const chosen = await chooseFiles(true);
    if (chosen.length > 0) setOpen({ kind: 'import', chosen });
  };
  return (
    <>
      <Button size="small" hint={WORDS.importHint} onPress={() => void choose()}>
        {WORDS.import}
      </Button>
      <Button size="small" onPress={() => setOpen({ kind: 'download' })}>
        {WORDS.download}
      </Button>
      <MenuButton
        size="small"
        entries={[
          { id: 'verify', label: WORDS.verifyAll, onChoose: () => void startDataWork({ kind: 'verify', series: null }) },
          { id: 'capsule', label: WORDS.capsule, onChoose: () => void repeatCapsule() },
          { id: 'compact', label: WORDS.compact, onChoose: () => setOpen({ kind: 'compact' }) },
        ]}
      >
        {WORDS.store}
      </MenuButton>
      {open?.kind === 'import' ? (
        <ImportDialog key={open.chosen[0]?.file} chosen={open.chosen} onDone={close} onImported={onImported} />
      ) : null}
      {open?.kind === 'download' ? <DownloadDialog onDone={close} /> : null}
      {open?.kind === 'compact' ? <CompactDialog onDone={close} /> : null}
    </>
  );
}

/** What can be done with one series. */
export function SeriesActions({ id }: { readonly id: string }): ReactElement {
  return (
    <>
      <Button size="small" onPress={() => void startDataWork({ kind: 'verify', series: id })}>
        {WORDS.verify}
      </Button>
      <MenuButton
        size="small"
        label={`${WORDS.export} ${id}`}
        entries={(['csv', 'csv.gz', 'parquet'] as const).map((format) => ({
          id: format,
          label: WORDS.exportAs[format],
          onChoose: () => void startDataWork({ kind: 'export', series: id, format }),
        }))}
      >
        {WORDS.export}
      </MenuButton>
    </>
  );
}
