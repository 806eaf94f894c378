import type { LeaveChoice } from '../../src-shared/contract/app.ts';
import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { RunningApp } from '../rpc/running-app.ts';

/** How a window came to its end. */
export type WindowEnd = 'closed' | 'crashed';

/** A window as it is kept: opened, brought to the front, closed. */
export interface HostWindow {
  /** Settles once, when the window has gone. */
  readonly ended: Promise<WindowEnd>;
  front(): Promise<void>;
  /** Closes the window without asking and waits until it has gone. */
  close(): Promise<void>;
}

/** What can be wished for while there is no window. */
export interface WithoutWindow {
  readonly show: () => void;
  /** The kill switch; what came of it, a sentence. */
  readonly halt: () => Promise<string>;
  readonly stop: () => void;
}

/** What keeping windows needs. */
export interface WindowsParts {
  readonly app: Pick<RunningApp, 'strategiesRun' | 'stopEverything' | 'askToLeave' | 'onShow' | 'failed'>;
  /** Settles when the program is asked to end from outside. */
  readonly signal: Promise<unknown>;
  /** Opens a window; `leave` is to be called when a person wants to close it, and it stays until it is closed from here. */
  readonly open: (leave: () => void) => Promise<HostWindow>;
  /** Shows somewhere that the program runs without a window, where the system has a place for it. */
  readonly withoutWindow?: ((wishes: WithoutWindow) => Releasable) | undefined;
  readonly say: (line: string) => void;
}

/** What ended the program: its window, a signal, a fault. */
export type ProgramEnd = WindowEnd | 'signal' | Error;

function haltedSentence({ cancelled, kept }: { readonly cancelled: number; readonly kept: number }): string {
  return `Trading is HALTED. Orders being cancelled: ${String(cancelled)}; protective orders that stay: ${String(kept)}.`;
}

type Turn = ProgramEnd | LeaveChoice | 'show' | 'leave';

/** What was said, in order; what is said while nobody waits is kept. */
class Turns {
  private readonly said: Turn[] = [];
  private waiting: ((turn: Turn) => void) | null = null;

  say(turn: Turn): void {
    const { waiting } = this;
    this.waiting = null;
    if (waiting === null) this.said.push(turn);
    else waiting(turn);
  }

  next(): Promise<Turn> {
    const said = this.said.shift();
    if (said !== undefined) return Promise.resolve(said);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

/** The one window there may be, or the reminder in its place. */
class KeptWindow {
  private window: HostWindow | null = null;
  private reminder: Releasable | undefined;
  private readonly turns: Turns;
  private readonly parts: Omit<WindowsParts, 'signal'>;

  constructor(turns: Turns, parts: Omit<WindowsParts, 'signal'>) {
    this.turns = turns;
    this.parts = parts;
  }

  async open(): Promise<void> {
    this.forget();
    const opened = await this.parts.open(() => {
      this.turns.say('leave');
    });
    this.window = opened;
    void opened.ended.then((end) => {
      if (this.window === opened) this.turns.say(end);
    });
  }

  /** Brings the window to the front, or opens one. Strategies do not end because a window cannot be had again. */
  async front(): Promise<void> {
    if (this.window !== null) return this.window.front();
    try {
      await this.open();
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code !== 'environment.missing') throw thrown;
      this.parts.say(thrown.message);
      this.remind();
    }
  }

  /** Closes the window and leaves the reminder in its place. */
  async hide(): Promise<void> {
    await this.close();
    this.remind();
    this.parts.say('The window is closed; strategies go on. Start the program again to see them, or stop it with Ctrl+C.');
  }

  async close(): Promise<void> {
    this.forget();
    const closing = this.window;
    this.window = null;
    await closing?.close();
  }

  private remind(): void {
    this.reminder = this.parts.withoutWindow?.({
      show: () => {
        this.turns.say('show');
      },
      halt: () => this.halt(),
      stop: () => {
        this.turns.say('stop');
      },
    });
  }

  /** The kill switch without a window: what came of it is said, also where it was not carried out. */
  private async halt(): Promise<string> {
    const said = await this.parts.app.stopEverything().then(haltedSentence, (thrown: unknown) => asFault(thrown).message);
    this.parts.say(said);
    return said;
  }

  private forget(): void {
    this.reminder?.dispose();
    this.reminder = undefined;
  }
}

/**
 * Keeps the window until the program is to end. A person who closes it while strategies run is asked once what is to become of them;
 * they may go on without a window, which a second start of the program brings back.
 */
export async function runWindows({ app, signal, ...parts }: WindowsParts): Promise<ProgramEnd> {
  const turns = new Turns();
  const kept = new KeptWindow(turns, { app, ...parts });
  let questions = 0;
  const ask = (): void => {
    questions += 1;
    void app.askToLeave().then((choice) => {
      turns.say(choice);
    });
  };
  void signal.then(() => {
    turns.say('signal');
  });
  void app.failed.then((fault) => {
    turns.say(fault);
  });
  const door = app.onShow(() => {
    turns.say('show');
  });
  try {
    await kept.open();
    for (;;) {
      const turn = await turns.next();
      if (turn === 'show') await kept.front();
      else if (turn === 'stay') questions -= 1;
      else if (turn === 'keep') {
        questions = 0;
        await kept.hide();
      } else if (turn === 'stop') return 'closed';
      else if (turn === 'leave' && (await app.strategiesRun())) ask();
      else if (turn === 'leave') return 'closed';
      else if (turn === 'closed' && questions === 0 && (await app.strategiesRun())) {
        // Closed before it could be asked: the window comes back with the question. Closed over the question, that is an answer.
        await kept.open();
        ask();
      } else return turn;
    }
  } finally {
    door.dispose();
    await kept.close();
  }
}
