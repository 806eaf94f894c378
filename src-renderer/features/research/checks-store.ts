import { create } from 'zustand';
import type { CheckAsk, CheckFound, CheckKind } from '../../../src-shared/contract/checks.ts';
import { callMain } from '../../state/call-main.ts';
import { checkKey, useDesk } from '../../state/desk-store.ts';
import { tellRefusal } from '../../ui/tell.ts';

/** How a check is made, as chosen so far; '' where main chooses. */
export interface CheckForm {
  readonly cuts: string;
  readonly bars: string;
  readonly paths: string;
  readonly block: string;
}

/** What a check came to, and when it was made. */
export type KnownCheck = { readonly [Part in keyof CheckFound]: NonNullable<CheckFound[Part]> };

interface Checks {
  readonly form: CheckForm;
  /** What came of checks, by `checkKey`. */
  readonly views: ReadonlyMap<string, KnownCheck>;
  choose(change: Partial<CheckForm>): void;
}

/** What the checks of runs share. */
export const useChecks = create<Checks>()((set) => ({
  form: { cuts: '40', bars: '2000', paths: '200', block: '' },
  views: new Map(),
  choose: (change) => {
    set(({ form }) => ({ form: { ...form, ...change } }));
  },
}));

/** The check that a form means. */
export function askedCheck(kind: CheckKind, run: number, { cuts, bars, paths, block }: CheckForm): CheckAsk {
  const number = (text: string): number | null => (text === '' ? null : Number(text));
  return kind === 'leaks'
    ? { kind, run, cuts: Number(cuts), bars: number(bars) }
    : { kind, run, paths: Number(paths), blockBars: number(block) };
}

/** Begins a check of a run. */
export async function startCheck(kind: CheckKind, run: number): Promise<void> {
  const check = askedCheck(kind, run, useChecks.getState().form);
  const result = await callMain((client, command) => client.checks.start({ command, check }));
  if (!result.ok) tellRefusal('research', result.fault.message);
}

/** Ends a check that goes. */
export async function cancelCheck(kind: CheckKind, run: number): Promise<void> {
  const result = await callMain((client, command) => client.checks.cancel({ command, run, kind }));
  if (!result.ok) tellRefusal('research', result.fault.message);
}

/** Reads the checks that were ever made. */
export async function loadChecks(): Promise<void> {
  const result = await callMain((client) => client.checks.list({}));
  if (!result.ok) {
    tellRefusal('research', result.fault.message);
    return;
  }
  const { checks } = result.value;
  useDesk.setState(({ checks: told }) => ({ checks: new Map([...checks.map((row) => [checkKey(row), row] as const), ...told]) }));
}

/** Reads what a check came to. */
export async function loadCheckView(kind: CheckKind, run: number): Promise<void> {
  const result = await callMain((client) => client.checks.view({ run, kind }));
  if (!result.ok) {
    tellRefusal('research', result.fault.message);
    return;
  }
  const { view, made } = result.value;
  if (view === null || made === null) return;
  useChecks.setState(({ views }) => ({ views: new Map(views).set(checkKey({ run, kind }), { view, made }) }));
}
