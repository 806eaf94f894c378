import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import type { Command } from '../command.ts';
import { paletteCommands } from '../commands.ts';
import { HELP_TOPICS } from '../help/topics.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { useShellState } from '../shell/shell-state.ts';
import { WordsCard } from '../../features/ticket/words-card.tsx';
import { openWords, readLine, sendWords } from '../../features/ticket/words-order.ts';
import { TICKET_SENTENCES } from '../../features/ticket/sentences.ts';
import { useFormat } from '../../ui/use-format.ts';
import { fuzzyFilter } from './fuzzy.ts';

const MOST_SHOWN = 40;
/** Finds the help on orders in words. */
const HELP_FOR_ORDERS = HELP_TOPICS[0]?.title ?? '';

interface PaletteGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** What stands in the palette: the recent ones first and then everything, or what matches. */
export function paletteGroups(typed: string, commands: readonly Command[], recent: readonly string[]): readonly PaletteGroup[] {
  const listed = paletteCommands(commands);
  if (typed.trim() !== '') {
    const found = fuzzyFilter(typed, listed, ({ label, also }) => ({ label, also })).slice(0, MOST_SHOWN);
    return found.length === 0 ? [] : [{ title: SAY.results, commands: found }];
  }
  const lately = recent.flatMap((id) => listed.find((command) => command.id === id) ?? []);
  const others = listed.filter((command) => !lately.includes(command));
  return [
    { title: SAY.recent, commands: lately },
    { title: SAY.everything, commands: others },
  ].filter((group) => group.commands.length > 0);
}

/** The palette under the top bar: symbols, actions, panels and settings by a few letters. */
export function Palette({ commands }: { readonly commands: readonly Command[] }): ReactElement {
  const { overlay, close } = useShellState();
  return (
    <ModalOverlay
      className="ui-scrim app-palette-scrim"
      isOpen={overlay === 'palette'}
      isDismissable
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className="app-palette">
        <Dialog aria-label={SAY.search} className="ui-dialog">
          <PaletteBody commands={commands} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

function PaletteBody({ commands }: { readonly commands: readonly Command[] }): ReactElement {
  const { recent, chose, close } = useShellState();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { words, problem, openOrder, sendOrder } = useOrderInWords(typed, commands);
  const groups = useMemo(() => {
    const found = paletteGroups(words === null ? typed : '', commands, recent);
    // An order that is not understood gets the page that says how orders are written.
    return found.length === 0 && problem !== null ? paletteGroups(HELP_FOR_ORDERS, commands, recent) : found;
  }, [typed, words, problem, commands, recent]);
  const flat = groups.flatMap((group) => group.commands);
  // An order in words stands above the list, as what Enter means first.
  const first = words === null ? 0 : -1;
  const active = Math.min(at + first, flat.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, typed]);
  const run = (command: Command | undefined): void => {
    if (command?.disabledReason !== undefined || command === undefined) return;
    close();
    chose(command.id);
    requestAnimationFrame(command.run);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) setAt(Math.min(Math.max(first, active + step), flat.length - 1) - first);
    else if (event.key !== 'Enter') return;
    else if (event.ctrlKey || event.metaKey) sendOrder();
    else if (active < 0) openOrder();
    else run(flat[active]);
    event.preventDefault();
  };
  return (
    <>
      <div className="app-palette-field">
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <input
          role="combobox"
          aria-label={SAY.search}
          aria-expanded="true"
          aria-controls={id}
          aria-describedby={words === null && problem === null ? undefined : `${id}-order`}
          aria-activedescendant={active < 0 ? undefined : `${id}-${String(active)}`}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          placeholder={SAY.search}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="ui-note">{SAY.searchCloses}</span>
      </div>
      {words === null ? null : <WordsCard id={`${id}-order`} words={words} active={active < 0} onOpen={openOrder} onSend={sendOrder} />}
      {problem === null ? null : (
        <p id={`${id}-order`} className="app-palette-nothing">
          {problem}
        </p>
      )}
      <PaletteList ref={list} id={id} groups={groups} active={active} onRun={run} />
      {flat.length === 0 && problem === null ? <p className="app-palette-nothing">{SAY.searchNothing(typed.trim())}</p> : null}
    </>
  );
}

/** What a line says as an order, and what can be done with it; nothing while it is none. */
function useOrderInWords(typed: string, commands: readonly Command[]) {
  const close = useShellState((store) => store.close);
  const format = useFormat();
  const reading = useMemo(() => readLine(typed, format), [typed, format]);
  const words = reading?.kind === 'order' ? reading.order : null;
  const problem = reading?.kind === 'unfinished' ? TICKET_SENTENCES.palette.problems[reading.problem.kind](reading.problem.about) : null;
  return {
    words,
    problem,
    openOrder: () => {
      if (words === null) return;
      close();
      openWords(words);
      const opener = commands.find((command) => command.id === `ticket-${words.side}`);
      if (opener !== undefined) requestAnimationFrame(opener.run);
    },
    sendOrder: () => {
      if (words !== null && sendWords(words, format)) close();
    },
  };
}

interface PaletteListProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly id: string;
  readonly groups: readonly PaletteGroup[];
  readonly active: number;
  readonly onRun: (command: Command) => void;
}

function PaletteList({ ref, id, groups, active, onRun }: PaletteListProps): ReactElement {
  const flat = groups.flatMap((group) => group.commands);
  return (
    <div ref={ref} id={id} role="listbox" aria-label={SAY.results} className="app-palette-list">
      {groups.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <div className="app-palette-group" aria-hidden="true">
            {group.title}
          </div>
          {group.commands.map((command) => (
            <PaletteRow
              key={command.id}
              id={`${id}-${String(flat.indexOf(command))}`}
              command={command}
              active={flat.indexOf(command) === active}
              onRun={onRun}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface PaletteRowProps {
  readonly id: string;
  readonly command: Command;
  readonly active: boolean;
  readonly onRun: (command: Command) => void;
}

function PaletteRow({ id, command, active, onRun }: PaletteRowProps): ReactElement {
  const disabled = command.disabledReason !== undefined;
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={disabled || undefined}
      className="app-palette-row"
      onClick={() => {
        onRun(command);
      }}
    >
      <span className="app-palette-label">{command.label}</span>
      {disabled ? <span className="ui-note">{command.disabledReason}</span> : null}
      <span className="app-palette-kind">{SAY.kinds[command.kind]}</span>
      <kbd className="app-palette-keys">{command.keys}</kbd>
    </div>
  );
}
