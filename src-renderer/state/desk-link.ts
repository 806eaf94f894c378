import { create } from 'zustand';
import { asCallFault } from '../client/call-fault.ts';
import type { DeskClient } from '../client/desk-client.ts';
import { openDeskStream, windowPace } from '../client/desk-stream.ts';
import type { StreamPace } from '../client/desk-stream.ts';
import { DisposableStore } from '../../src-shared/kernel/disposable.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { Fault } from '../../src-shared/kernel/fault.ts';
import { attention, watchAttention } from './attention.ts';
import { connectCandles, takeCandle } from './candles/candle-store.ts';
import type { CandleSource } from './candles/candle-store.ts';
import { applyEvents, applyInstruments, applyLocked, applySnapshot, seedTape, useDesk } from './desk-store.ts';
import { useLinkGroups } from './link-group.ts';
import { marketInterest } from './market-interest.ts';
import type { InterestChange, MarketWant } from './market-interest.ts';
import { marketNow } from './market-clock.ts';
import { REPAINT_MS, repaintFromDesk } from './shown-desk.ts';
import type { RepaintPace } from './shown-desk.ts';

interface DeskLink {
  /** The calls to main; null before the window is connected. */
  readonly client: DeskClient | null;
  /** Set while the stream is lost: why, and the wall time of the next try. */
  readonly lost: { readonly fault: Fault; readonly retryAt: number } | null;
}

/** The window's connection with main. */
export const useDeskLink = create<DeskLink>()(() => ({ client: null, lost: null }));

export interface DeskLinkOptions {
  readonly stream?: StreamPace;
  readonly repaint?: RepaintPace;
  /** Wall time, ms UTC. */
  readonly now?: () => number;
}

async function loadInstruments(client: DeskClient): Promise<void> {
  const { instruments } = await client.market.instruments({});
  applyInstruments(instruments);
  const first = instruments[0];
  const { show, instruments: shown } = useLinkGroups.getState();
  if (first && shown.trade === undefined) show('trade', first.id);
}

function drop(field: 'books' | 'tapes', instrument: string): void {
  useDesk.setState((state) => {
    const kept = new Map<string, unknown>(state[field]);
    return kept.delete(instrument) ? { [field]: kept } : {};
  });
}

/** The newest prints and the book of an instrument, so that a panel does not wait for the market to move. Where that fails the stream brings them. */
async function seed(client: DeskClient, instrument: string): Promise<void> {
  try {
    const { trades, book } = await client.market.tape({ instrument });
    const { books, tapes } = marketInterest.interest;
    if (books.includes(instrument) || tapes.includes(instrument)) seedTape(instrument, trades.prints, book);
  } catch (thrown) {
    console.warn(`The tape of ${instrument} could not be read.`, asCallFault(thrown));
  }
}

function seeds(wants: readonly MarketWant[]): ReadonlySet<string> {
  return new Set(wants.flatMap((want) => (want.kind === 'candles' ? [] : [want.instrument])));
}

/**
 * Starts the window's connection: instruments, the stream into the replica, the panels' interest back to main.
 * A batch is applied in one change of the replica and acknowledged afterwards; after a gap comes a snapshot, and charts ask for what they missed.
 */
export function startDeskLink(client: DeskClient, options: DeskLinkOptions = {}): Releasable {
  const now = options.now ?? Date.now;
  const held = new DisposableStore();
  held.add(watchAttention());
  held.add(repaintFromDesk(options.repaint));
  const refreshInstruments = (): void => {
    loadInstruments(client).catch((thrown: unknown) => {
      console.warn('The instruments could not be read; they are asked for again with the next snapshot.', asCallFault(thrown));
    });
  };
  const candles: CandleSource = {
    load: (request) => client.market.candles(request),
    older: (request) => client.market.older(request),
    marketNow: () => marketNow(useDesk.getState().status, now()),
  };
  const stream = openDeskStream(
    client,
    {
      onSnapshot: (snapshot) => {
        applySnapshot(snapshot, now());
        if (useDesk.getState().instruments.size === 0) refreshInstruments();
        connectCandles(candles);
      },
      onLocked: applyLocked,
      onEvents: (events) => {
        applyEvents(events, now(), takeCandle);
      },
      onLost: (lost) => {
        useDeskLink.setState({ lost: lost && { fault: lost.fault, retryAt: now() + lost.retryMs } });
      },
    },
    options.stream ?? windowPace(() => (attention() === 'used' ? 0 : REPAINT_MS[attention()])),
  );
  held.add(stream);
  marketInterest.listen(({ interest, come, gone }: InterestChange) => {
    stream.look(interest);
    for (const want of gone) if (want.kind !== 'candles') drop(want.kind === 'book' ? 'books' : 'tapes', want.instrument);
    for (const instrument of seeds(come)) void seed(client, instrument);
  });
  held.add(() => {
    marketInterest.listen(null);
    connectCandles(null);
    useDeskLink.setState({ client: null, lost: null });
  });
  useDeskLink.setState({ client, lost: null });
  refreshInstruments();
  return held;
}
