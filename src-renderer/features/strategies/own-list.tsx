import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import type { OwnStrategyRow } from '../../../src-shared/contract/strategies.ts';
import { useAppInfo } from '../../state/app-info.ts';
import { callMain } from '../../state/call-main.ts';
import { useOwnStrategies, useRunRequests } from '../../state/own-strategies.ts';
import { useReplaying } from '../../state/replaying.ts';
import { showPanel } from '../../state/panel-request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { tellOnce, tellRefusal } from '../../ui/tell.ts';
import { TextField } from '../../ui/text-field.tsx';
import { GalleryRow } from './gallery-row.tsx';
import { OWN_SENTENCES as WORDS } from './own-sentences.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

/** The user's own strategies: what each is or what is wrong with it, its start, and a way to begin one. */
export function OwnList({ onStart }: { readonly onStart: (spec: StrategySpec) => void }): ReactElement {
  const own = useOwnStrategies();
  const [naming, setNaming] = useState(false);
  const rows = own?.strategies ?? [];
  return (
    <section className="gallery-own" aria-label={WORDS.title}>
      <h3 className="gallery-own-head">
        {WORDS.title}
        <Button size="small" onPress={() => setNaming(true)}>
          {WORDS.new}
        </Button>
      </h3>
      {own === null || rows.length > 0 ? null : <p className="gallery-own-note">{WORDS.none}</p>}
      {own === null || own.problem === '' ? null : (
        <p className="gallery-own-note" role="alert">
          {WORDS.unwatched(own.problem)}
        </p>
      )}
      <ul aria-label={WORDS.title} className="gallery-own-list">
        {rows.map((row) => (
          <OwnRow key={row.file} row={row} onStart={onStart} />
        ))}
      </ul>
      {own === null ? null : <Folder folder={own.folder} />}
      {naming ? <NewDialog onDone={() => setNaming(false)} /> : null}
    </section>
  );
}

function OwnRow({
  row: { file, spec, problem },
  onStart,
}: {
  readonly row: OwnStrategyRow;
  readonly onStart: (spec: StrategySpec) => void;
}): ReactElement {
  const replaying = useReplaying();
  if (spec === null)
    return (
      <li className="gallery-row">
        <div className="gallery-choose">
          <span className="gallery-name">{file}</span>
          <span className="gallery-problem" role="alert" data-selectable="">
            {WORDS.broken(problem)}
          </span>
        </div>
      </li>
    );
  const run = (): void => {
    useRunRequests.setState({ strategy: spec.id });
    showPanel('new-run');
  };
  return (
    <GalleryRow
      spec={spec}
      words={WORDS.words(file)}
      disabledReason={replaying ? WORDS.notInReplay : undefined}
      onStart={() => {
        onStart(spec);
      }}
    >
      <IconButton icon={FlaskConical} label={WORDS.runLabel(spec.id)} onPress={run} />
    </GalleryRow>
  );
}

/** Where the files lie; shown by the system where it can. */
function Folder({ folder }: { readonly folder: string }): ReactElement {
  const opens = useAppInfo((store) => store.info?.opensFolders === true);
  const open = async (): Promise<void> => {
    const result = await callMain((client) => client.app.openHome({}));
    if (!result.ok) tellRefusal('own-strategies', result.fault.message);
  };
  return (
    <p className="gallery-own-note" data-selectable="">
      {WORDS.folder(folder)}{' '}
      {opens ? (
        <Button tone="quiet" size="small" onPress={() => void open()}>
          {WORDS.showFolder}
        </Button>
      ) : null}
    </p>
  );
}

function NewDialog({ onDone }: { readonly onDone: () => void }): ReactElement {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const write = async (): Promise<void> => {
    const result = await callMain((client, command) => client.strategies.create({ command, name: name.trim() }));
    if (!result.ok) {
      setProblem(result.fault.message);
      return;
    }
    onDone();
    tellOnce('own-strategies', WORDS.written(result.value.file));
  };
  return (
    <Dialog
      open
      title={WORDS.newTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" onPress={() => void write()}>
            {WORDS.write}
          </Button>
        </>
      }
    >
      <p>{WORDS.newBody}</p>
      <TextField
        label={WORDS.name}
        labelAt="above"
        placeholder={WORDS.namePlaceholder}
        value={name}
        error={problem}
        onEnter={() => void write()}
        onChange={(value) => {
          setProblem(undefined);
          setName(value);
        }}
      />
    </Dialog>
  );
}
