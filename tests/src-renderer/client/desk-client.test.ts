import { describe, expect, test } from 'vitest';
import { CallFault } from '../../../src-renderer/client/call-fault.ts';
import { createDeskClient } from '../../../src-renderer/client/desk-client.ts';
import { openDeskStream } from '../../../src-renderer/client/desk-stream.ts';
import type { StreamPace } from '../../../src-renderer/client/desk-stream.ts';
import type { PageBridge } from '../../../src-shared/contract/page-bridge.ts';
import type { DeskSnapshot, StreamEvent } from '../../../src-shared/contract/stream.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { settle, wall } from '../../src-main/rpc/wall-fixture.ts';
import type { MemoryPage, SomeHandlers } from '../../src-main/rpc/wall-fixture.ts';

/** The bridge of a page in memory, frames in order and each in a task of its own, as the real ones do. */
function bridgeOf(page: MemoryPage): PageBridge {
  return {
    send: (frame) => {
      queueMicrotask(() => {
        page.send(frame);
      });
    },
    onFrame: (listener) => {
      page.onReceive = (frame) => {
        queueMicrotask(() => {
          listener(frame);
        });
      };
    },
  };
}

const clientOf = (handlers: SomeHandlers, caller: Parameters<typeof wall>[1] = {}) => {
  const made = wall(handlers, caller);
  return { ...made, client: createDeskClient(bridgeOf(made.page)) };
};

describe('calls', () => {
  test('come back as the contract types them, columns included', async () => {
    const closes = Float64Array.of(1, 2.5, Number.NaN);
    const { client } = clientOf((os) => ({ market: { sparkline: os.market.sparkline.handler(() => ({ closes })) } }));
    expect(await client.market.sparkline({ instrument: 'BTC/USD.SIM' })).toEqual({ closes });
  });

  test('reject with a fault of the table, its numbers and its correlation id', async () => {
    const { client } = clientOf((os) => ({
      market: {
        setSpeed: os.market.setSpeed.handler(() => {
          throw new Fault('order.off-tick', { tick: '0.01' });
        }),
      },
    }));
    const fault = await client.market.setSpeed({ speed: 1 }).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(CallFault);
    expect(fault).toMatchObject({ code: 'order.off-tick', details: { tick: '0.01' }, message: 'Price moves in steps of 0.01.' });
    expect((fault as CallFault).correlationId).not.toBe('');
    await expect(client.market.setSpeed({ speed: 0 })).rejects.toMatchObject({ code: 'input.invalid', details: { field: 'speed' } });
  });

  test('that are given up here are cancelled', async () => {
    const { client } = clientOf((os) => ({ market: { setSpeed: os.market.setSpeed.handler(() => new Promise(() => undefined)) } }));
    const giveUp = new AbortController();
    const call = client.market.setSpeed({ speed: 1 }, { signal: giveUp.signal }).catch((thrown: unknown) => thrown);
    await settle();
    giveUp.abort();
    expect(await call).toMatchObject({ code: 'call.cancelled' });
  });
});

const log = (id: number): StreamEvent => ({ kind: 'log', row: { id, time: id, level: 'info', area: 'test', message: String(id) } });
const notice = (id: number): StreamEvent => ({ kind: 'notice', row: { id, time: id, urgency: 'polite', code: 'x', details: {} } });

/** A pace whose frames and pauses are given by hand. */
function handPace() {
  const frames: (() => void)[] = [];
  const pauses: { readonly ms: number; readonly end: () => void }[] = [];
  const pace: StreamPace = {
    nextFrame: () => new Promise((resolve) => void frames.push(resolve)),
    pause: (ms) => new Promise((end) => void pauses.push({ ms, end })),
  };
  const frame = async () => {
    frames.shift()?.();
    await settle();
  };
  return { pace, frame, pauses, waiting: frames };
}

const streaming =
  (snapshots: { count: number }): SomeHandlers =>
  (os) => ({
    stream: {
      open: os.stream.open.handler(({ context, signal }) => context.stream.open(signal ?? new AbortController().signal)),
      acknowledge: os.stream.acknowledge.handler(({ context, input }) => ({ accepted: context.stream.acknowledge(input.batch) })),
      look: os.stream.look.handler(({ context, input }) => {
        context.stream.look(input);
        return { accepted: true };
      }),
      snapshot: os.stream.snapshot.handler(() => {
        snapshots.count += 1;
        return { log: [] } as unknown as DeskSnapshot;
      }),
    },
  });

