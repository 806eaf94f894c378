import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../src-shared/contract/stream.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { DeskLink, type DeskThread } from '../../../src-main/services/desk-link.ts';
import type { FromDesk, ToDesk } from '../../../src-main/sessions/desk/desk-messages.ts';

/** A thread that the test speaks for. */
class ScriptedThread implements DeskThread {
  readonly posted: ToDesk[] = [];
  say: (message: FromDesk) => void = () => undefined;
  end: (problem: string) => void = () => undefined;

  post(message: ToDesk): void {
    this.posted.push(message);
  }
  onMessage(listener: (message: FromDesk) => void): void {
    this.say = listener;
  }
  onEnd(listener: (problem: string) => void): void {
    this.end = listener;
  }
}

function linked() {
  const thread = new ScriptedThread();
  const events: StreamEvent[] = [];
  let gaps = 0;
  const link = new DeskLink(thread, { onEvent: (event) => events.push(event), onGap: () => (gaps += 1) });
  return { thread, events, link, gaps: () => gaps };
}

const problem = { code: 'disk.full', details: { file: 'ledger.db' }, cause: '' } as const;

describe('DeskLink', () => {
  it('gives each call its own answer, whatever order they come in', async () => {
    const { thread, link } = linked();
    const first = link.call('setSpeed', { speed: 2 });
    const second = link.call('setSpeed', { speed: 3 });
    expect(thread.posted).toEqual([
      { kind: 'call', id: 1, name: 'setSpeed', request: { speed: 2 } },
      { kind: 'call', id: 2, name: 'setSpeed', request: { speed: 3 } },
    ]);
    thread.say({ kind: 'answer', id: 2, value: 3 });
    thread.say({ kind: 'answer', id: 1, value: 2 });
    expect(await Promise.all([first, second])).toEqual([2, 3]);
  });

  it('gives a fault as a fault of the table', async () => {
    const { thread, link } = linked();
    const call = link.call('kill', { command: 'k' });
    thread.say({ kind: 'fault', id: 1, fault: problem });
    await expect(call).rejects.toMatchObject({ code: 'disk.full', details: { file: 'ledger.db' } });
    thread.say({ kind: 'fault', id: 99, fault: problem });
  });

  it('hands batches on and acknowledges each', () => {
    const { thread, events, gaps } = linked();
    const event = { kind: 'notice', row: {} } as unknown as StreamEvent;
    thread.say({ kind: 'batch', batch: { batch: 4, gap: false, events: [event, event] } });
    thread.say({ kind: 'batch', batch: { batch: 5, gap: true, events: [] } } as unknown as FromDesk);
    expect(events).toHaveLength(2);
    expect(gaps()).toBe(1);
    expect(thread.posted).toEqual([
      { kind: 'acknowledge', batch: 4 },
      { kind: 'acknowledge', batch: 5 },
    ]);
  });

  it('is ready when the desk says so', async () => {
    const { thread, link } = linked();
    thread.say({ kind: 'ready' });
    await expect(link.ready).resolves.toBeUndefined();
  });

  it('says why the desk could not be opened', async () => {
    const { thread, link } = linked();
    thread.say({ kind: 'failed', fault: problem });
    await expect(link.ready).rejects.toMatchObject({ code: 'disk.full' });
    await expect(link.call('riskState', {})).rejects.toBeInstanceOf(Fault);
  });

  it('fails what waits, and what comes, when the thread ends by itself', async () => {
    const { thread, link } = linked();
    thread.say({ kind: 'ready' });
    const call = link.call('riskState', {});
    thread.end('exit code 1');
    await expect(call).rejects.toMatchObject({ code: 'desk.stopped', details: { problem: 'exit code 1' } });
    await expect(link.call('riskState', {})).rejects.toMatchObject({ code: 'desk.stopped' });
    expect((await link.failed).code).toBe('desk.stopped');
    await link.stop();
    expect(thread.posted.some(({ kind }) => kind === 'stop')).toBe(false);
  });

  it('stops in order: an end that was asked for is no failure', async () => {
    const { thread, link } = linked();
    let failed = false;
    void link.failed.then(() => (failed = true));
    const stopped = link.stop();
    expect(thread.posted).toEqual([{ kind: 'stop' }]);
    thread.say({ kind: 'stopped' });
    await stopped;
    thread.end('exit code 0');
    await Promise.resolve();
    expect(failed).toBe(false);
  });
});
