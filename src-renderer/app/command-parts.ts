import type { ShellProps } from './shell-props.ts';

/** What commands are made of, from the shell's stores. */
export type CommandParts = Pick<ShellProps, 'panels' | 'actions' | 'symbols' | 'risk'> & {
  /** The market's speed, simulated seconds per second; nothing while it is not known. */
  readonly speed: number | undefined;
  /** Whether a replay is on. */
  readonly replaying: boolean;
  /** Whether an account at a venue is traded with. */
  readonly trading: boolean;
  /** The built-in strategies. */
  readonly strategies: readonly { readonly id: string; readonly name: string }[];
};
