import { Fault } from '../../../src-shared/kernel/fault.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/kernel/time.ts';

const FIXED = /^(?:UTC|GMT|Z)?([+-])(\d{1,2}):?(\d{2})?$/iu;

/** A time zone by name: `UTC`, a fixed offset such as `+02:00`, or one of the IANA database such as `Europe/Berlin`. */
export class Zone {
  readonly name: string;
  /** Offset in ms where it is the same at all times, else null. */
  private readonly fixed: number | null;
  private readonly format: Intl.DateTimeFormat | null;
  private readonly offsets = new Map<number, number>();

  /** Fails with `input.option-value` for a zone that nobody knows. */
  constructor(name: string) {
    this.name = name;
    this.fixed = fixedOffset(name);
    this.format = this.fixed === null ? zoneFormat(name) : null;
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    if (this.fixed !== null) return this.fixed;
    // No zone changes its clocks within a quarter of an hour of UTC.
    const quarter = Math.floor(instant / (15 * MINUTE_MS));
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const start = quarter * 15 * MINUTE_MS;
    const offset = clockOf(this.format!, start) - start;
    this.offsets.set(quarter, offset);
    return offset;
  }

  /**
   * Instants at which the zone's clocks show a time (written as if it were UTC, ms): none in the hour that is skipped in spring, two in the
   * one that is repeated in autumn, else one; earliest first.
   */
  instantsOf(shown: number): readonly number[] {
    if (this.fixed !== null) return [shown - this.fixed];
    const offsets = new Set([this.offsetAt(shown - DAY_MS), this.offsetAt(shown + DAY_MS)]);
    const instants = [...offsets].map((offset) => shown - offset).filter((instant) => instant + this.offsetAt(instant) === shown);
    return instants.sort((a, b) => a - b);
  }
}

function fixedOffset(name: string): number | null {
  if (/^(?:UTC|GMT|Z)$/iu.test(name)) return 0;
  const match = FIXED.exec(name);
  if (!match) return null;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 14 || minutes > 59) throw unknownZone(name);
  return (match[1] === '-' ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

function zoneFormat(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch (thrown) {
    if (thrown instanceof RangeError) throw unknownZone(name);
    throw thrown;
  }
}

function unknownZone(name: string): Fault {
  return new Fault('input.option-value', {
    option: '--zone',
    problem: `"${name}" is no zone such as UTC, +02:00, Europe/Berlin or America/New_York.`,
  });
}

/** What a zone's clocks show at an instant, as if it were UTC, ms. */
function clockOf(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return dayNumber(year, month, day) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * 1_000;
}

/** The number of a civil date's UTC day, from 1970-01-01, by the days-from-civil algorithm of H. Hinnant (public domain). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
