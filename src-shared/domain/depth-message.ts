/** What a message of a depth feed is: a whole book, changes of a book, its best prices, or a trade. */
export type DepthKind = 'snapshot' | 'diff' | 'ticker' | 'trade';

/** Most levels that one message may name on a side; more is taken for damage. */
export const MOST_LEVELS = 100_000;

/** Price levels in the order in which a message names them; grows as it is filled and keeps its memory. */
export class LevelList {
  length = 0;
  /** Whole ticks. */
  ticks = new Float64Array(64);
  /** Whole lots that stand there now; 0 takes the level away. */
  lots = new Float64Array(64);

  /** Empties the list. */
  clear(): void {
    this.length = 0;
  }

  /** Adds a level. */
  push(ticks: number, lots: number): void {
    const { length } = this;
    if (length === this.ticks.length) this.grow();
    this.ticks[length] = ticks;
    this.lots[length] = lots;
    this.length = length + 1;
  }

  /** Takes over the levels of another list. */
  copy(other: LevelList): void {
    this.clear();
    for (let i = 0; i < other.length; i += 1) this.push(other.ticks[i]!, other.lots[i]!);
  }

  private grow(): void {
    const { ticks, lots } = this;
    this.ticks = new Float64Array(ticks.length * 2);
    this.lots = new Float64Array(lots.length * 2);
    this.ticks.set(ticks);
    this.lots.set(lots);
  }
}

/** One message of a depth feed. One object is filled again and again: read it during the call, keep a `copy`. */
export class DepthMessage {
  kind: DepthKind = 'diff';
  /** Instant at which it was received, ms UTC: the order of a recording is the order of its messages, never that of their times. */
  time = 0;
  /** Instant that the venue names, ms UTC by the venue's clock; 0 where it names none. */
  venueTime = 0;
  /** First update of a diff (`U`). */
  first = 0;
  /** Newest update that is in it (`u`, `lastUpdateId`), of a trade its id; 0 for a ticker whose ids are not the book's. */
  last = 0;
  /** The update before a diff's first where the venue says it (`pu`), else -1. */
  previous = -1;
  /** What the venue says the book adds up to after a diff, else -1. */
  checksum = -1;
  /** Levels named; of a ticker the best one of each side. */
  readonly bids = new LevelList();
  readonly asks = new LevelList();
  /** Price of a trade, ticks. */
  ticks = 0;
  /** Size of a trade, lots. */
  lots = 0;
  /** Who took in a trade: 1 bought, -1 sold. */
  side: 1 | -1 = 1;

  /** Begins a message of a kind; everything else is as in a new one. */
  begin(kind: DepthKind, time: number): this {
    this.kind = kind;
    this.time = time;
    this.venueTime = 0;
    this.first = 0;
    this.last = 0;
    this.previous = -1;
    this.checksum = -1;
    this.bids.clear();
    this.asks.clear();
    this.ticks = 0;
    this.lots = 0;
    this.side = 1;
    return this;
  }

  /** Becomes the same as another message. */
  take(other: DepthMessage): this {
    this.begin(other.kind, other.time);
    this.venueTime = other.venueTime;
    this.first = other.first;
    this.last = other.last;
    this.previous = other.previous;
    this.checksum = other.checksum;
    this.bids.copy(other.bids);
    this.asks.copy(other.asks);
    this.ticks = other.ticks;
    this.lots = other.lots;
    this.side = other.side;
    return this;
  }

  /** The same message in memory of its own. */
  copy(): DepthMessage {
    return new DepthMessage().take(this);
  }
}
