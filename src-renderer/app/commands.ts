import { keyAction } from './command.ts';
import type { Command } from './command.ts';
import { HELP_TOPICS } from './help/topics.ts';
import { marketCommands } from './market-commands.ts';
import { replayCommands } from './replay-commands.ts';
import { liveCommands } from './live-commands.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import { settingCommands } from './setting-commands.ts';
import { useShellState } from './shell/shell-state.ts';
import { keysOnly, windowCommands } from './window-commands.ts';
import type { CommandParts } from './command-parts.ts';

/** What stops, cancels and starts trading again. */
export function tradingCommands({ actions, risk, panels }: Pick<CommandParts, 'actions' | 'risk' | 'panels'>): readonly Command[] {
  const unknown = risk === undefined ? SAY.notConnected : undefined;
  const ticket = panels.ticket === undefined ? [] : (['buy', 'sell'] as const);
  return [
    ...ticket.map((side) =>
      keyAction(side === 'buy' ? 'ticket-buy' : 'ticket-sell', SAY.openTicket(side), () => {
        actions.openTicket(side);
      }),
    ),
    keyAction('cancel-orders', SAY.cancelOrders, actions.cancelAllButProtective, unknown),
    { ...keyAction('kill-switch', SAY.killSwitch, actions.kill), also: SAY.killSwitchAlso },
    {
      id: 'reduce',
      kind: 'action',
      label: SAY.reduceOnly,
      run: actions.reduce,
      disabledReason:
        unknown ?? (risk?.state === 'ACTIVE' ? undefined : risk?.state === 'HALTED' ? SAY.alreadyHalted : SAY.alreadyReducing),
    },
    {
      id: 'start-again',
      kind: 'action',
      label: SAY.startAgain,
      run: () => {
        useShellState.getState().open('start-again');
      },
      disabledReason: unknown ?? (risk?.state === 'ACTIVE' ? SAY.alreadyActive : undefined),
    },
  ];
}

function helpCommands(): readonly Command[] {
  return HELP_TOPICS.map(({ id, title, also }) => ({
    id: `help-${id}`,
    kind: 'help',
    label: title,
    also,
    run: () => {
      useShellState.getState().help(id);
    },
  }));
}

/** Everything that can be done now; what cannot be done carries its reason. */
export function commandsFor(parts: CommandParts): readonly Command[] {
  return [
    ...marketCommands(parts).symbols,
    ...tradingCommands(parts),
    ...windowCommands(parts.panels),
    ...marketCommands(parts).actions,
    ...replayCommands(parts),
    ...liveCommands(parts),
    ...settingCommands(),
    ...helpCommands(),
  ];
}

/** The commands the palette lists. */
export function paletteCommands(commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => !keysOnly(command.id));
}
