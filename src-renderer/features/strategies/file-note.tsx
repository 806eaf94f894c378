import { useState } from 'react';
import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { CHIP_ICONS } from '../../ui/chip.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { OWN_SENTENCES as WORDS } from './own-sentences.ts';
import type { PlacedStrategy } from './strategies-model.ts';

/** Has a running strategy go on with its file as it is now. */
export async function reloadStrategy({ row, name, facts }: PlacedStrategy): Promise<void> {
  const key = `reload ${row.instance}`;
  const result = await callMain((client, command) => client.strategies.reload({ command, instance: row.instance }));
  if (!result.ok) tellRefusal(key, WORDS.notReloaded(name, facts.symbol, result.fault.message));
  else tellNote(key, result.value.reloaded ? WORDS.reloaded(name, facts.symbol) : WORDS.runsAlready(name));
}

/** What a person should know of the file of a running strategy of their own: nothing while it is what runs. */
export function FileNote({ line }: { readonly line: PlacedStrategy }): ReactElement | null {
  const [busy, setBusy] = useState(false);
  const { version, row } = line;
  if (version === null || version.kind === 'same' || !row.running) return null;
  const Icon = CHIP_ICONS.alert;
  const reload = async (): Promise<void> => {
    setBusy(true);
    await reloadStrategy(line);
    setBusy(false);
  };
  return (
    <p className="strategy-file" role="status" data-selectable="">
      <Icon size={12} strokeWidth={1.5} aria-hidden />
      <span>{WORDS.fileStates[version.kind](version.file, version.kind === 'broken' ? version.problem : '')}</span>
      {version.kind === 'changed' ? (
        <Button
          size="small"
          label={WORDS.reloadLabel(line.name)}
          hint={WORDS.reloadHint}
          disabledReason={busy ? WORDS.reloading : undefined}
          onPress={() => void reload()}
        >
          {WORDS.reload}
        </Button>
      ) : null}
    </p>
  );
}
