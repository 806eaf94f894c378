import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { callFrame, settle, wall } from './wall-fixture.ts';

const envelope = (code: string) => ({ code, message: expect.any(String), details: expect.any(Object), correlationId: expect.any(String) });
const fault = (code: string, status = 400) => ({ status, json: expect.objectContaining({ code, data: envelope(code) }) });

const speed = (run: (input: { speed: number }) => { speed: number }) =>
  wall((os) => ({ market: { setSpeed: os.market.setSpeed.handler(({ input }) => run(input)) } }));

describe('a call that is in order', () => {
  test('is answered by its handler', async () => {
    const { page, server } = speed((input) => input);
    page.send(callFrame('1', '/market/setSpeed', { speed: 10 }));
    await settle();
    expect(page.answers('1')).toEqual([{ status: 200, json: { speed: 10 } }]);
    expect(server.counters).toEqual({ frames: 1, broken: 0, calls: 1, faults: 0 });
  });

  test('carries columns of doubles as text', async () => {
    const { page } = wall((os) => ({
      market: { sparkline: os.market.sparkline.handler(() => ({ closes: Float64Array.of(1.5, Number.NaN) })) },
    }));
    page.send(callFrame('1', '/market/sparkline', { instrument: 'BTC/USD.SIM' }));
    await settle();
    const bytes = Buffer.from(Float64Array.of(1.5, Number.NaN).buffer).toString('base64');
    expect(page.answers('1')).toEqual([{ status: 200, json: { closes: bytes } }]);
  });
});

describe('every fault is an envelope of the table', () => {
  test('an input that the schema refuses names field and problem', async () => {
    const { page } = speed((input) => input);
    page.send(callFrame('1', '/market/setSpeed', { speed: 5_000 }));
    page.send(callFrame('2', '/market/setSpeed', {}));
    await settle();
    expect(page.answers('1')).toEqual([fault('input.invalid')]);
    expect(page.answers('1')[0]?.json).toMatchObject({ data: { message: 'speed: Must be 1000 or less.', details: { field: 'speed' } } });
    expect(page.answers('2')[0]?.json).toMatchObject({ data: { message: 'speed: Needs a number.' } });
  });

  test('a fault of a handler keeps its code and numbers', async () => {
    const { page, log } = speed(() => {
      throw new Fault('order.off-tick', { tick: '0.01' });
    });
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    expect(page.answers('1')).toEqual([fault('order.off-tick')]);
    expect(page.answers('1')[0]?.json).toMatchObject({ message: 'Price moves in steps of 0.01.', data: { details: { tick: '0.01' } } });
    expect(log).toEqual([]);
  });

  test('anything else is internal, says nothing of itself and stands in the log under the same id', async () => {
    const { page, log } = speed(() => {
      throw new TypeError('secret path /home/someone');
    });
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    expect(page.answers('1')).toEqual([fault('internal', 500)]);
    expect(page.received.join('')).not.toMatch(/secret|stack|\.ts/u);
    const { correlationId } = (page.answers('1')[0]?.json as { data: { correlationId: string } }).data;
    expect(log).toEqual([
      expect.objectContaining({
        event: 'call.failed',
        correlationId,
        fields: expect.objectContaining({ problem: 'TypeError: secret path /home/someone' }),
      }),
    ]);
  });

  test('an output that cannot be written is internal, not an end of the process', async () => {
    const broken = {
      get speed(): number {
        throw new Error('cannot be read');
      },
    };
    const { page, log } = speed(() => broken);
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    expect(page.answers('1')).toEqual([fault('internal', 500)]);
    expect(log).toEqual([expect.objectContaining({ event: 'call.failed' })]);
  });

  test('an unknown call, a missing privilege, too many calls', async () => {
    const { page, audit } = wall(
      (os) => ({
        risk: { rearm: os.risk.rearm.handler(() => Promise.reject(new Error('not reached'))) },
        lock: { unlock: os.lock.unlock.handler(() => Promise.reject(new Fault('desk.stopped', { problem: 'x' }))) },
      }),
      { unlocked: () => false },
    );
    page.send(callFrame('1', '/orders/teleport', {}));
    page.send(callFrame('2', '/risk/rearm', { command: 'command-1', confirmed: true }));
    for (const id of ['3', '4', '5']) page.send(callFrame(id, '/lock/unlock', {}));
    await settle();
    expect(page.answers('1')).toEqual([fault('call.unknown')]);
    expect(page.answers('2')).toEqual([fault('window.locked')]);
    expect(page.answers('3')).toEqual([fault('desk.stopped', 500)]);
    expect(page.answers('5')).toEqual([fault('call.too-many')]);
    expect(audit).toEqual([expect.objectContaining({ page: 'page-1', call: 'risk.rearm', outcome: 'window.locked' })]);
  });
});

