import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { DEFAULT_KEYS, conflictsOf, keysOf, refusalOf, shownKeys, useKeyMap } from '../../ui/key-map.ts';
import type { KeyBinding, KeyCommand, KeyPlace } from '../../ui/key-map.ts';
import { keysOfPress } from '../../ui/key-press.ts';
import type { Command } from '../command.ts';
import { keyName } from '../help/key-names.ts';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

/** The command whose new keys are being asked for, and what keeps the pressed ones from being its own. */
interface Asking {
  readonly command: KeyCommand;
  readonly pressed: string | null;
}

/** Hears the next keys before anything else does. */
function usePressedKeys(asking: boolean, take: (keys: string) => void): void {
  useEffect(() => {
    if (!asking) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const keys = keysOfPress(event);
      event.preventDefault();
      event.stopPropagation();
      if (keys !== undefined) take(keys);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, [asking, take]);
}

interface KeyControlProps {
  readonly binding: KeyBinding;
  readonly name: string;
  readonly nameOf: (command: KeyCommand) => string;
  readonly asking: Asking | null;
  readonly ask: (asking: Asking | null) => void;
}

/** The keys of one command, with what changes them. */
function KeyControl({ binding, name, nameOf, asking, ask }: KeyControlProps): ReactElement {
  const { command } = binding;
  const { changed, bind, reset } = useKeyMap();
  const mine = asking?.command === command ? asking : null;
  const keys = keysOf(command, { changed });
  if (mine !== null)
    return (
      <AskedKeys
        binding={binding}
        pressed={mine.pressed}
        nameOf={nameOf}
        done={() => {
          ask(null);
        }}
        again={(pressed) => {
          ask({ command, pressed });
        }}
      />
    );
  return (
    <>
      {keys === undefined ? <span className="ui-note app-key-none">{SAY.noKey}</span> : <kbd className="app-key">{keys}</kbd>}
      <span className="app-key-tools">
        {changed[command] === undefined ? null : (
          <IconButton
            icon={RotateCcw}
            label={`${SAY.resetOne}: ${name}, ${shownKeys(binding)}`}
            onPress={() => {
              reset(command);
            }}
          />
        )}
        {keys === undefined || refusalOf(command, '') !== null ? null : (
          <Button
            size="small"
            tone="quiet"
            label={`${SAY.clear}: ${name}`}
            onPress={() => {
              bind(command, '');
            }}
          >
            {SAY.clear}
          </Button>
        )}
        {command === 'back' ? null : (
          <Button
            size="small"
            label={SAY.changeOf(name)}
            onPress={() => {
              ask({ command, pressed: null });
            }}
          >
            {SAY.change}
          </Button>
        )}
      </span>
    </>
  );
}

interface AskedKeysProps {
  readonly binding: KeyBinding;
  readonly pressed: string | null;
  readonly nameOf: (command: KeyCommand) => string;
  readonly done: () => void;
  readonly again: (pressed: string | null) => void;
}

/** Waits for new keys; says why pressed ones cannot be had, and offers to take them from another command. */
function AskedKeys({ binding, pressed, nameOf, done, again }: AskedKeysProps): ReactElement {
  const { command } = binding;
  const { changed, bind } = useKeyMap();
  const [waiting, setWaiting] = useState(true);
  usePressedKeys(waiting, (keys) => {
    setWaiting(false);
    const free = refusalOf(command, keys) === null && conflictsOf(command, keys, changed).length === 0;
    if (free) bind(command, keys);
    if (free || keys === 'Esc') done();
    else again(keys);
  });
  if (pressed === null || waiting) return <span role="status">{SAY.pressKeys}</span>;
  const refusal = refusalOf(command, pressed);
  const others = conflictsOf(command, pressed, changed);
  const shown = shownKeys({ keys: pressed });
  const movable = refusal === null && others.every((other) => refusalOf(other, '') === null);
  return (
    <>
      <span className="app-key-problem" role="alert">
        {refusal === null ? SAY.keyTaken(shown, others.map(nameOf).join(', ')) : SAY.keyRefused[refusal](shown)}
      </span>
      <span className="app-key-tools">
        {movable ? (
          <Button
            size="small"
            onPress={() => {
              for (const other of others) bind(other, '');
              bind(command, pressed);
              done();
            }}
          >
            {SAY.keyTakeOver}
          </Button>
        ) : null}
        <Button
          size="small"
          autoFocus
          onPress={() => {
            setWaiting(true);
          }}
        >
          {SAY.change}
        </Button>
        <Button size="small" onPress={done}>
          {SAY.keep}
        </Button>
      </span>
    </>
  );
}

function fixedRows(place: keyof typeof SAY.fixedKeys): readonly SettingRow[] {
  return SAY.fixedKeys[place].map(([label, keys]) => ({
    section: 'keys',
    label,
    group: SAY.places[place],
    also: keys,
    control: (
      <>
        <kbd className="app-key">{keys}</kbd>
        <span className="ui-note">{SAY.keyFixed}</span>
      </>
    ),
  }));
}

const PLACES: readonly KeyPlace[] = ['everywhere', 'safety', 'ticket', 'chart', 'tables', 'trading'];

/** Every command of the keyboard with its keys, which can be changed, and the keys that always are what they are. */
export function useKeyRows(commands: readonly Command[]): readonly SettingRow[] {
  const { changed, singleKeys, setSingleKeys, tradingKeys, setTradingKeys, reset } = useKeyMap();
  const [asking, ask] = useState<Asking | null>(null);
  const nameOf = (command: KeyCommand): string => keyName(command, commands) ?? command;
  const section = 'keys';
  const bindings = DEFAULT_KEYS.filter(({ command }) => keyName(command, commands) !== undefined);
  const count = Object.keys(changed).length;
  return [
    {
      section,
      label: SAY.singleKeys,
      control: (
        <Checkbox checked={singleKeys} onChange={setSingleKeys}>
          {SAY.singleKeysWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.tradingKeys,
      control: (
        <Checkbox checked={tradingKeys} onChange={setTradingKeys}>
          {SAY.tradingKeysWords}
        </Checkbox>
      ),
    },
    {
      section,
      label: SAY.changedKeys(count),
      control: (
        <Button
          size="small"
          disabledReason={count === 0 ? SAY.noneChanged : undefined}
          onPress={() => {
            reset();
          }}
        >
          {SAY.resetAll}
        </Button>
      ),
    },
    ...PLACES.flatMap((place): readonly SettingRow[] => [
      ...bindings
        .filter((binding) => binding.place === place)
        .map((binding): SettingRow => {
          const name = nameOf(binding.command);
          return {
            section,
            label: name,
            group: SAY.places[place],
            also: keysOf(binding.command, { changed }) ?? '',
            control: <KeyControl binding={binding} name={name} nameOf={nameOf} asking={asking} ask={ask} />,
          };
        }),
      ...(place in SAY.fixedKeys ? fixedRows(place as keyof typeof SAY.fixedKeys) : []),
    ]),
  ];
}
