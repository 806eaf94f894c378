import { useState } from 'react';
import type { ReactElement } from 'react';
import type { DataJobRow } from '../../../src-shared/contract/data-jobs.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { CompactDialog } from './compact-dialog.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { startDataWork } from './data-store.ts';
import { DownloadDialog } from './download-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import type { ChosenFile } from './import-form.ts';

type Open = { readonly kind: 'import'; readonly chosen: ChosenFile } | { readonly kind: 'download' | 'compact' } | null;

/** Has a capsule chosen and its run repeated. */
async function repeatCapsule(): Promise<void> {
  const result = await callMain((client, command) => client.dataJobs.choose({ command }));
  if (!result.ok) tellRefusal('data', result.fault.message);
  else if (result.value.chosen !== null) await startDataWork({ kind: 'capsule', file: result.value.chosen.file });
}

/** What can be done with the store as a whole: bars brought in, fetched, checked, trimmed. */
export function DataActions({ onImported }: { readonly onImported: (row: DataJobRow) => void }): ReactElement {
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => {
    setOpen(null);
  };
  const choose = async (): Promise<void> => {
    const result = await callMain((client, command) => client.dataJobs.choose({ command }));
    if (!result.ok) tellRefusal('data', result.fault.message);
    else if (result.value.chosen !== null) setOpen({ kind: 'import', chosen: result.value.chosen });
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
        <ImportDialog
          key={open.chosen.file}
          chosen={open.chosen}
          onDone={close}
          onImported={(row) => {
            close();
            onImported(row);
          }}
        />
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
