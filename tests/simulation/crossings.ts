/** Thrown where the program dies. */
export class ProgramDied extends Error {}

/** What the program does at its ports, in its order. */
export type Crossing = 'begin' | 'before commit' | 'after commit' | 'before send' | 'after send' | 'before hearing' | 'after hearing';

/** Counts the crossings of one life's ports and ends it at a numbered one. */
export class Crossings {
  private passed = 0;
  private readonly dieAt: number;
  private readonly die: (at: Crossing) => void;

  constructor(dieAt: number | null, die: (at: Crossing) => void) {
    this.dieAt = dieAt ?? -1;
    this.die = die;
  }

  get count(): number {
    return this.passed;
  }

  cross(at: Crossing): void {
    this.passed += 1;
    if (this.passed !== this.dieAt) return;
    this.die(at);
    throw new ProgramDied(at);
  }
}
