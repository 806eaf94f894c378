import type { LeaveChoice } from '../../src-shared/contract/app.ts';

/** The one question about leaving: put to the window, answered once. */
export class Leaving {
  private answered: ((choice: LeaveChoice) => void) | null = null;
  private readonly put: () => void;

  /** `put` shows the question in the window. */
  constructor(put: () => void) {
    this.put = put;
  }

  /** Asks; a question that is open already is put once more, and the one before counts as staying. */
  ask(): Promise<LeaveChoice> {
    this.answer('stay');
    return new Promise((resolve) => {
      this.answered = resolve;
      this.put();
    });
  }

  /** Whether a question waits for its answer. */
  get open(): boolean {
    return this.answered !== null;
  }

  /** Whether somebody had asked. */
  answer(choice: LeaveChoice): boolean {
    const { answered } = this;
    this.answered = null;
    answered?.(choice);
    return answered !== null;
  }
}
