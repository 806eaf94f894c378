import { describe, expect, it } from 'vitest';
import { RequestBudget, type RequestCost } from '../../src-main/core/rate-limit/request-budget.ts';
import { RequestQueue } from '../../src-main/core/rate-limit/request-queue.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';

const MINUTE = 60_000;
const MOST_WEIGHT = 6_000;
const MOST_ORDERS = 100;
/** Longest and shortest way to the venue, ms. */
const WAY = { least: 5, most: 1_900 };

/** A venue that counts in minutes and tens of seconds of its own clock, and bans whoever passes a limit. */
class BanningVenue {
  private readonly clock: number;
  private minute = -1;
  private ten = -1;
  private weight = 0;
  private orders = 0;
  private total = 0;
  refusals = 0;

  constructor(clock: number) {
    this.clock = clock;
  }

  /** Answers with the weight counted so far, or null for a refusal. */
  arrive(at: number, cost: RequestCost, elsewhere = 0): number | null {
    const time = at + this.clock;
    const minute = Math.floor(time / MINUTE);
    const ten = Math.floor(time / 10_000);
    if (minute !== this.minute) this.weight = 0;
    if (ten !== this.ten) this.orders = 0;
    this.minute = minute;
    this.ten = ten;
    this.weight += cost.weight + elsewhere;
    this.orders += cost.orders;
    this.total += cost.weight;
    if (this.weight > MOST_WEIGHT || this.orders > MOST_ORDERS) {
      this.refusals += 1;
      return null;
    }
    return this.weight;
  }

  share(minutes: number): number {
    return this.total / (minutes * MOST_WEIGHT);
  }
}

interface Day {
  readonly refusals: number;
  readonly share: number;
  readonly longestCancel: number;
  readonly orders: number;
}

/** A client that always wants more data than it may have, orders in bursts, and a cancel at any moment. */
function day(seed: number, hours: number): Day {
  const random = new Sfc32(seed);
  const venue = new BanningVenue(Math.floor(random.next() * MINUTE));
  const budget = new RequestBudget(
    [
      { name: 'weight', counts: 'weight', most: MOST_WEIGHT, windowMs: MINUTE },
      { name: 'orders', counts: 'orders', most: MOST_ORDERS, windowMs: 10_000 },
    ],
    WAY.most - WAY.least,
  );
  const queue = new RequestQueue<{ cost: RequestCost; since: number }>(budget);
  const way: { at: number; cost: RequestCost }[] = [];
  let longestCancel = 0;
  let orders = 0;
  const start = Math.floor(random.next() * 1e9);
  const end = start + hours * 60 * MINUTE;
  for (let now = start; now < end; now += 50) {
    while (queue.length < 20) queue.add({ cost: { weight: random.next() < 0.1 ? 50 : 5, orders: 0, urgency: 'data' }, since: now });
    if (random.next() < 0.02) queue.add({ cost: { weight: 1, orders: 0, urgency: 'cancel' }, since: now });
    if (random.next() < 0.002)
      for (let count = 0; count < 40; count += 1) queue.add({ cost: { weight: 1, orders: 1, urgency: 'order' }, since: now });
    for (let next = queue.take(now); next !== null; next = queue.take(now)) {
      if (next.cost.urgency === 'cancel') longestCancel = Math.max(longestCancel, now - next.since);
      orders += next.cost.orders;
      way.push({ at: now + WAY.least + random.next() * (WAY.most - WAY.least), cost: next.cost });
    }
    if (now % 1_000 < 50) {
      const arrived = way.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      way.splice(0, way.length, ...way.filter(({ at }) => at > now));
      for (const { at, cost } of arrived) {
        const used = venue.arrive(at, cost);
        if (used !== null) budget.learn('weight', used, now);
      }
    }
  }
  return { refusals: venue.refusals, share: venue.share(hours * 60), longestCancel, orders };
}

describe('a day against a venue that bans', () => {
  it.each([1, 2, 3])('seed %i: nothing is refused, most of what is allowed is used, cancels do not wait', (seed) => {
    const found = day(seed, seed === 1 ? 24 : 3);
    expect(found.refusals).toBe(0);
    expect(found.share).toBeGreaterThan(0.7);
    expect(found.longestCancel).toBeLessThanOrEqual(250);
    expect(found.orders).toBeGreaterThan(100);
  });

  it('the venue does refuse a client without a budget', () => {
    const venue = new BanningVenue(0);
    for (let count = 0; count < 2_000; count += 1) venue.arrive(count, { weight: 5, orders: 0, urgency: 'data' });
    expect(venue.refusals).toBeGreaterThan(0);
  });
});

describe('hours against a venue whose counter falls', () => {
  /** What is sent within so long arrives at once, ms. */
  const GATHERED = 1_500;

  it.each([1, 2, 3])('seed %i: it never stands above its limit, and most of what falls is used', (seed) => {
    const random = new Sfc32(seed);
    const [most, perMs, hours] = [15, 15 / 45_000, 6];
    const budget = new RequestBudget([{ name: 'counter', counts: 'weight', most, windowMs: 45_000, falls: true }], GATHERED);
    const sent: { readonly at: number; readonly weight: number }[] = [];
    const start = Math.floor(random.next() * 1e3) * 600_000;
    for (let now = start; now < start + hours * 60 * MINUTE; now += 100) {
      // Bursts after a rest, and long stretches of always wanting more, of questions or of cancels.
      const stretch = Math.floor(now / 600_000) % 3;
      if (stretch === 0) continue;
      const cost: RequestCost = {
        weight: [0.01, 1 / 3, 1, 2][random.below(4)]!,
        orders: 0,
        urgency: stretch === 1 ? 'cancel' : 'question',
      };
      while (budget.waitFor(cost, now) === 0) {
        budget.take(cost, now);
        sent.push({ at: (Math.floor(now / GATHERED) + 1) * GATHERED, weight: cost.weight });
      }
    }
    let [counter, last, highest] = [0, 0, 0];
    for (const { at, weight } of sent) {
      counter = Math.max(0, counter - (at - last) * perMs) + weight;
      last = at;
      highest = Math.max(highest, counter);
    }
    expect(highest).toBeLessThanOrEqual(most);
    const used = sent.reduce((sum, { weight }) => sum + weight, 0);
    expect(used / (hours * 60 * MINUTE * (2 / 3) * perMs)).toBeGreaterThan(0.7);
  });
});