describe('privilege', () => {
  const rearm = (input: unknown, unlocked: boolean) => {
    const made = wall((os) => ({ risk: { rearm: os.risk.rearm.handler(() => Promise.reject(new Fault('risk.recovering'))) } }), {
      unlocked: () => unlocked,
    });
    made.page.send(callFrame('1', '/risk/rearm', input));
    return made;
  };

  test('a confirmed call is let in when its own input says so', async () => {
    const { page, audit } = rearm({ command: 'command-1', confirmed: true }, true);
    await settle();
    expect(page.answers('1')).toEqual([fault('risk.recovering')]);
    expect(audit).toEqual([expect.objectContaining({ call: 'risk.rearm', outcome: 'risk.recovering' })]);
  });

  test('a locked window cancels and stops, and is told to unlock for the rest', async () => {
    let unlocked = false;
    const { page } = wall(
      (os) => ({
        orders: {
          cancelAll: os.orders.cancelAll.handler(() => ({ cancelled: 2, kept: 1 })),
          place: os.orders.place.handler(() => Promise.reject(new Error('not reached'))),
        },
        risk: { kill: os.risk.kill.handler(() => ({ cancelled: 0, kept: 0 })) },
      }),
      { unlocked: () => unlocked },
    );
    page.send(callFrame('1', '/orders/place', { command: 'command-1' }));
    page.send(callFrame('2', '/orders/cancelAll', { command: 'command-2' }));
    page.send(callFrame('3', '/risk/kill', { command: 'command-3' }));
    await settle();
    expect(page.answers('1')).toEqual([fault('window.locked')]);
    expect(page.answers('2')).not.toEqual([fault('window.locked')]);
    expect(page.answers('3')).not.toEqual([fault('window.locked')]);
    unlocked = true;
    page.send(callFrame('4', '/orders/place', { command: 'command-4' }));
    await settle();
    expect(page.answers('4')).toEqual([fault('input.invalid')]);
  });

  test('and kept out when it does not', async () => {
    const { page } = rearm({ command: 'command-1', confirmed: false }, true);
    await settle();
    expect(page.answers('1')).toEqual([fault('call.privilege')]);
  });
});

describe('a locked window', () => {
  const BALANCE = '48213.77';

  test('is refused what needs nothing too, also what was asked for before and answered late', async () => {
    let unlocked = true;
    let answer: (value: unknown) => void = () => undefined;
    const late = () => new Promise<never>((resolve) => (answer = resolve as typeof answer));
    const { page, audit } = wall(
      (os) => ({
        accounts: { check: os.accounts.check.handler(late) },
        books: { list: os.books.list.handler(late) },
        stream: { snapshot: os.stream.snapshot.handler(late) },
      }),
      { unlocked: () => unlocked },
    );
    page.send(callFrame('1', '/stream/snapshot', {}));
    await settle();
    unlocked = false;
    answer({ account: { equity: BALANCE } });
    page.send(callFrame('2', '/stream/snapshot', {}));
    page.send(callFrame('3', '/books/list', {}));
    await settle();
    unlocked = true;
    page.send(callFrame('4', '/accounts/check', { name: 'main' }));
    await settle();
    unlocked = false;
    answer({ balances: [BALANCE] });
    await settle();
    expect(['1', '2', '3', '4'].map((id) => page.answers(id))).toEqual([
      [fault('window.locked')],
      [fault('window.locked')],
      [fault('window.locked')],
      [fault('window.locked-meanwhile')],
    ]);
    expect(page.received.join('')).not.toContain(BALANCE);
    expect(audit.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
      'stream.snapshot window.locked',
      'books.list window.locked',
      'accounts.check done',
    ]);
  });

  test('is told the lock, the counts and that it closes; once unlocked the rest anew', async () => {
    let unlocked = true;
    const { page, server } = wall(
      (os) => ({
        stream: {
          open: os.stream.open.handler(({ context, signal }) => context.stream.open(signal ?? new AbortController().signal)),
          acknowledge: os.stream.acknowledge.handler(({ context, input }) => ({ accepted: context.stream.acknowledge(input.batch) })),
        },
      }),
      { unlocked: () => unlocked },
    );
    const money = (id: number) =>
      ({ kind: 'notice', row: { id, time: 0, urgency: 'polite', code: 'x', details: { amount: BALANCE } } }) as const;
    const log = { kind: 'log', row: { id: 1, time: 1, level: 'info', area: 'test', message: BALANCE } } as const;
    page.send(callFrame('s', '/stream/open', {}));
    await settle();
    server.publish({ kind: 'goesOn', row: { book: 'paper', state: 'ACTIVE', strategies: 1, orders: 2, positions: 3, alerts: 0 } });
    await settle();
    server.publish(log);
    unlocked = false;
    server.publish({ kind: 'lock', row: { locked: { since: 5, by: 'idle', asksKeychain: false, keys: false }, idleMinutes: 15 } });
    server.publish(log);
    server.publish(money(1));
    server.publish({ kind: 'notice', row: { id: -1, time: 0, urgency: 'assertive', code: 'window.closing', details: {} } });
    page.send(callFrame('a', '/stream/acknowledge', { batch: 1 }));
    await settle();
    expect(page.received.join('')).not.toContain(BALANCE);
    expect(page.received.at(-1)).toMatch(/"gap":true.*"kind":"lock".*window\.closing/u);
    unlocked = true;
    server.publish({ kind: 'lock', row: { locked: null, idleMinutes: 15 } });
    page.send(callFrame('b', '/stream/acknowledge', { batch: 2 }));
    await settle();
    expect(page.received.at(-1)).toMatch(
      /"gap":true.*"amount":"48213\.77".*"locked":null|"gap":true.*"locked":null.*"amount":"48213\.77"/u,
    );
    expect(page.received.join('').split(BALANCE)).toHaveLength(2);
  });
});

