import { createHash } from 'node:crypto';

/** What happened in a world, line by line, as one hash; the lines themselves are kept only where somebody wants to read them. */
export class Trace {
  readonly lines: string[] = [];
  private readonly hash = createHash('sha256');
  private readonly now: () => number;
  private readonly kept: boolean;

  constructor(now: () => number, kept: boolean) {
    this.now = now;
    this.kept = kept;
  }

  note(line: string): void {
    const whole = `${String(this.now())} ${line}\n`;
    this.hash.update(whole);
    if (this.kept) this.lines.push(whole);
  }

  digest(): string {
    return this.hash.copy().digest('hex');
  }
}
