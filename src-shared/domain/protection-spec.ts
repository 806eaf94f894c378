import { DAY_MS, HOUR_MS, MINUTE_MS, utcDay } from '../kernel/time.ts';

/** The protections by the names that traders know. */
export type ProtectionMethod = 'CooldownPeriod' | 'StoplossGuard' | 'MaxDrawdown' | 'LowProfitPairs';

/** A figure that a protection looks at, beside its spans. */
export type ProtectionField =
  'tradeLimit' | 'requiredProfit' | 'maxAllowedDrawdown' | 'calculationMode' | 'onlyPerPair' | 'onlyPerSide' | 'lookback' | 'unlockAt';

/** One protection with all its parameters: after what happened to closed trades it blocks new entries for a span of market time. */
export interface ProtectionSpec {
  readonly method: ProtectionMethod;
  /** Length of the block from the close of the newest trade that led to it, ms; null where `unlockAt` ends it. */
  readonly stopMs: number | null;
  /** UTC time of day `HH:MM` at which the block ends; null where `stopMs` says it. */
  readonly unlockAt: string | null;
  /** Only trades that closed within this span count, ms. */
  readonly lookbackMs: number;
  /** The fewest trades that lead to a block. */
  readonly tradeLimit: number;
  /** Trades of one instrument lead to a block of that instrument alone. */
  readonly onlyPerPair: boolean;
  /** Trades of one side lead to a block of that side alone. */
  readonly onlyPerSide: boolean;
  /** Profit under which a trade (or the sum of them) counts, a fraction of what was paid. */
  readonly requiredProfit: number;
  /** Largest fall that is let be, a fraction. */
  readonly maxAllowedDrawdown: number;
  /** `ratios` sums the fractions of the trades, `equity` measures the account's money. */
  readonly calculationMode: 'ratios' | 'equity';
  /** The end of a block is moved on to the next multiple of this, ms; 0 leaves it as it is. */
  readonly candleMs: number;
}

/** What a form and a reader need to know of a protection. */
export interface ProtectionKind {
  readonly method: ProtectionMethod;
  /** What it does, one sentence. */
  readonly about: string;
  /** The figures it looks at; the others keep their defaults. */
  readonly fields: readonly ProtectionField[];
  /** The fewest trades where none are named. */
  readonly tradeLimit: number;
}

/** Every protection that is offered, in the order of the forms. */
export const PROTECTION_KINDS: readonly ProtectionKind[] = [
  {
    method: 'CooldownPeriod',
    about: 'After a trade closed, the instrument is left alone for a while.',
    fields: ['unlockAt'],
    tradeLimit: 1,
  },
  {
    method: 'StoplossGuard',
    about: 'After too many stop losses, no new entries for a while.',
    fields: ['lookback', 'tradeLimit', 'requiredProfit', 'onlyPerPair', 'onlyPerSide', 'unlockAt'],
    tradeLimit: 10,
  },
  {
    method: 'MaxDrawdown',
    about: 'After closed trades fell too far from their best, no new entries for a while.',
    fields: ['lookback', 'tradeLimit', 'maxAllowedDrawdown', 'calculationMode', 'unlockAt'],
    tradeLimit: 1,
  },
  {
    method: 'LowProfitPairs',
    about: 'An instrument whose trades earned too little is left alone for a while.',
    fields: ['lookback', 'tradeLimit', 'requiredProfit', 'onlyPerSide', 'unlockAt'],
    tradeLimit: 1,
  },
];

/** Spans that hold where none is named, ms. */
export const DEFAULT_SPAN_MS = HOUR_MS;

/** A protection with what holds where nothing is named. */
export function defaultProtection({ method, tradeLimit }: ProtectionKind): ProtectionSpec {
  return {
    method,
    stopMs: DEFAULT_SPAN_MS,
    unlockAt: null,
    lookbackMs: DEFAULT_SPAN_MS,
    tradeLimit,
    onlyPerPair: false,
    onlyPerSide: false,
    requiredProfit: 0,
    maxAllowedDrawdown: 0,
    calculationMode: 'ratios',
    candleMs: 0,
  };
}

/** A span as a person says it: `90 min`, `4 h`, `2 d`. */
export function protectionSpan(milliseconds: number): string {
  const minutes = milliseconds / MINUTE_MS;
  if (minutes % 1_440 === 0 && minutes >= 2_880) return `${String(minutes / 1_440)} d`;
  return minutes % 60 === 0 && minutes >= 120 ? `${String(minutes / 60)} h` : `${String(minutes)} min`;
}

function percent(fraction: number): string {
  return `${String(Number((fraction * 100).toFixed(4)))}%`;
}

/** A protection in one line with everything that matters to it: `StoplossGuard: 4 stop losses under 0% within 24 h block entries for 4 h`. */
export function protectionLine(spec: ProtectionSpec): string {
  const { method, lookbackMs, tradeLimit, requiredProfit, maxAllowedDrawdown, calculationMode } = spec;
  const within = `within ${protectionSpan(lookbackMs)}`;
  const perPair = spec.onlyPerPair ? ', per instrument' : '';
  const perSide = spec.onlyPerSide ? ', per side' : '';
  const ends = spec.stopMs === null ? `until ${spec.unlockAt ?? '00:00'} UTC` : `for ${protectionSpan(spec.stopMs)}`;
  const rounded = spec.candleMs === 0 ? '' : `, to the end of a ${protectionSpan(spec.candleMs)} candle`;
  const tail = `${ends}${rounded}${perPair}${perSide}`;
  switch (method) {
    case 'CooldownPeriod':
      return `CooldownPeriod: no entry ${tail} after a trade`;
    case 'StoplossGuard':
      return `StoplossGuard: ${String(tradeLimit)} stop losses under ${percent(requiredProfit)} ${within} block entries ${tail}`;
    case 'MaxDrawdown':
      return `MaxDrawdown: a fall over ${percent(maxAllowedDrawdown)} (${calculationMode}) of ${String(tradeLimit)} or more trades ${within} blocks entries ${tail}`;
    case 'LowProfitPairs':
      return `LowProfitPairs: ${String(tradeLimit)} or more trades ${within} under ${percent(requiredProfit)} together block their instrument ${tail}`;
  }
}

/** The first instant after `time` at which the block of a trade closed at `time` has ended, ms UTC. */
export function blockEnd({ stopMs, unlockAt, candleMs }: ProtectionSpec, time: number): number {
  const plain = stopMs === null ? nextTimeOfDay(unlockAt ?? '00:00', time) : time + stopMs;
  return candleMs === 0 ? plain : Math.ceil(plain / candleMs) * candleMs;
}

function nextTimeOfDay(clock: string, time: number): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  const today = utcDay(time) * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  return today < time ? today + DAY_MS : today;
}
