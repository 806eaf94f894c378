import type { GapCause } from '../../../src-shared/domain/attribution.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** Digits to which an amount is shared between causes; the last one takes what rounding leaves. */
const SHARE_SCALE = 18;

/** A cause's share of lots by which the session's position moved away from the backtest's, or came back to it. */
export interface CausedLots {
  /** Null where nobody knows why. */
  readonly cause: GapCause | null;
  /** Above 0. */
  readonly lots: number;
}

interface Apart {
  readonly cause: GapCause | null;
  /** Signed: what the session holds beyond the backtest. */
  lots: number;
}

/** Signed lots, and the cause of what is new of them. */
interface Change {
  readonly lots: number;
  readonly own: GapCause | null;
}

/**
 * By how many lots the two runs' positions lie apart, and why, oldest first. What brings them together again belongs to the cause that drove
 * them apart: the backtest's exit of an entry that the session missed is part of what was missed.
 */
export class Divergences {
  private readonly byKey = new Map<string, Apart[]>();
  /** Lots that fees took. */
  private readonly paid = new Map<string, Apart[]>();
  /** By how many lots an origin's own position lies apart, whoever made up for it, and the newest cause of it. */
  private readonly net = new Map<string, number>();
  private readonly newest = new Map<string, GapCause | null>();
  private readonly isStrategy: (origin: string) => boolean;

  constructor(isStrategy: (origin: string) => boolean) {
    this.isStrategy = isStrategy;
  }

  /** Takes signed lots by which the session's position changed beyond the backtest's; tells to whom they belong, `own` being the cause of what is new. */
  take(origin: string, instrument: number, { lots, own }: Change): readonly CausedLots[] {
    const shares: CausedLots[] = [];
    const key = keyOf(origin, instrument);
    const paid = this.match(queueAt(this.paid, key), lots, shares);
    let left = paid;
    for (const queue of this.queuesFor(origin, instrument)) left = this.match(queue, left, shares);
    if (left !== 0) {
      queueAt(this.byKey, key).push({ cause: own, lots: left });
      shares.push({ cause: own, lots: Math.abs(left) });
    }
    this.net.set(key, (this.net.get(key) ?? 0) + paid);
    this.newest.set(key, shares.at(-1)!.cause);
    return shares;
  }

  /** Takes lots that a fee took from a position: nobody else makes up for them, and what sells less because of them belongs to it. */
  pay(origin: string, instrument: number, { lots, own }: Change): readonly CausedLots[] {
    const shares: CausedLots[] = [];
    const key = keyOf(origin, instrument);
    const left = this.match(queueAt(this.byKey, key), lots, shares);
    if (left === 0) return shares;
    queueAt(this.paid, key).push({ cause: own, lots: left });
    return [...shares, { cause: own, lots: Math.abs(left) }];
  }

  /** Lets lots make up for those of a queue that lie on the other side; what is left of them. */
  private match(queue: Apart[], lots: number, shares: CausedLots[]): number {
    let left = lots;
    while (left !== 0 && queue.length > 0 && Math.sign(queue[0]!.lots) !== Math.sign(left)) {
      const first = queue[0]!;
      const size = Math.min(Math.abs(first.lots), Math.abs(left));
      first.lots += Math.sign(left) * size;
      left -= Math.sign(left) * size;
      if (first.lots === 0) queue.shift();
      shares.push({ cause: first.cause, lots: size });
    }
    return left;
  }

  /** Why an origin's position is another one at present; undefined where it is not, or nobody knows why. */
  causeAt(origin: string, instrument: number): GapCause | undefined {
    const key = keyOf(origin, instrument);
    const own = this.byKey.get(key)?.[0]?.cause;
    return own ?? ((this.net.get(key) ?? 0) === 0 ? undefined : this.newest.get(key)) ?? undefined;
  }

  /** One's own first. A person may close what a strategy holds, and a strategy find closed what a person closed; two strategies have nothing to do with each other. */
  private *queuesFor(origin: string, instrument: number): Generator<Apart[]> {
    yield queueAt(this.byKey, keyOf(origin, instrument));
    const prefix = keyOf('', instrument);
    for (const [key, queue] of this.byKey) {
      const other = key.slice(prefix.length);
      if (key.startsWith(prefix) && other !== origin && !(this.isStrategy(other) && this.isStrategy(origin))) yield queue;
    }
  }
}

function keyOf(origin: string, instrument: number): string {
  return `${String(instrument)} ${origin}`;
}

function queueAt(queues: Map<string, Apart[]>, key: string): Apart[] {
  const queue = queues.get(key) ?? [];
  queues.set(key, queue);
  return queue;
}

/** An amount shared by lots, to the last digit. */
export function shareAmount(
  amount: Decimal,
  shares: readonly CausedLots[],
): readonly { readonly cause: GapCause | null; readonly amount: Decimal }[] {
  const whole = shares.reduce((sum, { lots }) => sum + BigInt(lots), 0n);
  let left = amount;
  return shares.map(({ cause, lots }, place) => {
    const part =
      place === shares.length - 1 ? left : amount.mul(Decimal.of(BigInt(lots))).divide(Decimal.of(whole), SHARE_SCALE, 'half-away');
    left = left.sub(part);
    return { cause, amount: part };
  });
}
