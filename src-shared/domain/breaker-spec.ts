import { HOUR_MS, MINUTE_MS } from '../kernel/time.ts';

/** What a circuit breaker watches for. */
export type BreakerKind = 'abnormal-fills' | 'unanswered' | 'rejections' | 'silent-feed' | 'price-jumps' | 'losses';

/** A circuit breaker with its figures: once tripped, a person starts trading again. */
export interface BreakerSpec {
  readonly kind: BreakerKind;
  /** What it turns trading to. */
  readonly trips: 'REDUCING' | 'HALTED';
  /** So many events trip it, 1 or more. */
  readonly count: number;
  /** Only events within this span of market time count, ms; 0 takes any. Of a silent feed: the longest silence that is let be. */
  readonly withinMs: number;
  /**
   * How far an event must go to count: times the modelled slippage for a fill, the share of the orders sent for those unanswered or
   * rejected, the move from one price to the next as a fraction for a jump. 0 and unused for the others.
   */
  readonly level: number;
}

/** A figure that a breaker has beside what it trips to. */
export type BreakerField = 'count' | 'withinMs' | 'level';

/** What a form and the sentences need to know of a breaker. */
export interface BreakerFacts {
  readonly title: string;
  /** What trips it, one sentence. */
  readonly about: string;
  readonly fields: readonly BreakerField[];
  /** The level is typed as a multiple, or in percent. */
  readonly levelUnit: '×' | '%';
  /** What stands after "since …" in the sentences of HALTED ("by …") and REDUCING. */
  readonly phrases: Readonly<Record<'HALTED' | 'REDUCING', string>>;
  /** The breaker with what holds where nothing else is said. */
  readonly preset: BreakerSpec;
}

function phrases(name: string): BreakerFacts['phrases'] {
  return { HALTED: `the breaker of ${name}`, REDUCING: `because the breaker of ${name} tripped` };
}

/** Every breaker that is offered, in the order of the forms. */
export const BREAKERS: Readonly<Record<BreakerKind, BreakerFacts>> = {
  'abnormal-fills': {
    title: 'Abnormal fills',
    about: 'Fills that cost a multiple of the modelled half spread and slippage.',
    fields: ['count', 'withinMs', 'level'],
    levelUnit: '×',
    phrases: phrases('abnormal fills'),
    preset: { kind: 'abnormal-fills', trips: 'REDUCING', count: 3, withinMs: HOUR_MS, level: 25 },
  },
  unanswered: {
    title: 'Errors',
    about: 'Orders that the venue did not answer in time, as a share of those sent.',
    fields: ['count', 'withinMs', 'level'],
    levelUnit: '%',
    phrases: phrases('unanswered orders'),
    preset: { kind: 'unanswered', trips: 'REDUCING', count: 3, withinMs: 10 * MINUTE_MS, level: 0.2 },
  },
  rejections: {
    title: 'Rejected orders',
    about: 'Orders that the venue refused, as a share of those sent.',
    fields: ['count', 'withinMs', 'level'],
    levelUnit: '%',
    phrases: phrases('rejected orders'),
    preset: { kind: 'rejections', trips: 'REDUCING', count: 5, withinMs: 10 * MINUTE_MS, level: 0.5 },
  },
  'silent-feed': {
    title: 'Silent feed',
    about: 'No price of what is held, or of anything until its next price.',
    fields: ['withinMs'],
    levelUnit: '%',
    phrases: phrases('silent feeds'),
    preset: { kind: 'silent-feed', trips: 'REDUCING', count: 1, withinMs: 5 * MINUTE_MS, level: 0 },
  },
  'price-jumps': {
    title: 'Price jumps',
    about: 'A move from one price to the next that is too large to be believed.',
    fields: ['count', 'withinMs', 'level'],
    levelUnit: '%',
    phrases: phrases('price jumps'),
    preset: { kind: 'price-jumps', trips: 'REDUCING', count: 1, withinMs: HOUR_MS, level: 0.1 },
  },
  losses: {
    title: 'Repeated losses',
    about: 'Losing trades in a row, whatever instrument and strategy.',
    fields: ['count', 'withinMs'],
    levelUnit: '%',
    phrases: phrases('repeated losses'),
    preset: { kind: 'losses', trips: 'REDUCING', count: 5, withinMs: 0, level: 0 },
  },
};

/** The breakers in the order of the forms. */
export const BREAKER_KINDS = Object.keys(BREAKERS) as readonly BreakerKind[];

/** The reason code of a state that a breaker led to, `breaker.losses`. */
export function breakerReason(kind: BreakerKind): `breaker.${BreakerKind}` {
  return `breaker.${kind}`;
}

/** The breaker of a reason code; null for a reason of another kind. */
export function breakerOfReason(reason: string): BreakerFacts | null {
  const kind = BREAKER_KINDS.find((each) => breakerReason(each) === reason);
  return kind === undefined ? null : BREAKERS[kind];
}
