import { type BreakerSpec, breakerReason } from '../../../src-shared/domain/breaker-spec.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { RiskEvent } from './breaker.ts';
import { BREAKER_RULES } from './breakers/catalog.ts';
import { percentText, spanText } from './risk-texts.ts';

/** What one breaker has counted: the market times of events that count, and of orders sent. */
interface Count {
  hits: number[];
  sent: number[];
}

/** A breaker that tripped, with what led to it. */
export interface Trip {
  readonly state: BreakerSpec['trips'];
  readonly reason: `breaker.${BreakerSpec['kind']}`;
  readonly evidence: FaultDetails;
}

/** Counts what breakers watch for. One that trips begins its count anew, so that it takes as much again to trip once more. */
export class CircuitBreakers {
  private specs: readonly BreakerSpec[] = [];
  private counts: Count[] = [];

  /** Takes the breakers that are to work; what one with the same figures has counted so far stays. */
  configure(specs: readonly BreakerSpec[]): void {
    const known = new Map(this.specs.map((spec, at) => [JSON.stringify(spec), this.counts[at]!]));
    this.counts = specs.map((spec) => known.get(JSON.stringify(spec)) ?? { hits: [], sent: [] });
    this.specs = specs;
  }

  /** What has been counted, for keeping. */
  get memory(): readonly Readonly<Count>[] {
    return this.counts;
  }

  /** Goes on with what the same breakers had counted. */
  restore(counts: readonly Readonly<Count>[]): void {
    if (counts.length === this.specs.length) this.counts = counts.map(({ hits, sent }) => ({ hits: [...hits], sent: [...sent] }));
  }

  /** A person started again: everything is counted from here. */
  clear(): void {
    this.counts = this.specs.map(() => ({ hits: [], sent: [] }));
  }

  /** Tells every breaker; returns those that trip, and in `counted` whether any count changed. */
  take(event: RiskEvent): { readonly trips: readonly Trip[]; readonly counted: boolean } {
    let counted = false;
    const trips: Trip[] = [];
    for (const [at, spec] of this.specs.entries()) {
      const verdict = BREAKER_RULES[spec.kind].look(event, spec);
      if (verdict === null) continue;
      const count = this.counts[at]!;
      const changed = noted(count, verdict, event.time);
      forget(count, spec, event.time);
      const tripped = verdict === 'hit' && reached(count, spec);
      // What one event alone trips leaves nothing behind.
      counted ||= changed && !(tripped && count.hits.length === 1 && count.sent.length === 0);
      if (!tripped) continue;
      trips.push({ state: spec.trips, reason: breakerReason(spec.kind), evidence: evidenceOf(event, spec, count) });
      this.counts[at] = { hits: [], sent: [] };
    }
    return { trips, counted };
  }
}

function noted(count: Count, verdict: 'hit' | 'sent' | 'clear', time: number): boolean {
  if (verdict === 'clear') {
    const had = count.hits.length > 0;
    count.hits = [];
    return had;
  }
  count[verdict === 'hit' ? 'hits' : 'sent'].push(time);
  return true;
}

/** Lets go of what lies before the span. */
function forget({ hits, sent }: Count, { withinMs }: BreakerSpec, time: number): void {
  if (withinMs === 0) return;
  for (const times of [hits, sent]) while (times.length > 0 && times[0]! <= time - withinMs) times.shift();
}

/** Whether enough has been counted within the span. */
function reached(count: Count, { kind, count: needed, level }: BreakerSpec): boolean {
  if (count.hits.length < needed) return false;
  // What was sent before the span may be answered for in it: then all of it failed.
  const ofSent = kind === 'unanswered' || kind === 'rejections';
  return !ofSent || count.hits.length >= level * Math.max(count.sent.length, count.hits.length);
}

function evidenceOf(event: RiskEvent, spec: BreakerSpec, { hits, sent }: Count): FaultDetails {
  return {
    count: hits.length,
    sent: Math.max(sent.length, hits.length),
    window: spec.withinMs === 0 ? 'any span' : spanText(spec.withinMs),
    share: percentText(spec.level),
    ...BREAKER_RULES[spec.kind].evidence(event, spec),
  };
}
