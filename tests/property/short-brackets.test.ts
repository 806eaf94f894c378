import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import { oppositeOf, type OrderIntent, type OrderTerms, type Side } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { MatchingCore } from '../../src-main/core/matching/matching-core.ts';
import { BarEvidence } from '../../src-main/core/matching/bar-evidence.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import { type Answer, EngineKit, intent } from '../src-main/core/engine/engine-kit.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

/** Prices of the short's market are those of the long's as far on the other side of this one, ticks. */
const MIRROR = 10_000;
const MONEY = '10000000';

/** One thing that a person or the market does; prices are those of the long's market. */
type Deed =
  | {
      readonly do: 'bracket';
      readonly limited: boolean;
      readonly lots: number;
      readonly stop: number;
      readonly targets: readonly { readonly ticks: number; readonly share: number }[];
    }
  | {
      readonly do: 'protect';
      readonly stop: number | null;
      readonly targets: readonly { readonly ticks: number; readonly share: number }[];
    }
  | { readonly do: 'close'; readonly percent: number }
  | { readonly do: 'amend'; readonly order: number; readonly ticks: number; readonly lots: number }
  | { readonly do: 'cancel-all' }
  | { readonly do: 'reverse' }
  | { readonly do: 'print'; readonly ticks: number; readonly lots: number; readonly taker: Side };