describe('the stream', () => {
  test('is a snapshot, then one batch a frame, each after the one before was acknowledged', async () => {
    const snapshots = { count: 0 };
    const { client, server } = clientOf(streaming(snapshots));
    const { pace, frame, waiting } = handPace();
    const seen: string[] = [];
    const stream = openDeskStream(
      client,
      {
        onSnapshot: () => seen.push('snapshot'),
        onLocked: () => undefined,
        onEvents: (events) => seen.push(events.map((event) => (event.kind === 'log' ? event.row.id : event.kind)).join(' ')),
        onLost: () => seen.push('lost'),
      },
      pace,
    );
    await settle();
    server.publish(log(1));
    await settle();
    server.publish(log(2));
    server.publish(log(3));
    await settle();
    expect(seen).toEqual(['snapshot', '1']);
    await frame();
    expect(seen).toEqual(['snapshot', '1', '2 3']);
    stream.look({ books: ['BTC/USD.SIM'] as never, tapes: [], candles: [] });
    await settle();
    server.publish({ kind: 'book', row: { instrument: 'BTC/USD.SIM', time: 1, bids: [], asks: [] } });
    await frame();
    expect(seen.at(-1)).toBe('book');
    stream.dispose();
    await settle();
    server.publish(log(4));
    await settle();
    expect(seen).toHaveLength(4);
    expect(waiting.length).toBeLessThanOrEqual(1);
    expect(snapshots.count).toBe(1);
  });

  test('of a locked window begins with what goes on, and asks for a snapshot once it is unlocked', async () => {
    const snapshots = { count: 0 };
    let unlocked = false;
    const lock = () => ({
      locked: unlocked ? null : { since: 1, by: 'you' as const, asksKeychain: false, keys: false },
      idleMinutes: null,
    });
    const goesOn = { book: 'paper' as const, state: 'ACTIVE' as const, strategies: 1, orders: 2, positions: 3, alerts: 0 };
    const { client, server } = clientOf(
      (os) => ({ ...streaming(snapshots)(os), lock: { goesOn: os.lock.goesOn.handler(() => ({ lock: lock(), goesOn })) } }),
      { unlocked: () => unlocked },
    );
    const { pace } = handPace();
    const seen: unknown[] = [];
    const listener = {
      onSnapshot: () => seen.push('snapshot'),
      onLocked: (view: unknown) => seen.push(view),
      onEvents: () => seen.push('events'),
      onLost: () => seen.push('lost'),
    };
    openDeskStream(client, listener, pace);
    await settle();
    server.publish(log(1));
    await settle();
    expect(seen).toEqual([{ lock: lock(), goesOn }]);
    unlocked = true;
    server.publish({ kind: 'lock', row: lock() });
    await settle();
    expect(seen.slice(1)).toEqual(['events', 'snapshot']);
    expect(snapshots.count).toBe(1);
  });

  test('asks for a snapshot after a gap', async () => {
    const snapshots = { count: 0 };
    const { client, server } = clientOf(streaming(snapshots));
    const { pace, frame } = handPace();
    const counts: number[] = [];
    openDeskStream(
      client,
      { onSnapshot: () => undefined, onLocked: () => undefined, onEvents: (events) => counts.push(events.length), onLost: () => undefined },
      pace,
    );
    await settle();
    server.publish(log(0));
    await settle();
    for (let id = 0; id < 2_500; id += 1) server.publish(notice(id));
    await frame();
    expect(counts).toEqual([1, 500]);
    expect(snapshots.count).toBe(2);
  });

  test('that is lost is opened again, later each time, and says what it looks at again', async () => {
    let fails = 2;
    const looks: string[][] = [];
    const { client } = clientOf((os) => ({
      stream: {
        ...(streaming({ count: 0 })(os)['stream'] as object),
        look: os.stream.look.handler(({ input }) => {
          looks.push(input.books);
          return { accepted: true };
        }),
        open: os.stream.open.handler(({ context, signal }) => {
          fails -= 1;
          if (fails >= 0) throw new Fault('desk.stopped', { problem: 'test' });
          return context.stream.open(signal ?? new AbortController().signal);
        }),
      },
    }));
    const { pace, pauses } = handPace();
    const lost: (string | null)[] = [];
    let snapshots = 0;
    const stream = openDeskStream(
      client,
      {
        onSnapshot: () => {
          snapshots += 1;
        },
        onLocked: () => undefined,
        onEvents: () => undefined,
        onLost: (now) => lost.push(now && `${now.fault.code} ${String(now.retryMs)}`),
      },
      pace,
    );
    stream.look({ books: ['BTC/USD.SIM'] as never, tapes: [], candles: [] });
    await settle();
    pauses[0]?.end();
    await settle();
    pauses[1]?.end();
    await settle();
    expect(pauses.map(({ ms }) => ms)).toEqual([250, 500]);
    expect(lost).toEqual(['desk.stopped 250', 'desk.stopped 500', null]);
    expect(snapshots).toBe(1);
    expect(looks.at(-1)).toEqual(['BTC/USD.SIM']);
  });
});
