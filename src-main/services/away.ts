import type { AwayNote } from '../../src-shared/contract/app.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { Settings } from '../ports/settings.ts';

/** Under which the moment is kept at which nobody looked any more. */
const KEY = 'away';
/** Newest rows that are looked through. */
const ROWS = 500;

/** When the last page went: wall time, and market time of the account. */
interface Moment {
  readonly wall: number;
  readonly market: number;
  readonly account: string;
}

/** What the note is made of. */
export interface AwayParts {
  readonly reader: LedgerReader;
  readonly settings: Settings;
  readonly current: () => AccountScope;
  /** Wall time. */
  readonly now: () => number;
  /** Market time. */
  readonly marketTime: () => number;
}

/** Remembers when the last page went and tells the next one what happened since. */
export class Away {
  private readonly parts: AwayParts;
  private pages = 0;
  private told: AwayNote | null = null;

  constructor(parts: AwayParts) {
    this.parts = parts;
  }

  /** What happened while nobody looked, for as long as the page that it was worked out for is there; null when nothing did. */
  get note(): AwayNote | null {
    return this.told;
  }

  pageCame(): void {
    this.pages += 1;
    if (this.pages > 1) return;
    this.told = this.sinceLeft();
    this.parts.settings.save(KEY, null);
  }

  pageWent(): void {
    this.pages -= 1;
    if (this.pages > 0) return;
    this.told = null;
    const moment: Moment = { wall: this.parts.now(), market: this.parts.marketTime(), account: this.parts.current().account };
    this.parts.settings.save(KEY, JSON.stringify(moment));
  }

  private sinceLeft(): AwayNote | null {
    const { reader, settings, current, now } = this.parts;
    const left = momentOf(settings.load(KEY));
    const account = current();
    if (left === null || left.account !== account.account) return null;
    const fills = reader.fillsSince(account, left.market + 1);
    const refusals = reader.refusals(account, ROWS).filter(({ time }) => time > left.market).length;
    const ended = reader
      .orderHistory(account, { count: ROWS })
      .filter(({ updatedAt, state }) => updatedAt > left.market && state !== 'filled').length;
    if (fills.length + refusals + ended === 0) return null;
    const realised = fills.reduce((sum, fill) => (fill.realised === null ? sum : sum.add(Decimal.parse(fill.realised))), Decimal.ZERO);
    return { from: left.wall, to: now(), fills: fills.length, realised: realised.toString(), refusals, ended };
  }
}

/** What was kept, or null where it was not kept by us. */
function momentOf(text: string | null): Moment | null {
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as Partial<Moment>;
    const { wall, market, account } = kept;
    return typeof wall === 'number' && typeof market === 'number' && typeof account === 'string' ? { wall, market, account } : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}
