import { useEffect, useRef } from 'react';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { useToasts } from '../../ui/toasts.tsx';
import type { Command } from '../command.ts';
import { bindingFor, isSingleKey, keysOf, useKeyMap } from '../../ui/key-map.ts';
import type { KeyBinding, KeyPlace } from '../../ui/key-map.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { useShellState } from './shell-state.ts';

const TWICE_MS = 1_500;
/** The places whose keys the shell hears; panels hear their own. */
const HEARD: readonly KeyPlace[] = ['everywhere', 'safety', 'ticket'];

function inTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'));
}

/** Whether a single key may act: not while typing, not inside a menu or dialog, and B and S not on the chart, where letters are symbols. */
function singleKeyAllowed(binding: KeyBinding, target: EventTarget | null): boolean {
  if (inTextField(target) || useShellState.getState().overlay !== 'none') return false;
  if (target instanceof Element && target.closest('[role="menu"], [role="listbox"], [role="dialog"]')) return false;
  if (binding.place !== 'ticket') return true;
  return useKeyMap.getState().singleKeys && !(target instanceof Element && target.closest('[data-region="chart"]'));
}

/** Listens for the keyboard map over the whole window and runs the commands. Safety keys work everywhere, also inside fields and dialogs. */
export function useShellKeys(commands: readonly Command[]): void {
  const held = useRef(commands);
  const armed = useRef({ command: '', at: -Infinity });
  useEffect(() => {
    held.current = commands;
  }, [commands]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const binding = bindingFor(event, HEARD, useKeyMap.getState().changed);
      if (!binding || event.isComposing || (event.defaultPrevented && binding.place !== 'safety')) return;
      if (isSingleKey(binding) && !singleKeyAllowed(binding, event.target)) return;
      const command = held.current.find((each) => each.id === binding.command);
      if (!command || (event.repeat && binding.place === 'safety')) return;
      if (binding.command !== 'back') event.preventDefault();
      if (binding.twice === true && !secondPress(armed.current, binding.command)) return;
      if (command.disabledReason === undefined) command.run();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

function secondPress(armed: { command: string; at: number }, command: string): boolean {
  const now = performance.now();
  const second = armed.command === command && now - armed.at <= TWICE_MS;
  armed.command = command;
  armed.at = second ? -Infinity : now;
  if (second) useToasts.getState().close(command);
  else {
    const sentence = SAY.killAgain((keysOf('kill-switch') ?? '').replace(/ x2$/u, ''));
    useToasts.getState().show({ id: command, sentence, kind: 'note' });
    useAnnouncements.getState().interrupt(sentence);
  }
  return second;
}
