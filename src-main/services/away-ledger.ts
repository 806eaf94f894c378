import type { AwayNote } from '../../src-shared/contract/app.ts';
import { fillRealised } from '../../src-shared/contract/fill-realised.ts';
import { firingWords, PLAIN_FIGURES } from '../../src-shared/domain/alert-words.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { AwayMoment } from './away-moment.ts';

/** Newest rows that are looked through. */
const ROWS = 500;
/** Most rows of a kind that are told one by one. */
const TOLD = 100;

/** What the ledger has of the time since a moment. */
export type SinceMoment = Pick<
  AwayNote,
  'fills' | 'realised' | 'refusals' | 'ended' | 'alerts' | 'fillRows' | 'refusalRows' | 'endedRows' | 'alertRows' | 'doubts'
>;

/** Reads what happened on an account since a moment. Orders that were in doubt then are told whatever became of them. */
export function ledgerSince(
  reader: LedgerReader,
  account: AccountScope,
  { market, facts }: Pick<AwayMoment, 'market' | 'facts'>,
): SinceMoment {
  const fills = reader.fillsSince(account, market + 1);
  const refusals = reader.refusals(account, ROWS).filter(({ time }) => time > market);
  const doubts = reader.ordersById(facts?.doubts ?? []);
  const doubted = new Set(doubts.map(({ id }) => id));
  const ended = reader
    .orderHistory(account, { count: ROWS })
    .filter(({ id, updatedAt, state }) => updatedAt > market && state !== 'filled' && !doubted.has(id));
  const spoken = reader.alertFirings(account, ROWS).filter(({ firing }) => firing.time > market);
  const realised = fills.reduce((sum, fill) => sum.add(Decimal.parse(fillRealised(fill) ?? '0')), Decimal.ZERO);
  return {
    fills: fills.length,
    realised: realised.toString(),
    refusals: refusals.length,
    ended: ended.length,
    alerts: spoken.length,
    alertRows: spoken.slice(0, TOLD).map(({ firing }) => ({ time: firing.time, sentence: firingWords(firing, PLAIN_FIGURES) })),
    fillRows: fills.slice(-TOLD).reverse(),
    refusalRows: refusals.slice(0, TOLD),
    endedRows: ended.slice(0, TOLD),
    doubts,
  };
}
