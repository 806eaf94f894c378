/** A pause of the wall clock longer than this (a suspended machine, a stopped process) is not caught up, ms. */
const LONGEST_CATCH_UP_MS = 2_000;

/** How far a market should have come. */
export interface Pace {
  /** Market time that passes per wall time. */
  readonly speed: number;
  /** Market time to reach by wall time `wall`, ms. */
  target(wall: number): number;
  /** Goes on from `market` at `speed`: after a change of speed, or when the machine could not keep up. */
  rebase(market: number, wall: number, speed?: number): void;
}

/** How far the simulated market should have come: wall time times speed, without catching up what the machine slept through. */
export class MarketPace implements Pace {
  private speedNow: number;
  private marketBase: number;
  private wallBase: number;
  private wallSeen: number;

  constructor(market: number, wall: number, speed: number) {
    this.marketBase = market;
    this.wallBase = wall;
    this.wallSeen = wall;
    this.speedNow = speed;
  }

  get speed(): number {
    return this.speedNow;
  }

  target(wall: number): number {
    const slept = wall - this.wallSeen;
    if (slept > LONGEST_CATCH_UP_MS || slept < 0) this.wallBase += slept;
    this.wallSeen = wall;
    return Math.floor(this.marketBase + (wall - this.wallBase) * this.speedNow);
  }

  rebase(market: number, wall: number, speed = this.speedNow): void {
    this.marketBase = market;
    this.wallBase = wall;
    this.wallSeen = wall;
    this.speedNow = speed;
  }
}
