import type { AccountRow } from '../../src-shared/contract/rows.ts';
import { useShownDesk } from './shown-desk.ts';

/** The account that is traded on, as it is told wherever money moves. */
export interface TradedAccount {
  readonly mode: 'paper' | 'practice' | 'testnet' | 'live';
  /** As its owner called it; null where it is at no venue. */
  readonly name: string | null;
}

/** The mode that an account trades in. */
export function modeOf(account: Pick<AccountRow, 'book'> | null): TradedAccount['mode'] {
  return account === null || account.book === 'import' ? 'paper' : account.book;
}

/** `LIVE main` of an account at a venue, `PAPER` of any other. */
export function accountWords({ mode, name }: TradedAccount): string {
  return name === null ? mode.toUpperCase() : `${mode.toUpperCase()} ${name}`;
}

/** The account that is traded on now. */
export function useTradedAccount(): TradedAccount {
  const mode = useShownDesk((desk) => modeOf(desk.account));
  const name = useShownDesk((desk) => desk.status?.live?.name ?? null);
  return { mode, name };
}
