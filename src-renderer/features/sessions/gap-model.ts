import type { CorrectionView, GapSplitView } from '../../../src-shared/contract/attribution.ts';
import { GAP_CAUSES, type GapCause } from '../../../src-shared/domain/attribution.ts';

/** A line of a gap: a cause, what has none, or the sum. */
export interface GapLine {
  readonly id: GapCause | 'residual' | 'gap';
  /** Decimal text, quote asset. */
  readonly part: string;
  /** Of the largest amount of the lines, −1 to 1: how far the bar goes, and to which side. */
  readonly share: number;
}

/** The causes of a gap, the largest first, then what has none, then the sum. */
export function gapLines({ parts, residual, gap }: GapSplitView): readonly GapLine[] {
  const causes = [...GAP_CAUSES].sort((a, b) => Math.abs(Number(parts[b])) - Math.abs(Number(parts[a])));
  const lines = [
    ...causes.map((id) => ({ id, part: parts[id] })),
    { id: 'residual' as const, part: residual },
    { id: 'gap' as const, part: gap },
  ];
  const most = Math.max(...lines.map(({ part }) => Math.abs(Number(part))));
  return lines.map((line) => ({ ...line, share: most === 0 ? 0 : Number(line.part) / most }));
}

/** Codes of refusals and ends in words: `risk.max-position` is `max position`. */
export function reasonWords(reasons: readonly string[]): string {
  return reasons.map((code) => code.replace(/^risk\./u, '').replaceAll('-', ' ')).join(', ');
}

/** Corrections in words: `+0.01 BTC, -250.5 USDT`. */
export function correctionWords(corrections: readonly Pick<CorrectionView, 'asset' | 'amount'>[]): string {
  return corrections.map(({ asset, amount }) => `${amount.startsWith('-') ? '' : '+'}${amount} ${asset}`).join(', ');
}
