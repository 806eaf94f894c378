import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ExitsState,
  type ExitStep,
  nextExitStep,
  type StandingPart,
  type WantedExit,
} from '../../../../src-main/core/exits/plan-exits.ts';
import { linkId, linkName, linkNumber, listId, numberAt } from '../../../../src-main/core/exits/link-ids.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';

const STOP: WantedExit = { id: 'S', kind: 'stop', lots: 100, version: 0, due: false };
const TARGET: WantedExit = { id: 'T', kind: 'target', lots: 100, version: 0, due: false };
const PART: StandingPart = {
  number: 1,
  lots: 100,
  stop: { id: 'S', version: 0 },
  target: null,
  touched: false,
  taking: false,
  grace: false,
};
const PAIR: StandingPart = { ...PART, target: { id: 'T', version: 0 } };
const EMPTY: ExitsState = { cover: 100, native: true, changes: 'anew', wanted: [STOP, TARGET], parts: [] };

const next = (over: Partial<ExitsState>) => nextExitStep({ ...EMPTY, ...over });
const shape = (over: object) => ({ stop: 'S', target: null, lots: 100, taking: false, ...over });

const CASES: readonly (readonly [string, Partial<ExitsState>, ExitStep | null])[] = [
  ['nothing has arrived', { cover: 0 }, null],
  ['a pair where the venue has them', {}, { do: 'place', shape: shape({ target: 'T' }) }],
  ['a stop where it has not: the target is kept here', { native: false }, { do: 'place', shape: shape({}) }],
  ['a pair stands', { parts: [PAIR] }, null],
  ['all of it is sold', { cover: 0, parts: [PAIR] }, { do: 'cancel', part: 1 }],
  ['nothing is wanted any more', { wanted: [], parts: [PAIR] }, { do: 'cancel', part: 1 }],
  ['an exit that has nothing left', { wanted: [{ ...STOP, lots: 0 }], parts: [] }, null],
  [
    'other terms of the stop: a stop takes the pair’s place',
    { wanted: [{ ...STOP, version: 1 }, TARGET], parts: [PAIR] },
    { do: 'change', part: 1, shape: shape({}) },
  ],
  ['the target is not wanted any more', { wanted: [STOP], parts: [PAIR] }, { do: 'change', part: 1, shape: shape({}) }],
  [
    'the stop is not wanted any more',
    { wanted: [TARGET], parts: [PAIR] },
    { do: 'change', part: 1, shape: shape({ stop: null, target: 'T' }) },
  ],
  ['a stop without a target beside it that is wanted', { wanted: [TARGET], parts: [PART] }, { do: 'cancel', part: 1 }],
  [
    'more has arrived: the stop grows where it stands',
    { cover: 120, wanted: [{ ...STOP, lots: 120 }], parts: [PART] },
    { do: 'change', part: 1, shape: shape({ lots: 120 }) },
  ],
  [
    'more has arrived, and the stop has begun to fill',
    { cover: 120, wanted: [{ ...STOP, lots: 120 }], parts: [{ ...PART, touched: true }] },
    { do: 'place', shape: shape({ lots: 20 }) },
  ],
  ['less is held', { cover: 40, parts: [PART] }, { do: 'change', part: 1, shape: shape({ lots: 40 }) }],
  [
    'less is held than a second part stands for',
    { cover: 100, parts: [PART, { ...PART, number: 2, lots: 30 }] },
    { do: 'cancel', part: 2 },
  ],
  ['less is held than a pair stands for', { cover: 40, parts: [PAIR] }, { do: 'change', part: 1, shape: shape({ lots: 40 }) }],
  ['never more than the stop’s own size', { wanted: [{ ...STOP, lots: 50 }], native: false }, { do: 'place', shape: shape({ lots: 50 }) }],
  ['a venue that changes nothing ends it first', { changes: 'none', cover: 40, parts: [PART] }, { do: 'cancel', part: 1 }],
  ['what has begun to fill is ended first', { cover: 40, parts: [{ ...PART, touched: true }] }, { do: 'cancel', part: 1 }],
  ['an order in place keeps its kind', { changes: 'in-place', wanted: [TARGET], parts: [PAIR] }, { do: 'cancel', part: 1 }],
  [
    'an order in place takes other terms',
    { changes: 'in-place', wanted: [{ ...STOP, version: 1 }], parts: [PART] },
    { do: 'change', part: 1, shape: shape({}) },
  ],
  ['a target that is being filled has lost its stop', { parts: [{ ...PAIR, stop: null, touched: true }] }, { do: 'cancel', part: 1 }],
  ['it has a little time', { parts: [{ ...PAIR, stop: null, touched: true, grace: true }] }, null],
  [
    'the market is at a target that is kept here',
    { wanted: [STOP, { ...TARGET, due: true }], parts: [PART] },
    { do: 'change', part: 1, shape: shape({ stop: null, target: 'T', taking: true }) },
  ],
  [
    'it is only a part: the stop shrinks first',
    { wanted: [STOP, { ...TARGET, lots: 40, due: true }], parts: [PART] },
    { do: 'change', part: 1, shape: shape({ lots: 60 }) },
  ],
  [
    'then it takes',
    { wanted: [STOP, { ...TARGET, lots: 40, due: true }], parts: [{ ...PART, lots: 60 }] },
    { do: 'place', shape: shape({ stop: null, target: 'T', lots: 40, taking: true }) },
  ],
  [
    'in place: the stop is ended first',
    { changes: 'in-place', wanted: [STOP, { ...TARGET, due: true }], parts: [PART] },
    { do: 'cancel', part: 1 },
  ],
  [
    'where both would stand for an instant: the stop is ended first',
    { changes: 'beside', wanted: [STOP, { ...TARGET, due: true }], parts: [PART] },
    { do: 'cancel', part: 1 },
  ],
  [
    'where both stand for an instant: a stop takes the stop’s place',
    { changes: 'beside', wanted: [{ ...STOP, version: 1 }], parts: [PART] },
    { do: 'change', part: 1, shape: shape({}) },
  ],
  ['a pair holds its target itself', { wanted: [STOP, { ...TARGET, due: true }], parts: [PAIR] }, null],
  ['what takes comes to its end first', { parts: [{ ...PART, stop: null, target: { id: 'T', version: 0 }, taking: true }] }, null],
  ['targets alone rest', { wanted: [TARGET], cover: 60 }, { do: 'place', shape: shape({ stop: null, target: 'T', lots: 60 }) }],
  [
    'they grow',
    { wanted: [TARGET], parts: [{ ...PART, stop: null, target: { id: 'T', version: 0 }, lots: 60 }] },
    { do: 'change', part: 1, shape: shape({ stop: null, target: 'T' }) },
  ],
  [
    'they grow beside what fills',
    { wanted: [TARGET], parts: [{ ...PART, stop: null, target: { id: 'T', version: 0 }, lots: 60, touched: true }] },
    { do: 'place', shape: shape({ stop: null, target: 'T', lots: 40 }) },
  ],
  [
    'they shrink',
    { wanted: [{ ...TARGET, lots: 30 }], parts: [{ ...PART, stop: null, target: { id: 'T', version: 0 } }] },
    { do: 'change', part: 1, shape: shape({ stop: null, target: 'T', lots: 30 }) },
  ],
  [
    'a second one goes',
    {
      wanted: [TARGET],
      parts: [
        { ...PART, stop: null, target: { id: 'T', version: 0 } },
        { ...PART, number: 2, stop: null, target: { id: 'T', version: 0 }, lots: 5 },
      ],
    },
    { do: 'cancel', part: 2 },
  ],
  ['all stands', { wanted: [TARGET], parts: [{ ...PART, stop: null, target: { id: 'T', version: 0 } }] }, null],
];

