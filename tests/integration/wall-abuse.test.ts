import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { contract } from '../../src-shared/contract/contract.ts';
import { wall } from '../src-main/rpc/wall-fixture.ts';
import { abuseWall } from './wall-abuse.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A wall whose every handler would change the state, were it reached. */
function countingWall() {
  let reached = 0;
  const made = wall((os) =>
    Object.fromEntries(
      Object.entries(contract).map(([area, calls]) => [
        area,
        Object.fromEntries(
          Object.entries(calls)
            .filter(([, procedure]) => isContractProcedure(procedure))
            .map(([name]) => {
              const builder = (os as unknown as Record<string, Record<string, { handler: (run: () => unknown) => unknown }>>)[area]?.[name];
              return [name, builder?.handler(() => ({ changed: (reached += 1) }))];
            }),
        ),
      ]),
    ),
  );
  return { ...made, reached: () => reached };
}

test('20,000 frames, half rubbish and half calls with bad input, change nothing and leave nothing behind', async () => {
  const { server, clock, log, reached } = countingWall();
  const abused = {
    connect: (port: Parameters<typeof server.connect>[0]) =>
      server.connect(port, { page: 'abuser', unlocked: () => true, armed: () => true, replaying: () => false }),
    advance: (milliseconds: number) => {
      clock.time += milliseconds;
    },
    state: () => Promise.resolve(String(reached())),
  };
  await abuseWall(abused, { frames: 2_000, seed: 1, collect });
  const report = await abuseWall(abused, { frames: 20_000, seed: 2, collect });
  expect(report).toMatchObject({ frames: 20_000, unanswered: 0, answeredTwice: 0, notFaults: 0, stateUnchanged: true });
  expect(report.withId).toBeGreaterThan(14_000);
  expect(Object.values(report.codes).reduce((sum, count) => sum + count, 0)).toBe(report.withId);
  expect(Object.keys(report.codes).sort()).toEqual(
    expect.arrayContaining(['call.cancelled', 'call.malformed', 'call.too-large', 'call.unknown', 'input.invalid']),
  );
  expect(report.codes['input.invalid']).toBeGreaterThan(5_000);
  expect(report.codes['internal']).toBeUndefined();
  expect(log).toEqual([]);
  expect(report.heapGrowth).toBeLessThan(1_000_000);
}, 120_000);
