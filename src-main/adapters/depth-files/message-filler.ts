import type { DepthMessage, LevelList } from '../../../src-shared/domain/depth-message.ts';
import { StepReader } from '../../../src-shared/kernel/step-reader.ts';
import type { DepthHead } from '../../ports/depth.ts';
import type { RawFrame } from './raw-frame.ts';

/** A frame that says something of book or trades. */
export type KnownFrame = Exclude<RawFrame, { kind: 'other' }>;

/** Makes messages of frames. */
export class MessageFiller {
  private readonly tick: StepReader;
  private readonly lot: StepReader;

  constructor({ tick, lot }: DepthHead) {
    this.tick = new StepReader(tick);
    this.lot = new StepReader(lot);
  }

  /** Fills a message; false where a number does not lie on a step. */
  fill(message: DepthMessage, time: number, { kind, frame }: KnownFrame): boolean {
    message.begin(kind, time);
    switch (kind) {
      case 'diff':
        message.venueTime = frame.E;
        message.first = frame.U;
        message.last = frame.u;
        message.previous = frame.pu ?? -1;
        return this.levels(message.bids, frame.b) && this.levels(message.asks, frame.a);
      case 'snapshot':
        message.venueTime = frame.E ?? 0;
        message.last = frame.lastUpdateId;
        return this.levels(message.bids, frame.bids) && this.levels(message.asks, frame.asks);
      case 'ticker':
        message.venueTime = frame.E ?? 0;
        message.last = frame.u;
        return this.levels(message.bids, [[frame.b, frame.B]]) && this.levels(message.asks, [[frame.a, frame.A]]);
      case 'trade':
        message.venueTime = frame.T;
        message.last = frame.t;
        message.ticks = this.tick.read(frame.p);
        message.lots = this.lot.read(frame.q);
        // The buyer was the maker: a seller took.
        message.side = frame.m ? -1 : 1;
        return message.ticks > 0 && message.lots > 0;
    }
  }

  private levels(list: LevelList, named: readonly (readonly [string, string])[]): boolean {
    for (const [price, size] of named) {
      const ticks = this.tick.read(price);
      const lots = this.lot.read(size);
      if (!(ticks > 0 && lots >= 0)) return false;
      list.push(ticks, lots);
    }
    return true;
  }
}
