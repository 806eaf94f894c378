import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { isSingleKey, keyBindings, shownKeys, useKeyMap } from '../../ui/key-map.ts';
import type { KeyChoices, KeyPlace } from '../../ui/key-map.ts';
import type { Command } from '../command.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { SETTINGS_SENTENCES } from '../settings/sentences.ts';
import { useShellState } from '../shell/shell-state.ts';
import { keyName } from './key-names.ts';

/** The keys of one place, in words. */
export interface KeyList {
  readonly place: KeyPlace;
  readonly title: string;
  readonly rows: readonly (readonly [name: string, keys: string])[];
}

const ORDER: readonly KeyPlace[] = ['ticket', 'chart', 'trading', 'tables', 'everywhere', 'safety'];
const FIXED: Readonly<Partial<Record<KeyPlace, readonly (readonly [string, string])[]>>> = SETTINGS_SENTENCES.fixedKeys;

function worksAt(place: KeyPlace, where: KeyPlace | null, { tradingKeys }: KeyChoices): boolean {
  if (place === 'everywhere' || place === 'safety') return true;
  if (place === 'trading') return tradingKeys && where === 'chart';
  return place === where;
}

/** The keys that work where the focus is, that place's first. Keys that are switched off are left out. */
export function keysThatWork(where: KeyPlace | null, choices: KeyChoices, commands: readonly Command[]): readonly KeyList[] {
  const bindings = keyBindings(choices.changed);
  return ORDER.flatMap((place): readonly KeyList[] => {
    const own = bindings.filter((binding) => {
      // The letters that open the ticket work from everywhere but the chart.
      const opensTicket = binding.command === 'ticket-buy' || binding.command === 'ticket-sell';
      if (opensTicket && isSingleKey(binding) && (!choices.singleKeys || where === 'chart')) return false;
      return opensTicket ? place === 'everywhere' : binding.place === place && worksAt(place, where, choices);
    });
    const rows = own.flatMap((binding) => {
      const name = keyName(binding.command, commands);
      return name === undefined ? [] : [[name, shownKeys(binding)] as const];
    });
    const fixed = place === where ? (FIXED[place] ?? []) : [];
    return rows.length + fixed.length === 0 ? [] : [{ place, title: SETTINGS_SENTENCES.places[place], rows: [...rows, ...fixed] }];
  });
}

/** The keys that work here, by `?`. */
export function KeysDialog({ commands }: { readonly commands: readonly Command[] }): ReactElement {
  const { overlay, where, close, open } = useShellState();
  const choices = useKeyMap();
  return (
    <Dialog
      open={overlay === 'keys'}
      onClose={close}
      title={SAY.keysHere}
      closeLabel={SAY.close}
      width={760}
      className="app-keys"
      actions={
        <Button
          onPress={() => {
            open('settings', 'keys');
          }}
        >
          {SAY.keysChange}
        </Button>
      }
    >
      <div className="app-keys-lists">
        {keysThatWork(where, choices, commands).map(({ place, title, rows }) => (
          <section key={place} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([name, keys]) => (
                <div key={name} className="app-keys-row">
                  <dt>{name}</dt>
                  <dd>
                    <kbd className="app-key">{keys}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
