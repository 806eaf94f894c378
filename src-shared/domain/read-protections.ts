import { MINUTE_MS } from '../kernel/time.ts';
import { defaultProtection, PROTECTION_KINDS, type ProtectionField, type ProtectionKind, type ProtectionSpec } from './protection-spec.ts';

/** A refusal of one entry with the sentence that says what is wrong. */
class Unreadable extends Error {}

/** Names of a file's entries by the figure they stand for. */
const FIGURE_NAMES: Readonly<Record<Exclude<ProtectionField, 'lookback' | 'unlockAt'>, string>> = {
  tradeLimit: 'trade_limit',
  requiredProfit: 'required_profit',
  maxAllowedDrawdown: 'max_allowed_drawdown',
  calculationMode: 'calculation_mode',
  onlyPerPair: 'only_per_pair',
  onlyPerSide: 'only_per_side',
};

const SPAN_NAMES = ['stop_duration', 'stop_duration_candles', 'unlock_at', 'lookback_period', 'lookback_period_candles'];
const KNOWN = new Set(['method', ...SPAN_NAMES, ...Object.values(FIGURE_NAMES)]);
const MOST = 100;
/** A year in minutes: no protection looks back further. */
const LONGEST_MINUTES = 527_040;

type Entry = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a list of protections as freqtrade's configuration writes it (or an object with such a list as `protections`). Spans in candles are
 * of `candleMs`, and blocks then end with a candle; null where there is no candle to count in. A text instead says what is wrong, and in which entry.
 */
export function readProtections(value: unknown, candleMs: number | null): readonly ProtectionSpec[] | string {
  const list = isEntry(value) ? value['protections'] : value;
  if (!Array.isArray(list)) return 'it holds no list of protections.';
  if (list.length > MOST) return `it holds more than ${String(MOST)} protections.`;
  try {
    return list.map((entry: unknown, index) => readEntry(entry, index + 1, candleMs));
  } catch (thrown) {
    if (thrown instanceof Unreadable) return thrown.message;
    throw thrown;
  }
}

function readEntry(entry: unknown, place: number, candleMs: number | null): ProtectionSpec {
  if (!isEntry(entry)) throw new Unreadable(`entry ${String(place)} is no object.`);
  const kind = PROTECTION_KINDS.find(({ method }) => method === entry['method']);
  const names = PROTECTION_KINDS.map(({ method }) => method).join(', ');
  if (kind === undefined) throw new Unreadable(`entry ${String(place)} needs a "method": ${names}.`);
  const reader = new EntryReader(entry, `entry ${String(place)} (${kind.method})`, candleMs);
  const unknown = Object.keys(entry).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw reader.wrong(unknown, 'is not known');
  return { ...defaultProtection(kind), ...spans(reader, kind), ...figures(reader, kind) };
}

function spans(reader: EntryReader, kind: ProtectionKind): Partial<ProtectionSpec> {
  const unlockAt = reader.clock('unlock_at');
  if (unlockAt !== null && (reader.has('stop_duration') || reader.has('stop_duration_candles')))
    throw reader.wrong('unlock_at', 'does not go with a stop_duration; name one of them');
  const stopMs = reader.span('stop_duration');
  const lookbackMs = kind.fields.includes('lookback') ? reader.span('lookback_period') : null;
  return {
    ...(unlockAt === null ? {} : { unlockAt, stopMs: null }),
    ...(stopMs === null ? {} : { stopMs }),
    ...(lookbackMs === null ? {} : { lookbackMs }),
    candleMs: reader.candleMs ?? 0,
  };
}

function figures(reader: EntryReader, { fields }: ProtectionKind): Partial<ProtectionSpec> {
  const read: Record<string, unknown> = {};
  for (const field of fields) {
    if (field === 'lookback' || field === 'unlockAt') continue;
    const name = FIGURE_NAMES[field];
    if (!reader.has(name)) continue;
    if (field === 'onlyPerPair' || field === 'onlyPerSide') read[field] = reader.truth(name);
    else if (field === 'calculationMode') read[field] = reader.mode(name);
    else if (field === 'tradeLimit') read[field] = reader.number(name, { low: 1, high: 10_000, whole: true });
    else read[field] = reader.number(name, field === 'maxAllowedDrawdown' ? { low: 0, high: 100 } : { low: -1, high: 100 });
  }
  return read;
}

/** One entry of the file; everything that it refuses names the entry and the figure. */
class EntryReader {
  readonly candleMs: number | null;
  private readonly entry: Entry;
  private readonly where: string;

  constructor(entry: Entry, where: string, candleMs: number | null) {
    this.entry = entry;
    this.where = where;
    this.candleMs = candleMs;
  }

  has(name: string): boolean {
    return this.entry[name] !== undefined;
  }

  wrong(name: string, problem: string): Unreadable {
    return new Unreadable(`${this.where}: ${name} ${problem}.`);
  }

  number(name: string, range: { readonly low: number; readonly high: number; readonly whole?: true }): number {
    const value = this.entry[name];
    const { low, high, whole } = range;
    if (typeof value === 'number' && value >= low && value <= high && (whole === undefined || Number.isInteger(value))) return value;
    throw this.wrong(name, `must be ${whole === undefined ? 'a number' : 'a whole number'} from ${String(low)} to ${String(high)}`);
  }

  truth(name: string): boolean {
    const value = this.entry[name];
    if (typeof value === 'boolean') return value;
    throw this.wrong(name, 'must be true or false');
  }

  mode(name: string): 'ratios' | 'equity' {
    const value = this.entry[name];
    if (value === 'ratios' || value === 'equity') return value;
    throw this.wrong(name, 'must be "ratios" or "equity"');
  }

  clock(name: string): string | null {
    if (!this.has(name)) return null;
    const value = this.entry[name];
    if (typeof value === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(value)) return value;
    throw this.wrong(name, 'must be a time of day like "07:30"');
  }

  /** Milliseconds of a span in minutes or, with `_candles`, in candles; null where neither is named. */
  span(name: string): number | null {
    const candles = `${name}_candles`;
    if (this.has(name) && this.has(candles)) throw this.wrong(name, `does not go with ${candles}; name one of them`);
    if (this.has(name)) return Math.round(this.number(name, { low: 0, high: LONGEST_MINUTES }) * MINUTE_MS);
    if (!this.has(candles)) return null;
    if (this.candleMs === null) throw this.wrong(candles, 'counts candles, and there is no timeframe here; write it in minutes');
    return this.number(candles, { low: 1, high: 100_000, whole: true }) * this.candleMs;
  }
}
