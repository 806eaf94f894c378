import type { FundingRow, RecordingRow, SeriesLook, SeriesRow } from '../../src-shared/contract/data.ts';
import type { CandleStore } from '../ports/candle-store.ts';
import type { FundingStore } from '../ports/funding-store.ts';
import type { DepthDay } from '../ports/depth.ts';
import { fundingRow, seriesRow } from './data-work.ts';
import { recordingRow } from './recording-work.ts';

/** What the stored data is reached by. */
export interface DataParts {
  readonly open: () => CandleStore;
  readonly openFunding: () => FundingStore;
  readonly recordings: () => readonly DepthDay[];
  /** Looks a series through on a thread of its own. */
  readonly look: (id: string) => Promise<SeriesLook>;
}

/** The stored market data. */
export class DataService {
  private readonly parts: DataParts;

  constructor(parts: DataParts) {
    this.parts = parts;
  }

  list(): { readonly series: readonly SeriesRow[]; readonly funding: readonly FundingRow[] } {
    return {
      series: this.within((store) => store.list().map(seriesRow)),
      funding: this.withFunding((store) => store.list().map(fundingRow)),
    };
  }

  /** The recorded order books, day by day. */
  recordings(): { readonly recordings: readonly RecordingRow[] } {
    return { recordings: this.parts.recordings().map(recordingRow) };
  }

  look(id: string): Promise<SeriesLook> {
    return this.parts.look(id);
  }

  remove(id: string): { readonly removed: boolean } {
    if (id.endsWith(':funding')) return this.removeFunding(id);
    return this.within((store) => {
      if (store.find(id) === null) return { removed: false };
      store.remove(id);
      return { removed: true };
    });
  }

  private removeFunding(id: string): { readonly removed: boolean } {
    return this.withFunding((store) => {
      if (!store.list().some((info) => info.id === id)) return { removed: false };
      store.remove(id);
      return { removed: true };
    });
  }

  private withFunding<Value>(work: (store: FundingStore) => Value): Value {
    const store = this.parts.openFunding();
    try {
      return work(store);
    } finally {
      store.close();
    }
  }

  private within<Value>(work: (store: CandleStore) => Value): Value {
    const store = this.parts.open();
    try {
      return work(store);
    } finally {
      store.close();
    }
  }
}
