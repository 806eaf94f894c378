import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { ExchangeState, VenueNow } from '../core/state.ts';
import { type StreamChannel, makeChannel } from './stream-channel.ts';

/** Takes the messages of one stream. */
export type StreamSink = (message: unknown) => void;

/** What stands behind a stream's name: what tells it, and the market whose events it sees. */
export interface StreamNames {
  readonly channel: (name: string) => StreamChannel | null;
  readonly market: (name: string) => string;
}

interface Open {
  readonly channel: StreamChannel;
  readonly sinks: Set<StreamSink>;
  timer: Releasable | null;
}

/** Every stream that somebody listens to, once; those that nobody listens to cost nothing. */
export class StreamHub {
  private readonly venueTime: VenueNow;
  private readonly clock: Pick<Clock, 'after'>;
  private readonly naming: StreamNames;
  private readonly open = new Map<string, Open>();
  /** The same by market, in their order: what happens on one is nothing to the others. */
  private readonly ofMarket = new Map<string, Set<Open>>();

  constructor(
    state: ExchangeState,
    venueTime: VenueNow,
    clock: Pick<Clock, 'after'>,
    naming: StreamNames = { channel: (name) => makeChannel(name, state.markets), market: marketOf },
  ) {
    this.naming = naming;
    this.venueTime = venueTime;
    this.clock = clock;
    state.onMarket((event) => {
      for (const entry of this.ofMarket.get(event.symbol) ?? []) {
        entry.channel.see(event);
        if (entry.channel.period === 0) this.flushSoon(entry);
      }
    });
  }

  /** Streams that are open now. */
  get size(): number {
    return this.open.size;
  }

  /** Their names. */
  get names(): readonly string[] {
    return [...this.open.keys()];
  }

  /** Listens; null where there is no such stream. */
  listen(name: string, sink: StreamSink): Releasable | null {
    let entry = this.open.get(name);
    if (!entry) {
      const channel = this.naming.channel(name);
      if (!channel) return null;
      entry = { channel, sinks: new Set(), timer: null };
      this.open.set(name, entry);
      const market = this.naming.market(name);
      this.ofMarket.set(market, (this.ofMarket.get(market) ?? new Set<Open>()).add(entry));
      if (channel.period > 0) this.flushLater(entry);
    }
    const { sinks, channel } = entry;
    sinks.add(sink);
    if (channel.period === 0) this.flushSoon(entry);
    return {
      dispose: () => {
        sinks.delete(sink);
        if (sinks.size > 0 || this.open.get(name)?.sinks !== sinks) return;
        const left = this.open.get(name);
        left?.timer?.dispose();
        this.open.delete(name);
        if (left !== undefined) this.ofMarket.get(this.naming.market(name))?.delete(left);
      },
    };
  }

  private flushSoon(entry: Open): void {
    entry.timer ??= this.clock.after(0, () => {
      entry.timer = null;
      this.flush(entry);
    });
  }

  private flushLater(entry: Open): void {
    const period = entry.channel.period;
    entry.timer = this.clock.after(period, () => {
      this.flush(entry);
      if (entry.sinks.size > 0) this.flushLater(entry);
    });
  }

  private flush({ channel, sinks }: Open): void {
    for (const message of channel.take(this.venueTime.now())) for (const sink of [...sinks]) sink(message);
  }
}

/** The market of a stream's name; that of all markets has none, and sees no single event. */
function marketOf(name: string): string {
  return (name.split('@')[0] ?? '').toUpperCase();
}
