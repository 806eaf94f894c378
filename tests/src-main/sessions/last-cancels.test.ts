import { beforeEach, expect, test } from 'vitest';
import { lastCancels } from '../../../src-main/sessions/last-cancels.ts';
import type { OpenedSession } from '../../../src-main/sessions/open-session.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { at, reset, seen } from '../adapters/exchange-heard/live-fixture.ts';
import { order } from '../core/matching/venue-fixture.ts';

beforeEach(reset);

/** A session that failed, with orders of which the last was decided and never sent. */
function failed(): { readonly opened: OpenedSession; readonly ids: readonly ClientOrderId[] } {
  const sent = [
    order({ type: 'limit', limitTicks: 9_000 }),
    order({ type: 'limit', limitTicks: 9_100 }),
    order({ side: 'sell', reduceOnly: true }),
  ];
  for (const each of sent) {
    at.venue.submit(each);
    at.tell({ kind: 'order', order: seen(each.id, { venueId: each.id }) });
  }
  at.sent.length = 0;
  const all = [...sent, order()].map((each) => ({ order: each }));
  const engine = { account: { orders: { all: () => all }, instruments: at.venue.instruments } };
  return { opened: { engine } as unknown as OpenedSession, ids: sent.map(({ id }) => id) };
}

async function ended(done: Promise<number>): Promise<number> {
  let over = false;
  void done.then(() => (over = true));
  for (let turns = 0; !over && turns < 2_000; turns += 1) {
    at.clock.pass(20);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return done;
}

test('what could open a position is cancelled without the ledger, what protects one stays, and both are told', async () => {
  const { opened, ids } = failed();
  const done = lastCancels({ opened, venue: at.venue, clock: at.clock, onNote: (note) => at.notes.push(note) });
  expect(at.sent).toMatchObject([
    { kind: 'cancel', id: ids[0] },
    { kind: 'cancel', id: ids[1] },
  ]);
  for (const id of ids.slice(0, 2)) at.tell({ kind: 'order', order: seen(id, { venueId: id, state: 'cancelled' }) });
  expect(await ended(done)).toBe(0);
  const [note] = at.notes.slice(-1);
  expect(note).toContain('2 of 2 orders');
  expect(note).toContain(`Left there, because they protect or were made elsewhere: sell BTC/USD market, ${ids[2]!}`);
  expect(note).not.toContain('May still stand');
});

test('a venue that does not answer is asked again each second for five, and what may stand there is named', async () => {
  const { opened, ids } = failed();
  const left = await ended(lastCancels({ opened, venue: at.venue, clock: at.clock, onNote: (note) => at.notes.push(note) }));
  expect(left).toBe(2);
  expect(at.sent.filter(({ kind }) => kind === 'cancel')).toHaveLength(10);
  expect(at.notes.at(-1)).toContain(`0 of 2 orders`);
  expect(at.notes.at(-1)).toContain(`May still stand there and be filled: buy BTC/USD limit, ${ids[0]!}; buy BTC/USD limit, ${ids[1]!}.`);
});
