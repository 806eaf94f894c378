import type { Protection } from '../../../src-shared/contract/orders.ts';
import type { PositionRow } from '../../../src-shared/contract/rows.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { PositionLine } from './positions-model.ts';

/** A position has so many targets at most. */
export const MOST_TARGETS = 3;

/** One target as typed: its price, and its share of the position in percent. */
export interface TypedTarget {
  readonly price: string;
  readonly share: string;
}

/** Stop and targets as typed; nothing typed is none. */
export interface ProtectForm {
  readonly stop: string;
  readonly targets: readonly TypedTarget[];
}

/** What is wrong with a form. */
export type ProtectProblem = 'stop' | 'target' | 'share' | 'shares' | 'stop-side' | 'target-side';

const ALL = Decimal.parse('100');

function shareOfSize(size: string, whole: Decimal): number {
  return whole.isZero() ? 0 : Number(Decimal.parse(size).mul(ALL).divide(whole, 0, 'half-away').toString());
}

/** The targets that a position has, as whole percents of it, hundred in all at most. */
export function targetShares({ size, targets }: Pick<PositionRow, 'size' | 'targets'>): Protection['targets'] {
  const whole = Decimal.parse(size).abs();
  let left = 100;
  return targets.slice(0, MOST_TARGETS).flatMap((target) => {
    const share = Math.min(left, Math.max(1, shareOfSize(target.size, whole)));
    left -= share;
    return share < 1 ? [] : [{ price: target.price, share }];
  });
}

/** The form that says what a position has now; with no target an empty one for all of it. */
export function formOf(row: PositionRow): ProtectForm {
  const targets = targetShares(row).map(({ price, share }) => ({ price, share: String(share) }));
  return { stop: row.stop ?? '', targets: targets.length === 0 ? [{ price: '', share: '100' }] : targets };
}

/** The form with one more target: the shares that are left, or of which all are taken an even split. */
export function withMoreTargets({ stop, targets }: ProtectForm): ProtectForm {
  const more = [...targets, { price: '', share: '' }];
  const each = Math.floor(100 / more.length);
  const first = 100 - each * (more.length - 1);
  return { stop, targets: more.map((target, at) => ({ ...target, share: String(at === 0 ? first : each) })) };
}

/** What a form asks for, or what is wrong with it. `parse` reads an amount as the trader types it. */
export function readProtection(
  form: ProtectForm,
  line: PositionLine,
  parse: (typed: string) => string | undefined,
): { readonly protection: Protection } | { readonly problem: ProtectProblem; readonly at: number } {
  const { row, long } = line;
  const mark = Number(row.mark);
  const isBehind = (price: string): boolean => (long ? Number(price) < mark : Number(price) > mark);
  const stop = form.stop.trim() === '' ? null : parse(form.stop);
  if (stop === undefined) return { problem: 'stop', at: -1 };
  if (stop !== null && mark > 0 && !isBehind(stop)) return { problem: 'stop-side', at: -1 };
  const targets: Protection['targets'][number][] = [];
  for (const [at, target] of form.targets.entries()) {
    if (target.price.trim() === '') continue;
    const price = parse(target.price);
    const share = Number(target.share);
    if (price === undefined) return { problem: 'target', at };
    if (mark > 0 && isBehind(price)) return { problem: 'target-side', at };
    if (!Number.isInteger(share) || share < 1 || share > 100) return { problem: 'share', at };
    targets.push({ price, share });
  }
  if (targets.reduce((sum, { share }) => sum + share, 0) > 100) return { problem: 'shares', at: targets.length - 1 };
  return { protection: { instrument: row.instrument, stop, targets } };
}

/** What the stop and the targets would bring if they filled at their prices, before costs, quote units; null for what is not set. */
export function outcomeOf(
  { stop, targets }: Protection,
  { row, long, size }: PositionLine,
): { readonly stop: Decimal | null; readonly targets: Decimal | null } {
  const entry = Decimal.parse(row.entry);
  const gain = (price: string): Decimal => {
    const distance = Decimal.parse(price).sub(entry);
    return long ? distance : distance.neg();
  };
  const won = targets.map(({ price, share }) =>
    gain(price)
      .mul(size)
      .mul(Decimal.parse(String(share)))
      .mul(Decimal.parse('0.01')),
  );
  return {
    stop: stop === null ? null : gain(stop).mul(size),
    targets: won.length === 0 ? null : won.reduce((sum, each) => sum.add(each), Decimal.ZERO),
  };
}