test.each(CASES)('%s', (_name, over, step) => {
  expect(next(over)).toEqual(step);
});

/** A venue that carries out every step, and says how much was covered while it did. */
class ModelVenue {
  parts: StandingPart[] = [];
  least = Number.POSITIVE_INFINITY;
  private readonly wanted: readonly WantedExit[];
  private made = 0;

  constructor(wanted: readonly WantedExit[]) {
    this.wanted = wanted;
  }

  get covered(): number {
    return this.parts.reduce((sum, { stop, lots }) => sum + (stop === null ? 0 : lots), 0);
  }

  carryOut(step: ExitStep): void {
    const versionOf = (id: string | null) => (id === null ? null : { id, version: this.wanted.find((each) => each.id === id)!.version });
    this.made += 1;
    if (step.do !== 'place') this.parts = this.parts.filter(({ number }) => number !== step.part);
    if (step.do !== 'cancel') {
      const { stop, target, lots, taking } = step.shape;
      // What takes finds nothing here.
      if (!taking) this.parts.push({ ...PART, number: 100 + this.made, lots, stop: versionOf(stop), target: versionOf(target) });
    }
    this.least = Math.min(this.least, this.covered);
  }
}

const lots = fc.integer({ min: 1, max: 100 });
const wantedExits = fc
  .record({ stop: lots, targets: fc.array(lots, { maxLength: 3 }), versions: fc.integer({ min: 0, max: 2 }) })
  .map(({ stop, targets, versions }): readonly WantedExit[] => [
    { ...STOP, lots: stop, version: versions },
    ...targets.map((size, place) => ({ ...TARGET, id: `T${String(place)}`, lots: size, version: versions % 2 })),
  ]);

