import { leaveReplay, moveReplay, playOrPause } from '../features/replay/replay-moves.ts';
import { askForReplay } from '../state/replay-request.ts';
import { keyAction, type Command } from './command.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import type { CommandParts } from './command-parts.ts';

/** Beginning a replay, moving it, and leaving it. */
export function replayCommands({ risk, replaying }: Pick<CommandParts, 'risk' | 'replaying'>): readonly Command[] {
  const unknown = risk === undefined ? SAY.notConnected : undefined;
  const off = replaying ? undefined : SAY.noReplay;
  return [
    {
      id: 'replay',
      kind: 'action',
      label: SAY.replay,
      run: () => {
        askForReplay();
      },
      disabledReason: unknown ?? (replaying ? SAY.replayOn : undefined),
    },
    keyAction('replay-play', SAY.replayPlay, playOrPause, off),
    keyAction(
      'replay-step',
      SAY.replayStep,
      () => {
        moveReplay({ kind: 'step', bars: 1 });
      },
      off,
    ),
    { id: 'replay-leave', kind: 'action', label: SAY.replayLeave, run: () => void leaveReplay(), disabledReason: off },
  ];
}
