import { expect, test } from 'vitest';
import { runWindows } from '../../../src-main/hosts/run-windows.ts';
import type { HostWindow, ProgramEnd, WindowEnd, WithoutWindow } from '../../../src-main/hosts/run-windows.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { LeaveChoice } from '../../../src-shared/contract/app.ts';

/** A program with windows that a test closes, and a person whose answers a test gives. */
class Desk {
  readonly told: string[] = [];
  readonly windows: { leave(): void; end(end: WindowEnd): void }[] = [];
  strategies = true;
  /** Whether no browser can be had. */
  missing = false;
  private answerQuestion: (choice: LeaveChoice) => void = () => undefined;
  show: () => void = () => undefined;
  fail: (fault: Error) => void = () => undefined;
  interrupt: () => void = () => undefined;
  tray: WithoutWindow | null = null;
  /** What becomes of the kill switch. */
  halting: () => Promise<{ readonly cancelled: number; readonly kept: number }> = () => Promise.resolve({ cancelled: 2, kept: 1 });
  readonly ended: Promise<ProgramEnd>;

  constructor() {
    this.ended = runWindows({
      app: {
        strategiesRun: () => Promise.resolve(this.strategies),
        stopEverything: () => this.halting(),
        askToLeave: () => {
          this.told.push('asked');
          return new Promise((resolve) => {
            this.answerQuestion = resolve;
          });
        },
        onShow: (listener) => {
          this.show = listener;
          return { dispose: () => this.told.push('door closed') };
        },
        failed: new Promise((resolve) => {
          this.fail = resolve;
        }),
      },
      signal: new Promise<void>((resolve) => {
        this.interrupt = resolve;
      }),
      open: (leave) =>
        this.missing
          ? Promise.reject(new Fault('environment.missing', { what: 'A browser', remedy: '' }))
          : Promise.resolve(this.window(leave)),
      withoutWindow: (wishes) => {
        this.tray = wishes;
        return {
          dispose: () => {
            this.tray = null;
          },
        };
      },
      say: (line) => this.told.push(line.slice(0, 20)),
    });
  }

  /** Until everything that was said has been heard. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  async leave(): Promise<void> {
    this.windows.at(-1)?.leave();
    await this.settled();
  }

  async answer(choice: LeaveChoice): Promise<void> {
    this.answerQuestion(choice);
    await this.settled();
  }

  private window(leave: () => void): HostWindow {
    this.told.push('opened');
    let end: (how: WindowEnd) => void = () => undefined;
    const ended = new Promise<WindowEnd>((resolve) => {
      end = resolve;
    });
    this.windows.push({ leave, end });
    return {
      ended,
      front: () => {
        this.told.push('front');
        return Promise.resolve();
      },
      close: () => {
        this.told.push('closed');
        end('closed');
        return Promise.resolve();
      },
    };
  }
}

test('nobody is asked where no strategy runs', async () => {
  const desk = new Desk();
  desk.strategies = false;
  await desk.settled();
  await desk.leave();
  expect(await desk.ended).toBe('closed');
  expect(desk.told).toEqual(['opened', 'door closed', 'closed']);
});

test('who stays is asked again the next time; who stops ends it', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  await desk.answer('stay');
  await desk.leave();
  await desk.answer('stop');
  expect(await desk.ended).toBe('closed');
  expect(desk.told).toEqual(['opened', 'asked', 'asked', 'door closed', 'closed']);
});

test('strategies go on without a window until a second start brings it back', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  await desk.answer('keep');
  expect(desk.told).toEqual(['opened', 'asked', 'closed', 'The window is closed']);
  expect(desk.tray).not.toBeNull();
  desk.show();
  await desk.settled();
  expect(desk.tray).toBeNull();
  desk.show();
  await desk.settled();
  expect(desk.told.slice(4)).toEqual(['opened', 'front']);
  desk.interrupt();
  expect(await desk.ended).toBe('signal');
});

test('the icon beside the clock stops everything and says what came of it, whatever that is', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  await desk.answer('keep');
  expect(await desk.tray?.halt()).toBe('Trading is HALTED. Orders being cancelled: 2; protective orders that stay: 1.');
  desk.halting = () => Promise.reject(new Fault('control.silent', { holder: 'The trading thread', seconds: 5 }));
  expect(await desk.tray?.halt()).toMatch(/^The trading thread did not answer within 5 s\./u);
  expect(desk.told.slice(-2)).toEqual(['Trading is HALTED. O', 'The trading thread d']);
  // Nothing else comes of it: the program goes on as it was.
  expect(desk.tray).not.toBeNull();
  desk.interrupt();
  expect(await desk.ended).toBe('signal');
});

test('the icon beside the clock brings the window back or quits', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  await desk.answer('keep');
  desk.tray?.show();
  await desk.settled();
  await desk.leave();
  await desk.answer('keep');
  desk.tray?.stop();
  expect(await desk.ended).toBe('closed');
  expect(desk.windows).toHaveLength(2);
});

test('a window that goes before it could ask comes back with the question; gone over the question, it has answered', async () => {
  const desk = new Desk();
  await desk.settled();
  desk.windows[0]?.end('closed');
  await desk.settled();
  expect(desk.told).toEqual(['opened', 'opened', 'asked']);
  desk.windows[1]?.end('closed');
  expect(await desk.ended).toBe('closed');
});

test('a crash and a fault end it, whether strategies run or not', async () => {
  const crashed = new Desk();
  await crashed.settled();
  crashed.windows[0]?.end('crashed');
  expect(await crashed.ended).toBe('crashed');
  const failed = new Desk();
  await failed.settled();
  failed.fail(new Error('the desk stopped'));
  expect(await failed.ended).toMatchObject({ message: 'the desk stopped' });
});

test('strategies go on where no window can be had for a second start, and a later one tries again', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  await desk.answer('keep');
  desk.missing = true;
  desk.show();
  await desk.settled();
  expect(desk.told.at(-1)).toBe('A browser is missing');
  expect(desk.tray).not.toBeNull();
  desk.missing = false;
  desk.show();
  await desk.settled();
  expect(desk.told.at(-1)).toBe('opened');
  desk.interrupt();
  expect(await desk.ended).toBe('signal');
});

test('pressed twice, the question stays one: gone over the second, the window has answered', async () => {
  const desk = new Desk();
  await desk.settled();
  await desk.leave();
  const first = desk.windows.length;
  await desk.leave();
  desk.windows.at(-1)?.end('closed');
  expect(await desk.ended).toBe('closed');
  expect(desk.windows).toHaveLength(first);
});