test('whatever stands there, a few requests bring it to what is wanted; where a venue changes orders, cover never falls below the smaller of both', () => {
  const before = fc.array(fc.record({ lots, pair: fc.boolean(), version: fc.integer({ min: 0, max: 2 }) }), { maxLength: 4 });
  const state = fc.record({ cover: fc.integer({ min: 1, max: 150 }), native: fc.boolean(), wanted: wantedExits, before });
  fc.assert(
    fc.property(state, fc.constantFrom('anew', 'in-place', 'none'), ({ cover, native, wanted, before: old }, changes) => {
      const venue = new ModelVenue(wanted);
      venue.parts = old.map(({ lots: size, pair, version }, place) => ({
        ...{ ...PART, number: place, lots: size, stop: { id: 'S', version } },
        target: pair ? { id: 'T0', version: version % 2 } : null,
      }));
      const least = Math.min(cover, wanted[0]!.lots, venue.covered);
      for (let steps = 0; ; steps += 1) {
        const step = nextExitStep({ cover, native, changes, wanted, parts: venue.parts });
        if (step === null) break;
        expect(steps).toBeLessThan(20);
        venue.carryOut(step);
      }
      expect(venue.covered).toBe(Math.min(cover, wanted[0]!.lots));
      if (changes === 'anew' && old.length === 1) expect(venue.least).toBeGreaterThanOrEqual(least);
      for (const { stop } of venue.parts) expect(stop).toEqual({ id: 'S', version: wanted[0]!.version });
    }),
    { seed: 41, numRuns: 400 },
  );
});

test('the ids of what stands for an order say whose it is and which it is', () => {
  const id = fc.stringMatching(/^o[0-9a-z]{25}$/u).map((text) => text as ClientOrderId);
  fc.assert(
    fc.property(id, fc.integer({ min: 0, max: 36 ** 5 - 1 }), (order, number) => {
      const link = linkId(order, number);
      expect(link).toMatch(/^o[0-9a-z]{25}$/u);
      expect([linkName(link), linkNumber(order, link)]).toEqual([linkName(order), number]);
      expect(listId(order, number)).not.toBe(link);
    }),
    { seed: 42, numRuns: 200 },
  );
  expect([numberAt(1_800_000_000_000), numberAt(1_800_000_000_100), numberAt(6_046_617_599_999), numberAt(6_046_617_600_000)]).toEqual([
    41_545_728,
    41_545_729,
    36 ** 5 - 1,
    0,
  ]);
  const order = `o${'z'.repeat(25)}` as ClientOrderId;
  expect([linkId(order, 0), linkId(order, 1)]).toEqual([order, `o${'z'.repeat(20)}00000`]);
});
