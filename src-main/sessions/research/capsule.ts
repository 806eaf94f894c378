import { createHash } from 'node:crypto';
import { type CandleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { RunConditions } from '../../ports/research-store.ts';
import type { BacktestOutcome } from '../backtest-types.ts';
import { dataHash } from './data-hash.ts';

/** What a run came to, so that another run can be held against it bit for bit. */
export interface CapsuleResult {
  /** Exact cash at the end, decimal text. */
  readonly cash: string;
  readonly fills: number;
  /** SHA-256 over every fill in the order of booking, and over every equity value as a double; hexadecimal. */
  readonly fillsHash: string;
  readonly equityHash: string;
}

/** Everything that a run can be repeated from and checked by, beside the bars themselves. */
export interface Capsule {
  readonly capsule: 1;
  readonly conditions: RunConditions;
  readonly parameters: StrategyParameters;
  /** SHA-256 of the script of a strategy of the user's own; null for a built-in one, which the engine's version stands for. */
  readonly strategyHash: string | null;
  /** Hashes of the bars in blocks of so many rows, so that a changed one can be found. */
  readonly blocks: { readonly rows: number; readonly hashes: readonly string[] };
  readonly result: CapsuleResult;
  /** A hash of each part above, so that a part that was changed afterwards can be named. */
  readonly seals: Readonly<Record<string, string>>;
}

/** What a capsule is made of. */
export interface CapsuleParts {
  readonly conditions: RunConditions;
  readonly parameters: StrategyParameters;
  readonly strategyHash: string | null;
  readonly candles: CandleColumns;
  readonly outcome: BacktestOutcome;
}

const BLOCK_ROWS = 1_000;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The parts of a capsule by the names that a person is told. */
function sealedParts({
  conditions,
  parameters,
  strategyHash,
  blocks,
  result,
}: Omit<Capsule, 'seals' | 'capsule'>): Readonly<Record<string, unknown>> {
  const { engineVersion, ...others } = conditions;
  return {
    'engine version': engineVersion,
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value])),
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`parameter ${name}`, value])),
    strategy: strategyHash,
    bars: blocks,
    result,
  };
}

function sealsOf(parts: Omit<Capsule, 'seals' | 'capsule'>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(sealedParts(parts)).map(([name, value]) => [name, hashOf(JSON.stringify(value))]));
}

function blocksOf(candles: CandleColumns): Capsule['blocks'] {
  const hashes: string[] = [];
  for (let from = 0; from < candles.length; from += BLOCK_ROWS)
    hashes.push(dataHash(sliceCandles(candles, from, Math.min(candles.length, from + BLOCK_ROWS))));
  return { rows: BLOCK_ROWS, hashes };
}

/** What an outcome is held by. */
export function resultOf({ cash, fills, equity }: BacktestOutcome): CapsuleResult {
  const rows = fills.map(({ time, instrument, origin, side, ticks, lots, fee }) => [
    time,
    instrument,
    origin,
    side,
    ticks,
    lots,
    fee.toFixed(),
  ]);
  return {
    cash: cash.toFixed(),
    fills: fills.length,
    fillsHash: hashOf(JSON.stringify(rows)),
    equityHash: createHash('sha256')
      .update(new Uint8Array(equity.buffer, equity.byteOffset, equity.byteLength))
      .digest('hex'),
  };
}

/** The capsule of a run. */
export function makeCapsule({ conditions, parameters, strategyHash, candles, outcome }: CapsuleParts): Capsule {
  const parts = { conditions, parameters, strategyHash, blocks: blocksOf(candles), result: resultOf(outcome) };
  return { capsule: 1, ...parts, seals: sealsOf(parts) };
}

/** The parts of a capsule that are not what they were when it was made, by name. */
export function brokenSeals(capsule: Capsule): readonly string[] {
  const now = sealsOf(capsule);
  const names = new Set([...Object.keys(now), ...Object.keys(capsule.seals)]);
  return [...names].filter((name) => now[name] !== capsule.seals[name]);
}

/** Where bars differ from those of a capsule, a sentence each for the first three places; none when they are the same. */
export function changedBars({ blocks, conditions }: Capsule, candles: CandleColumns): readonly string[] {
  const { bars } = conditions.data;
  if (candles.length !== bars) return [`There are ${String(candles.length)} bars; the capsule was made over ${String(bars)}.`];
  const now = blocksOf(candles).hashes;
  return now
    .flatMap((hash, block) => (hash === blocks.hashes[block] ? [] : [block]))
    .slice(0, 3)
    .map((block) => {
      const first = block * blocks.rows;
      const last = Math.min(candles.length, first + blocks.rows) - 1;
      return `A bar among ${String(first + 1)} to ${String(last + 1)} (${isoTime(candles.time[first]!)} to ${isoTime(candles.time[last]!)}) is not the capsule's.`;
    });
}

/** What a repeated run came to otherwise, a sentence each; none when it is the same bit for bit. */
export function changedResult({ result }: Capsule, outcome: BacktestOutcome): readonly string[] {
  const now = resultOf(outcome);
  return [
    ...(now.fills === result.fills ? [] : [`The run has ${String(now.fills)} fills; the capsule has ${String(result.fills)}.`]),
    ...(now.fillsHash === result.fillsHash ? [] : ['The fills are not those of the capsule.']),
    ...(now.cash === result.cash ? [] : [`The run ends with ${now.cash}; the capsule with ${result.cash}.`]),
    ...(now.equityHash === result.equityHash ? [] : ['The equity curve is not that of the capsule.']),
  ];
}

/** Reads a capsule's text; null when it is none. What is inside is checked by its seals. */
export function readCapsule(text: string): Capsule | null {
  try {
    const read: unknown = JSON.parse(text);
    const parts = ['conditions', 'parameters', 'blocks', 'result', 'seals'];
    const isCapsule =
      typeof read === 'object' && read !== null && 'capsule' in read && read.capsule === 1 && parts.every((part) => part in read);
    return isCapsule ? (read as Capsule) : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
