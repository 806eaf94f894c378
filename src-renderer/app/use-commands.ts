import { useEffect, useMemo } from 'react';
import { useOfferedSpecs } from '../state/own-strategies.ts';
import { useReplaying } from '../state/replaying.ts';
import { loadGallery } from '../state/strategy-gallery.ts';
import { useTicketPlacing } from '../features/ticket/ticket-placing.ts';
import { useKeyMap } from '../ui/key-map.ts';
import type { Command } from './command.ts';
import { commandsFor } from './commands.ts';
import { useNoticeChoices } from './notices/notice-choices.ts';
import type { ShellProps } from './shell-props.ts';
import { useShellState } from './shell/shell-state.ts';

/** The commands as they stand: with their keys, their reasons, and what each switch would be turned to. */
export function useCommands({ panels, actions, symbols, risk, status }: ShellProps): readonly Command[] {
  const keys = useKeyMap();
  const asks = useTicketPlacing((store) => store.askOnPaper);
  const toasts = useNoticeChoices((store) => store.toasts);
  const specs = useOfferedSpecs();
  const searching = useShellState((store) => store.overlay === 'palette');
  useEffect(() => {
    if (searching && specs === null) void loadGallery();
  }, [searching, specs]);
  const speed = status?.speed;
  const replaying = useReplaying();
  const trading = (status?.live ?? null) !== null;
  return useMemo(
    () =>
      commandsFor({
        panels,
        actions,
        symbols,
        risk,
        speed,
        replaying,
        trading,
        strategies: (specs ?? []).map(({ id }) => ({ id, name: id })),
      }),
    // The keys and switches are read off their stores.
    [panels, actions, symbols, risk, speed, replaying, trading, specs, keys, asks, toasts],
  );
}
