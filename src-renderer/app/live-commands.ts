import { askToArm, askToEndLive } from '../state/live-request.ts';
import type { Command } from './command.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import type { CommandParts } from './command-parts.ts';

/** Trading with an account at an exchange, and stopping. */
export function liveCommands({ risk, replaying, trading }: Pick<CommandParts, 'risk' | 'replaying' | 'trading'>): readonly Command[] {
  const unknown = risk === undefined ? SAY.notConnected : undefined;
  return [
    {
      id: 'live-arm',
      kind: 'action',
      label: SAY.armLive,
      also: SAY.armLiveAlso,
      run: () => {
        askToArm(null);
      },
      disabledReason: unknown ?? (replaying ? SAY.replayOn : trading ? SAY.liveOn : undefined),
    },
    {
      id: 'live-end',
      kind: 'action',
      label: SAY.stopLiveCommand,
      also: SAY.stopLiveAlso,
      run: askToEndLive,
      disabledReason: unknown ?? (trading ? undefined : SAY.liveOff),
    },
  ];
}