const below = fc.integer({ min: MIRROR - 200, max: MIRROR - 1 });
const above = fc.integer({ min: MIRROR + 1, max: MIRROR + 200 });
const targets = fc.array(fc.record({ ticks: above, share: fc.constantFrom(20, 33, 34, 50, 100) }), { maxLength: 3 });
const print: fc.Arbitrary<Deed> = fc.record({
  do: fc.constant('print' as const),
  ticks: fc.integer({ min: MIRROR - 220, max: MIRROR + 220 }),
  lots: fc.integer({ min: 1, max: 1_500 }),
  taker: fc.constantFrom('buy' as const, 'sell' as const),
});
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: print },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('bracket' as const),
      limited: fc.boolean(),
      lots: fc.integer({ min: 10, max: 1_000 }),
      stop: below,
      targets,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('protect' as const), stop: fc.option(below), targets }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), percent: fc.constantFrom(1, 25, 50, 100) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('amend' as const),
      order: fc.nat(5),
      ticks: fc.integer({ min: MIRROR - 200, max: MIRROR + 200 }),
      lots: fc.integer({ min: 1, max: 1_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'cancel-all' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reverse' as const }) },
);

/** The engine with a venue that matches, on the market as it is or mirrored; what happens is told as on the market as it is. */
class World {
  readonly said: string[] = [];
  readonly kit: EngineKit;
  private readonly core: MatchingCore;
  private readonly reports: ExecutionReport[] = [];
  private readonly short: boolean;
  private readonly places: string[] = [];
  private turned = false;

  constructor(short: boolean, { reconciles, latencyMs }: { readonly reconciles: boolean; readonly latencyMs: number }) {
    this.short = short;
    this.kit = new EngineKit({ specs: [spec('BTC', { kind: 'perpetual', minNotional: '0' })], reconciles });
    const costs = {
      ...IDEAL,
      name: 'mirror',
      takerFeeBps: 0,
      makerFeeBps: 0,
      halfSpreadBps: 0,
      slippageBps: 0,
      latencyMs,
      participation: 0.5,
    };
    this.core = new MatchingCore({
      instruments: this.kit.instruments,
      costs,
      balances: new Map([['USD', Decimal.parse(MONEY)]]),
      evidence: new BarEvidence(),
      report: (report) => this.reports.push(report),
      margin: { funding: [null], report: () => undefined },
    });
    if (reconciles) this.kit.look({ USD: MONEY });
    if (reconciles) this.kit.look({ USD: MONEY });
    else this.kit.deposit(MONEY);
    this.quote(MIRROR);
  }

  /** Signed lots as the long's market would say them. */
  get held(): number {
    return this.short ? 0 - this.kit.held() : this.kit.held();
  }

  run(what: Deed): void {
    this.kit.now += 10;
    this.core.advance(this.kit.now);
    this.listen();
    if (what.do === 'print') this.print(what);
    else this.take(this.command(what));
    this.said.push(`holds ${String(this.held)}`);
    this.turned ||= what.do === 'reverse';
    // Entries of this world only open on one side, and what protects or closes never turns a position.
    if (!this.turned) expect(this.held).toBeGreaterThanOrEqual(0);
  }

  private print({ ticks, lots, taker }: Extract<Deed, { do: 'print' }>): void {
    this.quote(ticks);
    this.core.onPrint({ instrument: 0, time: this.kit.now, ticks: this.ticks(ticks), lots, aggressor: this.side(taker) });
    this.listen();
  }

  private quote(ticks: number): void {
    const at = this.ticks(ticks);
    this.take(this.kit.quote(this.kit.instruments[0]!.toPrice(at)));
    this.core.onQuote(0, at - 1, at + 1);
    this.listen();
  }

  private command(what: Exclude<Deed, { do: 'print' }>): Answer {
    const id = `c${String(this.said.length)}`;
    switch (what.do) {
      case 'bracket':
        return this.kit.command({ type: 'place', intents: this.bracket(id, what) }, id);
      case 'protect': {
        const stopTicks = what.stop === null ? null : this.ticks(what.stop);
        return this.kit.command(
          { type: 'protect', instrument: 0, stopTicks, targets: what.targets.map((each) => ({ ...each, ticks: this.ticks(each.ticks) })) },
          id,
        );
      }
      case 'close':
        return this.kit.command({ type: 'close', instrument: 0, percent: what.percent }, id);
      case 'cancel-all':
        return this.kit.command({ type: 'cancel-all' }, id);
      case 'reverse':
        return this.kit.command({ type: 'reverse', instrument: 0 }, id);
      case 'amend': {
        const open = this.kit.engine.account.orders.all();
        const order = open[what.order % Math.max(1, open.length)]?.order;
        if (order === undefined) return this.kit.command({ type: 'cancel-all' }, id);
        const ticks = this.ticks(what.ticks);
        const price = order.triggerTicks === null ? { limitTicks: ticks } : { triggerTicks: ticks };
        return this.kit.command(
          { type: 'amend', order: order.id, terms: { lots: what.lots, ...(order.type === 'market' ? {} : price) } },
          id,
        );
      }
    }
  }

  private bracket(id: string, { limited, lots, stop, targets: wanted }: Extract<Deed, { do: 'bracket' }>): readonly OrderIntent[] {
    const leg = { side: this.side('sell'), reduceOnly: true } as const;
    const entry: Partial<OrderIntent> = limited ? { type: 'limit', limitTicks: this.ticks(MIRROR - 1) } : {};
    const size = Math.max(1, Math.floor(lots / 3));
    return [
      intent({ side: this.side('buy'), lots, ...entry, group: { id, role: 'entry' } }),
      intent({ ...leg, type: 'stop', triggerTicks: this.ticks(stop), lots, group: { id, role: 'stop' } }),
      ...wanted.map(({ ticks }) =>
        intent({ ...leg, type: 'limit', limitTicks: this.ticks(ticks), lots: size, group: { id, role: 'target' } }),
      ),
    ];
  }

  /** Carries out what a step asks for, and lets the engine hear the answers. */
  private take(answer: Answer): void {
    if (answer.fault !== null) this.said.push(`fault ${answer.fault}`);
    for (const record of answer.of('refusal')) this.said.push(`refused ${record.code} ${this.side(record.side)}`);
    for (const action of answer.actions) {
      const { now } = this.kit;
      if (action.kind === 'submit') {
        const { id, side, type, lots, reduceOnly } = action.order;
        this.places.push(id);
        this.said.push(
          `${this.name(id)} ${this.side(side)} ${type} ${this.termsText(action.order)} ${reduceOnly ? 'reduces' : 'opens'} ${String(lots)}`,
        );
        this.core.submit(action.order, now);
      } else if (action.kind === 'cancel') {
        this.said.push(`cancel ${this.name(action.order)} ${action.reason}`);
        this.core.cancel(action.order, action.reason, now);
      } else if (action.kind === 'amend') {
        this.said.push(`amend ${this.name(action.amendment.order)} ${this.termsText(action.amendment.terms)}`);
        this.core.amend(action.amendment, now);
      }
    }
    this.listen();
  }

  private listen(): void {
    for (let report = this.reports.shift(); report !== undefined; report = this.reports.shift()) {
      const what = report.kind === 'fill' ? `${String(this.ticks(report.fill.ticks))} x ${String(report.fill.lots)}` : '';
      this.said.push(`${report.kind} ${this.name(report.order)} ${what}`);
      this.take(this.kit.report(report));
    }
  }

  private termsText({ lots, limitTicks, triggerTicks }: Pick<OrderTerms, 'lots' | 'limitTicks' | 'triggerTicks'>): string {
    const ticks = limitTicks ?? triggerTicks;
    return `${ticks === null ? '' : String(this.ticks(ticks))} x ${String(lots)}`;
  }

  private name(id: string): string {
    return `#${String(this.places.indexOf(id))}`;
  }

  private ticks(ticks: number): number {
    return this.short ? 2 * MIRROR - ticks : ticks;
  }

  private side(side: Side): Side {
    return this.short ? oppositeOf(side) : side;
  }
}

describe('a short on a mirrored market', () => {
  it.each([{ reconciles: false }, { reconciles: true }])(
    'is opened, protected, amended and closed by the very steps of the long (stops hold back: $reconciles)',
    ({ reconciles }) => {
      let held = 0;
      let exits = 0;
      fc.assert(
        fc.property(fc.array(deed, { minLength: 5, maxLength: 40 }), fc.constantFrom(0, 15), (deeds, latencyMs) => {
          const long = new World(false, { reconciles, latencyMs });
          const short = new World(true, { reconciles, latencyMs });
          for (const each of deeds) {
            long.run(each);
            short.run(each);
            expect(short.said).toEqual(long.said);
          }
          held = Math.max(held, short.held);
          exits += short.said.filter((line) => line.includes('reduces') || line.startsWith('amend')).length;
        }),
        { numRuns: 300 },
      );
      // Not all of it was refused.
      expect([held > 0, exits > 300]).toEqual([true, true]);
    },
  );
});
