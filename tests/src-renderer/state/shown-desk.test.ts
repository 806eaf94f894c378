import { afterEach, describe, expect, it } from 'vitest';
import type { Attention } from '../../../src-renderer/state/attention.ts';
import { useDesk } from '../../../src-renderer/state/desk-store.ts';
import { REPAINT_MS, repaintFromDesk, useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import type { RepaintPace } from '../../../src-renderer/state/shown-desk.ts';

/** Time that moves only when told to. */
class HandPace implements RepaintPace {
  time = 0;
  hidden = false;
  attentive: Attention = 'used';
  listeners = 0;
  private due: { readonly at: number; readonly run: () => void } | null = null;
  private visible: () => void = () => undefined;

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): () => void {
    this.due = { at: this.time + milliseconds, run };
    return () => {
      this.due = null;
    };
  }

  isHidden(): boolean {
    return this.hidden;
  }

  attention(): Attention {
    return this.attentive;
  }

  onVisible(run: () => void): () => void {
    this.visible = run;
    return this.listen();
  }

  show(): void {
    this.hidden = false;
    this.visible();
  }

  moveTo(time: number): void {
    while (this.due !== null && this.due.at <= time) {
      const { at, run } = this.due;
      this.due = null;
      this.time = at;
      run();
    }
    this.time = time;
  }

  private listen(): () => void {
    this.listeners += 1;
    return () => {
      this.listeners -= 1;
    };
  }
}

/** Changes the replica every 10 ms of a span and counts how often panels were given something new. */
function repaints(pace: HandPace, milliseconds: number): number {
  let count = 0;
  const stop = useShownDesk.subscribe(() => {
    count += 1;
  });
  const end = pace.time + milliseconds;
  while (pace.time < end) {
    useDesk.setState({ heardAt: pace.time + 1 });
    pace.moveTo(pace.time + 10);
  }
  stop();
  return count;
}

describe('repainting from the replica', () => {
  const pace = new HandPace();
  let running = repaintFromDesk(pace);

  afterEach(() => {
    running.dispose();
    Object.assign(pace, { time: 0, hidden: false, attentive: 'used' });
    running = repaintFromDesk(pace);
  });

  it('gives panels the newest state at most ten times a second while the window is used', () => {
    expect(repaints(pace, 5_000)).toBeLessThanOrEqual(51);
    expect(useShownDesk.getState().heardAt).toBeGreaterThan(4_850);
  });

  it('gives it four times a second while nobody uses the window', () => {
    pace.attentive = 'idle';
    expect(repaints(pace, 10_000)).toBeLessThanOrEqual(10_000 / REPAINT_MS.idle + 1);
    pace.attentive = 'used';
    expect(repaints(pace, 5_000)).toBeGreaterThanOrEqual(45);
  });

  it('gives it twice in three seconds where nobody has touched the window for minutes, and faster from the next touch on', () => {
    pace.attentive = 'resting';
    repaints(pace, 1_000);
    expect(repaints(pace, 10_000)).toBeLessThanOrEqual(10_000 / REPAINT_MS.resting + 1);
    pace.attentive = 'used';
    expect(repaints(pace, 1_000)).toBeGreaterThanOrEqual(9);
  });

  it('gives nothing while the window is hidden, and everything when it is seen again', () => {
    repaints(pace, 200);
    pace.hidden = true;
    expect(repaints(pace, 1_000)).toBe(0);
    pace.show();
    pace.moveTo(pace.time + REPAINT_MS.used);
    expect(useShownDesk.getState().heardAt).toBe(useDesk.getState().heardAt);
  });

  it('leaves no listener behind', () => {
    running.dispose();
    expect(pace.listeners).toBe(0);
  });
});
