import type { Arming } from '../../../src-shared/domain/arming.ts';
import { reducedLimits } from '../../../src-shared/domain/reduced-limits.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { HOUR_MS, isoTime, MINUTE_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import type { Effects } from './effects.ts';
import { LazyMemory } from './lazy-memory.ts';

/** Under which name the ledger keeps how long what was armed has run, and its records of arming. */
export const FIRST_HOUR_MEMORY = 'first-hour' as StrategyInstanceId;

/** A live session hears something at least every 10 s; what took longer than this was a pause and does not count. */
const LONGEST_STEP_MS = 30_000;

/** As the ledger keeps it: what was armed, and for how long it has run, ms. */
type Memory = readonly (readonly [key: string, ran: number])[];

/**
 * The first hour of running time with real money of an account, and of each strategy, with the code that it has: until it is over, the limits of the
 * account are reduced. Nobody can end it earlier. Time counts by the engine's clock while something armed runs and may open something: after a sleep an engine
 * goes through all that was due meanwhile, step by step.
 */
export class FirstHour {
  /** Something that was armed is in its first hour. */
  on = false;
  /** For how long everything that was ever armed has run, ms, up to an hour. */
  private readonly ran = new Map<string, number>();
  /** What is armed in this session and has not run for an hour. */
  private young: string[] = [];
  /** Up to where time was counted, and when it was kept last. */
  private time = 0;
  private keptAt = 0;

  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    for (const [key, ran] of JSON.parse(memory) as Memory) this.ran.set(key, ran);
  }

  /** Until when limits are reduced if nothing pauses, ms UTC; null where they are not. */
  get until(): number | null {
    return this.on ? this.time + HOUR_MS - this.youngest() : null;
  }

  /** The limits that hold now. */
  limitsOf(limits: RiskLimits): RiskLimits {
    return this.on ? reducedLimits(limits) : limits;
  }

  /** Records who armed what, and begins or goes on with its first hour. */
  arm(arming: Arming, time: number, effects: Effects): void {
    const { account, by, code, strategies } = arming;
    for (const each of strategies) {
      const gate = each.gate === 'passed' ? 'vouched for' : 'overridden';
      note('arming.strategy', { account, by, instance: each.instance, hash: each.hash, gate, sentence: each.sentence }, time, effects);
    }
    note('arming.account', { account, by, code, strategies: strategies.length }, time, effects);
    if (this.on) this.advance(time, effects);
    const keys = [`account ${code}`, ...strategies.map(({ strategy, hash }) => `${strategy} ${hash ?? code}`)];
    for (const key of keys) if (!this.ran.has(key)) this.ran.set(key, 0);
    this.young = [...new Set([...this.young, ...keys])].filter((key) => this.ranOf(key) < HOUR_MS);
    this.on = this.young.length > 0;
    this.time = time;
    this.keep(effects);
  }

  /** Counts the time up to an event. Only called while it is on. */
  advance(time: number, effects: Effects): void {
    const step = time - this.time;
    if (step <= 0) return;
    this.time = time;
    if (step > LONGEST_STEP_MS) return;
    for (const key of this.young) this.ran.set(key, Math.min(HOUR_MS, this.ranOf(key) + step));
    if (this.youngest() < HOUR_MS) {
      if (time - this.keptAt >= MINUTE_MS) this.keep(effects);
      return;
    }
    this.young = [];
    this.on = false;
    note('arming.hour-over', { time: isoTime(time).slice(11, 16) }, time, effects);
    this.keep(effects);
  }

  /** Lets time go by that does not count: ledger and venue are being compared, so nothing that was armed runs. */
  rest(time: number): void {
    this.time = Math.max(this.time, time);
  }

  private ranOf(key: string): number {
    return this.ran.get(key) ?? 0;
  }

  private youngest(): number {
    return this.young.reduce((least, key) => Math.min(least, this.ranOf(key)), HOUR_MS);
  }

  private keep(effects: Effects): void {
    this.keptAt = this.time;
    effects.records.push(new LazyMemory(FIRST_HOUR_MEMORY, () => JSON.stringify([...this.ran] satisfies Memory)));
  }
}

function note(code: string, details: FaultDetails, time: number, effects: Effects): void {
  effects.records.push({ kind: 'signal', instance: FIRST_HOUR_MEMORY, code, details, time: utcMs(time) });
}
