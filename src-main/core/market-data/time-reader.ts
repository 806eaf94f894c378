import { DAY_MS, HOUR_MS, MINUTE_MS, civilDate } from '../../../src-shared/kernel/time.ts';
import { Zone, dayNumber } from './zone.ts';

/** Units of a count since 1970: from `least` on, one of it in milliseconds. A count of 1973 to 5138 has one unit only. */
const UNITS = [
  { name: 'ns', least: 1e17, ms: 1e-6 },
  { name: 'us', least: 1e14, ms: 1e-3 },
  { name: 'ms', least: 1e11, ms: 1 },
  { name: 's', least: 1e8, ms: 1_000 },
] as const;

const TEXT = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/iu;

/** The last instant that has a four-digit year. */
const LAST_INSTANT = 253_402_300_799_999;

/** Why a time was not read. */
export type TimeProblem = 'time' | 'zone';

/** Reads times of a file: counts of s, ms, us or ns since 1970, or ISO 8601 text; text without an offset needs a zone. */
export class TimeReader {
  /** How the times of the file were written, for the report. */
  readonly forms = new Set<string>();
  /** Why the last one was not read. */
  problem: TimeProblem = 'time';
  private readonly zone: Zone | null;
  private before = Number.NEGATIVE_INFINITY;

  constructor(zone: string | null) {
    this.zone = zone === null ? null : new Zone(zone);
  }

  /** A count since 1970 in ms UTC, or NaN; eight digits are a date. */
  count(value: number): number {
    if (Number.isInteger(value) && value >= 19_000_101 && value <= 99_991_231) return this.text(String(value));
    const unit = UNITS.find(({ least }) => value >= least);
    const ms = unit ? Math.round(value * unit.ms) : Number.NaN;
    this.problem = 'time';
    if (!unit || !(ms <= LAST_INSTANT)) return Number.NaN;
    this.forms.add(`${unit.name} since 1970`);
    return ms;
  }

  /** ISO 8601 text in ms UTC, or NaN. Of an hour that a zone repeats, the first is meant unless it was passed already. */
  text(text: string): number {
    this.problem = 'time';
    const match = TEXT.exec(text);
    if (!match) return Number.NaN;
    const [, year, , month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = match;
    const date = dayNumber(Number(year), Number(month), Number(day));
    const civil = civilDate(date);
    if (civil.month !== Number(month) || civil.day !== Number(day)) return Number.NaN;
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
    const ms = Math.floor(Number(`0.${fraction}`) * 1_000 + 1e-6);
    const shown = date * DAY_MS + Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * 1_000 + ms;
    if (offset !== undefined) {
      this.forms.add('text with its offset from UTC');
      return shown - offsetOf(offset);
    }
    return this.inZone(shown);
  }

  private inZone(shown: number): number {
    if (this.zone === null) {
      this.problem = 'zone';
      return Number.NaN;
    }
    this.forms.add(`text in the zone ${this.zone.name}`);
    const instants = this.zone.instantsOf(shown);
    const instant = instants.find((one) => one > this.before) ?? instants[0] ?? Number.NaN;
    this.before = instant;
    return instant;
  }
}

function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/u.exec(text);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS);
}
