import { expect, it } from 'vitest';
import type { GapView } from '../../../src-shared/contract/attribution.ts';
import type { SessionSummary } from '../../../src-main/ports/ledger-reader.ts';
import { AttributionService } from '../../../src-main/services/attribution-service.ts';

/** A service whose splits end when the test lets them. */
function kit() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (view: GapView) => void; reject: (why: Error) => void }>();
  const summary = { session: 'a1', account: { book: 'paper', account: 'main', venue: 'SIM' }, startedWall: 5, endedWall: null };
  const service = new AttributionService({
    reader: { sessions: (count) => Array.from({ length: Math.min(1, count) }, () => summary as unknown as SessionSummary) },
    hasJournal: (session) => session === 'a1',
    split: (session) => {
      begun.push(session);
      return new Promise((resolve, reject) => ends.set(session, { resolve, reject }));
    },
  });
  return { service, begun, ends };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const view = (session: string): GapView => ({ session }) as GapView;

it('sessions are told with whether they can still be run again', () => {
  expect(kit().service.sessions(10)).toEqual({
    sessions: [{ session: 'a1', book: 'paper', account: 'main', venue: 'SIM', startedAt: 5, endedAt: null, journal: true }],
  });
});

it('one is worked out at a time, and once however often it is asked for; a failure stops nothing', async () => {
  const { service, begun, ends } = kit();
  const first = service.split('a1');
  expect(service.split('a1')).toBe(first);
  const second = service.split('b2');
  await settled();
  expect(begun).toEqual(['a1']);
  const failed = expect(first).rejects.toThrow('damaged');
  ends.get('a1')!.reject(new Error('damaged'));
  await failed;
  await settled();
  expect(begun).toEqual(['a1', 'b2']);
  ends.get('b2')!.resolve(view('b2'));
  expect(await second).toEqual(view('b2'));
  void service.split('a1');
  await settled();
  expect(begun).toEqual(['a1', 'b2', 'a1']);
});
