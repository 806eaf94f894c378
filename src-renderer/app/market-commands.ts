import { useStartRequests } from '../state/start-request.ts';
import type { Command } from './command.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import type { CommandParts } from './command-parts.ts';

/** Speeds of the simulated market, simulated seconds per second. */
export const SPEEDS = [1, 10, 60, 300] as const;

/** What concerns the market and what trades on it: instruments, strategies to start, the simulated market's speed and losses. */
export function marketCommands({ symbols, strategies, actions, risk, speed, replaying, panels }: CommandParts): {
  readonly symbols: readonly Command[];
  readonly actions: readonly Command[];
} {
  const unknown = risk === undefined ? SAY.notConnected : undefined;
  const starts = panels.strategies === undefined ? [] : strategies;
  return {
    symbols: symbols.map(({ id, symbol, name, tag }) => ({
      id: `symbol-${id}`,
      kind: 'symbol',
      label: `${symbol} ${tag}`,
      also: name,
      run: () => {
        actions.showInstrument(id);
      },
    })),
    actions: [
      ...starts.map(({ id, name }): Command => ({
        id: `start-${id}`,
        kind: 'action',
        label: SAY.startStrategy(name),
        run: () => {
          useStartRequests.getState().ask(id);
        },
        disabledReason: unknown ?? (risk?.state === 'ACTIVE' ? undefined : SAY.notActive(risk?.state ?? 'HALTED')),
      })),
      ...SPEEDS.map((each): Command => ({
        id: `speed-${String(each)}`,
        kind: 'action',
        label: SAY.speedOf(each),
        run: () => {
          actions.setSpeed(each);
        },
        disabledReason: replaying
          ? SAY.inReplay
          : speed === undefined
            ? SAY.notConnected
            : speed === each
              ? SAY.speedAlready(each)
              : undefined,
      })),
      ...(['request', 'answer', 'feed'] as const).map((what): Command => ({
        id: `lose-${what}`,
        kind: 'action',
        label: SAY.loseNext[what],
        run: () => {
          actions.loseNext(what);
        },
        disabledReason: unknown ?? (replaying ? SAY.inReplay : undefined),
      })),
    ],
  };
}
