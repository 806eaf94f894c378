import { DepthMessage, MOST_LEVELS } from '../../../src-shared/domain/depth-message.ts';
import type { DepthHead, DepthSink } from '../../ports/depth.ts';
import { type KnownFrame, MessageFiller } from './message-filler.ts';
import { rawFrame } from './raw-frame.ts';

/** Changes that are held back at most while a whole book is waited for. */
const MOST_HELD = 20_000;

type Diff = Extract<KnownFrame, { kind: 'diff' }>;

/** A frame that is to be written, and the instant it has in the recording. */
interface Ready {
  readonly known: KnownFrame;
  readonly at: number;
}

/**
 * Frames of one instrument as they come from Binance, put in the order in which a recording needs them: a whole book first, then the changes that follow
 * it. A change that does not follow the last one is written, so that the gap is seen, and a whole book is wanted again; until it is there changes are
 * held back, and trades are written as they come.
 */
export class LiveCapture {
  /** A whole book is wanted. */
  wantsSnapshot = true;
  /** Frames that were not understood. */
  garbled = 0;
  /** Changes that did not follow the one before. */
  gaps = 0;
  private readonly market: string;
  private readonly filler: MessageFiller;
  private readonly message = new DepthMessage();
  private readonly ready: Ready[] = [];
  private readonly held: Diff[] = [];
  /** Last update written; -1 before the first book. */
  private last = -1;
  private reached = 0;

  constructor(head: DepthHead) {
    this.market = head.symbol.replace('/', '');
    this.filler = new MessageFiller(head);
  }

  /** Takes a frame that was received at `at`; one of another instrument or kind is nobody's. */
  frame(json: unknown, at: number): void {
    const known = rawFrame(json);
    if (known === null) this.garbled += 1;
    else if (known.kind === 'diff' && known.frame.s === this.market) this.diff(known, at);
    else if (known.kind === 'trade' && known.frame.s === this.market) this.add(known, at);
  }

  /** Takes the answer to a question for the whole book. Where changes are missing behind it, it is wanted again. */
  snapshot(json: unknown, at: number): void {
    const known = rawFrame(json);
    if (known?.kind !== 'snapshot' || Math.max(known.frame.bids.length, known.frame.asks.length) > MOST_LEVELS) {
      this.garbled += 1;
      return;
    }
    const { lastUpdateId } = known.frame;
    const following = this.held.filter(({ frame }) => frame.u > lastUpdateId);
    const [next] = following;
    if (next !== undefined && next.frame.U > lastUpdateId + 1) return;
    this.wantsSnapshot = false;
    this.held.length = 0;
    this.last = lastUpdateId;
    this.add(known, at);
    for (const diff of following) this.diff(diff, at);
  }

  /** The next segment begins: a whole book is wanted at its beginning. */
  beginSegment(): void {
    this.wantsSnapshot = true;
  }

  /** Writes what is ready. Returns how many messages. */
  drain(sink: DepthSink): number {
    let written = 0;
    // A segment may begin while this goes on, which holds back what comes later, not what is here.
    for (const { known, at } of this.ready.splice(0)) {
      // A machine's clock is set back now and then; a market's time is not.
      this.reached = Math.max(this.reached, at);
      if (!this.filler.fill(this.message, this.reached, known)) this.garbled += 1;
      else {
        sink.append(this.message);
        written += 1;
      }
    }
    return written;
  }

  private diff(diff: Diff, at: number): void {
    const { U, u, a, b } = diff.frame;
    if (u < U || Math.max(a.length, b.length) > MOST_LEVELS) this.garbled += 1;
    else if (this.wantsSnapshot) this.hold(diff);
    else if (u > this.last) {
      this.add(diff, at);
      if (U > this.last + 1) {
        this.gaps += 1;
        this.wantsSnapshot = true;
        this.hold(diff);
      }
      this.last = u;
    }
  }

  private hold(diff: Diff): void {
    this.held.push(diff);
    if (this.held.length > MOST_HELD) this.held.shift();
  }

  private add(known: KnownFrame, at: number): void {
    this.ready.push({ known, at });
  }
}