test('the rate of a call fills again with time', async () => {
  const { page, clock } = wall((os) => ({ app: { reportFault: os.app.reportFault.handler(() => ({ correlationId: 'x' })) } }));
  const outcomes = async (ids: readonly string[]) => {
    for (const id of ids) page.send(callFrame(id, '/app/reportFault', { area: 'a', message: 'm' }));
    await settle();
    return ids.map((id) => page.answers(id)[0]?.status);
  };
  expect(await outcomes(['1', '2', '3'])).toEqual([200, 200, 400]);
  clock.time += 500;
  expect(await outcomes(['4', '5'])).toEqual([200, 400]);
});

describe('cancelling', () => {
  test('a call in progress is answered once, as cancelled, and its handler is told', async () => {
    let aborted = false;
    const { page } = wall((os) => ({
      market: {
        setSpeed: os.market.setSpeed.handler(
          ({ signal }) =>
            new Promise((resolve) => {
              signal?.addEventListener('abort', () => {
                aborted = true;
                resolve({ speed: 1 });
              });
            }),
        ),
      },
    }));
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    page.send(JSON.stringify({ i: '1', t: 4 }));
    await settle();
    expect(aborted).toBe(true);
    expect(page.answers('1')).toEqual([fault('call.cancelled', 500)]);
    page.send(callFrame('1', '/market/setSpeed', { speed: 0 }));
    await settle();
    expect(page.answers('1').at(-1)).toEqual(fault('input.invalid'));
  });

  test('an id that nobody knows is answered too', () => {
    const { page } = speed((input) => input);
    page.send(JSON.stringify({ i: 'never', t: 4 }));
    expect(page.answers('never')).toEqual([fault('call.cancelled', 500)]);
  });

  test('an id in use cannot be used again', async () => {
    const { page } = wall((os) => ({ market: { setSpeed: os.market.setSpeed.handler(() => new Promise(() => undefined)) } }));
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    expect(page.answers('1')).toEqual([fault('call.malformed')]);
  });

  test('a page that goes ends what it has open', async () => {
    const ended: string[] = [];
    const { page } = wall((os) => ({
      market: {
        setSpeed: os.market.setSpeed.handler(
          ({ signal }) =>
            new Promise(() => {
              signal?.addEventListener('abort', () => ended.push('ended'));
            }),
        ),
      },
    }));
    page.send(callFrame('1', '/market/setSpeed', { speed: 1 }));
    await settle();
    page.close();
    page.send(callFrame('2', '/market/setSpeed', { speed: 1 }));
    await settle();
    expect(ended).toEqual(['ended']);
    expect(page.received).toEqual([]);
  });
});

test('a fault within a stream crosses as an envelope too', async () => {
  const { page } = wall((os) => ({
    stream: {
      open: os.stream.open.handler(async function* () {
        yield { batch: 1, gap: false, events: [] };
        await Promise.resolve();
        throw new Fault('desk.stopped', { problem: 'the disk is full' });
      }),
    },
  }));
  page.send(callFrame('1', '/stream/open', {}));
  await settle();
  const frames = page.received.map((frame) => JSON.parse(frame) as { t?: number; p: { e?: string; d?: { json?: unknown } } });
  expect(frames.map((frame) => frame.p.e)).toEqual([undefined, 'message', 'error']);
  expect(frames[2]?.p.d?.json).toMatchObject({ code: 'desk.stopped', data: envelope('desk.stopped') });
});
