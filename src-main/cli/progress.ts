import type { CliContext } from './context.ts';

const FIRST_AFTER_MS = 1_000;
const EVERY_MS = 500;

/** Tells on stderr how far long work has come: nothing in the first second, then one line that renews itself on a terminal, whole lines elsewhere. */
export class Progress {
  private readonly context: CliContext;
  private readonly started: number;
  private next: number;
  private shown = false;

  constructor(context: CliContext) {
    this.context = context;
    this.started = context.clock.monotonic();
    this.next = this.started + FIRST_AFTER_MS;
  }

  /** Says where the work stands; `text` is only asked for when it is shown. */
  tell(text: () => string): void {
    const now = this.context.clock.monotonic();
    if (now < this.next) return;
    const { stderr } = this.context;
    this.next = now + (stderr.terminal ? EVERY_MS : EVERY_MS * 10);
    this.shown = true;
    stderr.write(stderr.terminal ? `\r\u001b[K${text()}` : `${text()}\n`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown && this.context.stderr.terminal) this.context.stderr.write('\r\u001b[K');
  }
}
