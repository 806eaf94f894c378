import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSERVATIVE } from '../../../../src-shared/domain/costs.ts';
import { termsOf, type OrderIntent, type OrderTerms } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { MINUTE_MS, SECOND_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from '../../../../src-main/adapters/exchange-sim/sim-exchange.ts';
import { VenueJournal } from '../../../../src-main/adapters/exchange-sim/venue-journal.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { ExecutionReport, VenueOrderStatus } from '../../../../src-main/ports/execution-venue.ts';
import { order } from '../../core/matching/venue-fixture.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';

const START = SIM_ANCHOR_MS + 500;
const MARKET = new SimMarket(5);

let folders: { readonly path: string; remove(): void }[] = [];
beforeEach(() => {
  folders = [];
});
afterEach(() => {
  for (const folder of folders) folder.remove();
});

/** An exchange whose process can end and begin again at any market time. */
class Life {
  reports: ExecutionReport[] = [];
  exchange: SimExchange;
  time = START;
  readonly price: number;
  private readonly file: string;

  constructor() {
    const folder = temporaryFolder();
    folders.push(folder);
    this.file = join(folder.path, 'venue.jsonl');
    this.exchange = this.open();
    this.exchange.deposit('opening', 'USD', Decimal.parse('1000000'));
    this.price = this.exchange.quotesAt(START)[0]!.lastTicks;
  }

  restart(): void {
    this.exchange.close();
    this.exchange = this.open();
  }

  play(until: number): void {
    for (let event = this.exchange.next(utcMs(until)); event !== null; event = this.exchange.next(utcMs(until)))
      if (event.kind === 'execution') this.reports.push(event.report);
    this.time = until;
  }

  amend(one: ApprovedOrder, number: number, change: Partial<OrderTerms>): void {
    this.exchange.amend({ order: one.id, number, terms: { ...termsOf(one), ...change } } as ApprovedAmendment);
  }

  status(id: ClientOrderId): VenueOrderStatus | null {
    this.exchange.query(id);
    this.play(this.time);
    const answer = this.reports.findLast((report) => report.kind === 'status' && report.order === id);
    return answer?.kind === 'status' ? answer.status : null;
  }

  private open(): SimExchange {
    const start = { time: utcMs(this.time), placesDone: 0 };
    return new SimExchange({ market: MARKET, costs: CONSERVATIVE, journal: new VenueJournal(this.file), start });
  }
}

const LOTS = 1_000;

/** A bracket with a trailing stop and three targets, an entry below the market that expires, and a take-profit that is far away. */
function ordersAt(price: number): readonly ApprovedOrder[] {
  const at = (share: number): number => Math.round(price * share);
  const leg = (id: string, role: 'stop' | 'target', intent: Partial<OrderIntent>): ApprovedOrder =>
    order({ id, side: 'sell', reduceOnly: true, group: { id: 'g', role }, ...intent });
  return [
    order({ id: 'entry', lots: LOTS, group: { id: 'g', role: 'entry' } }),
    leg('stop', 'stop', { type: 'trailing-stop', trailTicks: at(0.001), lots: LOTS }),
    leg('near', 'target', { type: 'limit', limitTicks: at(1.0004), lots: LOTS / 2 }),
    leg('middle', 'target', { type: 'limit', limitTicks: at(1.002), lots: LOTS / 4 }),
    leg('far', 'target', { type: 'take-profit', triggerTicks: at(1.02), lots: LOTS / 4 }),
    order({ id: 'dip', lots: LOTS, type: 'limit', limitTicks: at(0.9), timeInForce: 'gtd', expiresAt: START + 4 * MINUTE_MS }),
  ];
}

/** Plays the story, with restarts at given distances from the start; what the venue knows at the end. */
function story(restarts: readonly number[]): readonly (VenueOrderStatus | null)[] {
  const life = new Life();
  const orders = ordersAt(life.price);
  const [, stop, , middle, far, dip] = orders;
  const acts: readonly (readonly [number, () => void])[] = [
    [0, () => orders.forEach((one) => life.exchange.submit(one))],
    [40 * SECOND_MS, () => life.amend(stop!, 1, { trailTicks: Math.round(life.price * 0.004) })],
    [60 * SECOND_MS, () => life.amend(middle!, 1, { limitTicks: Math.round(life.price * 1.003), lots: LOTS / 5 })],
    [61 * SECOND_MS, () => life.amend(dip!, 1, { expiresAt: START + 6 * MINUTE_MS })],
    [90 * SECOND_MS, () => life.amend(far!, 1, { triggerTicks: Math.round(life.price * 1.03) })],
    [91 * SECOND_MS, () => life.amend(dip!, 2, { lots: 1_000_000_000 })],
    ...restarts.map((at) => [at, () => life.restart()] as const),
  ];
  for (const [at, act] of [...acts].sort(([a], [b]) => a - b)) {
    life.play(START + at);
    act();
  }
  life.play(START + 7 * MINUTE_MS);
  return orders.map((one) => life.status(one.id));
}

describe('a start of the venue', () => {
  test('knows terms, amendments, triggers and ends as if there had been none', () => {
    const whole = story([]);
    expect(whole.map((status) => status?.amendment)).toEqual([0, 1, 0, 1, 1, 2]);
    expect(whole[5]).toMatchObject({ state: 'expired', reason: 'gtd', amendRefusal: 'funds', terms: { expiresAt: START + 6 * MINUTE_MS } });
    expect(whole[1]?.terms.triggerTicks).toBeGreaterThan(0);
    const text = (statuses: unknown): unknown => JSON.parse(JSON.stringify(statuses));
    expect(text(story([1, 100, 39_999, 40_001, 60_100, 90_300, 200_000, 300_000]))).toEqual(text(whole));
    expect(text(story(Array.from({ length: 25 }, (_, i) => i * 16_101)))).toEqual(text(whole));
  });
});

describe('what is lost on the way', () => {
  const resting = (life: Life): ApprovedOrder => {
    const one = order({ id: 'a', lots: LOTS, type: 'limit', limitTicks: Math.round(life.price * 0.9) });
    life.exchange.submit(one);
    life.play(START + SECOND_MS);
    life.reports = [];
    return one;
  };

  test('a request: the venue never saw the amendment, the old terms hold', () => {
    const life = new Life();
    const one = resting(life);
    life.exchange.loseNext('request');
    life.amend(one, 1, { lots: LOTS / 2 });
    life.play(START + MINUTE_MS);
    expect(life.reports).toEqual([]);
    expect(life.status(one.id)).toMatchObject({ terms: termsOf(one), amendment: 0, amendRefusal: null });
    life.restart();
    expect(life.status(one.id)).toMatchObject({ terms: termsOf(one), amendment: 0 });
    // Sent again it is taken.
    life.amend(one, 1, { lots: LOTS / 2 });
    life.play(START + 2 * MINUTE_MS);
    expect(life.status(one.id)).toMatchObject({ terms: { lots: LOTS / 2 }, amendment: 1 });
  });

  test('an answer: nothing is heard until the venue is asked, also by the next process', () => {
    const life = new Life();
    const one = resting(life);
    life.exchange.loseNext('answer');
    life.amend(one, 1, { lots: LOTS / 2 });
    life.play(START + MINUTE_MS);
    expect(life.reports).toEqual([]);
    life.restart();
    expect(life.status(one.id)).toMatchObject({ state: 'working', terms: { lots: LOTS / 2 }, amendment: 1, amendRefusal: null });
    // A second sending of what was taken changes nothing.
    life.amend(one, 1, { lots: LOTS / 2 });
    life.play(START + 2 * MINUTE_MS);
    expect(life.reports.filter(({ kind }) => kind !== 'status')).toEqual([]);
  });
});
