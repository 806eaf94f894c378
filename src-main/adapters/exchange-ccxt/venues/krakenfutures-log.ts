import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenFee, SeenFunding } from '../../../ports/venue-orders.ts';
import { INSTANT } from './kraken-parts.ts';
import { contractNamed, FIGURE_OR_NONE, figureOrNull } from './krakenfutures-parts.ts';
import type { OrderMarket, ProtocolCalls, Reading } from './order-protocol.ts';
import { WHOLE } from './read-parts.ts';

/** Rows of the first page, which are the cheapest to ask for, of each further one, and most pages. */
const FIRST = 25;
const PAGE = 1_000;
const PAGES = 100;
/** Rows that are remembered. */
const KEPT = 20_000;
/** A log that has lacked what traded for so long is read anew, ms: a row may be shown after ones that were booked later, and those before the newest are not asked for again. */
const ANEW_MS = 60_000;

const ROW = z.object({
  id: WHOLE,
  date: INSTANT,
  asset: z.string(),
  info: z.string(),
  contract: z.nullish(z.string()),
  execution: z.nullish(z.string()),
  fee: FIGURE_OR_NONE,
  realized_funding: FIGURE_OR_NONE,
  old_balance: FIGURE_OR_NONE,
  new_balance: FIGURE_OR_NONE,
});
const LOG = z.object({ logs: z.array(ROW) });
type Row = z.infer<typeof ROW>;

/** Kinds of trades that the venue itself made: for lack of margin, or because another's position could not be closed. */
const FORCED: ReadonlySet<string> = new Set([
  ...['futures liquidation', 'futures partial liquidation', 'covered liquidation', 'futures assignor'],
  ...['futures unwind bankrupt', 'futures unwind counterparty'],
]);

/** What an execution moved: the fee that was taken, and what was paid for what it closed. */
export interface Booking {
  readonly fee: SeenFee;
  readonly profit: string;
  readonly forced: boolean;
  /** Where it stands in the log, which only grows. */
  readonly place: number;
}

/** Rows since an instant of the venue's, and from a row on, oldest first. */
async function rowsSince({ exchange, ask }: Reading, since: number, first: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let pages = 0; pages < PAGES; pages += 1) {
    const count = pages === 0 ? FIRST : PAGE;
    const from = (rows.at(-1)?.id ?? first - 1) + 1;
    const page = await ask(
      () => exchange.historyGetAccountLog({ since, sort: 'asc', count, ...(from === 0 ? {} : { from }) }),
      (answer) => LOG.parse(answer).logs,
    );
    rows.push(...page);
    if (page.length < count) return rows;
  }
  throw new Fault('venue.refused', { venue: 'Kraken Futures', problem: 'the log of the account is too long to be read' });
}

/** What of an account's log has been read: it only grows, and asking for it is dear. */
interface Log {
  readonly since: number;
  /** Since when it lacks what has traded, ms; null while it does not. */
  lacksSince: number | null;
  readonly rows: Row[];
}

const logs = new WeakMap<ProtocolCalls, Log>();
/** Dollars as they were told last, and as they were when a log without a row of them was read first. */
const dollars = new WeakMap<ProtocolCalls, { readonly held: string; readonly before: string | null }>();

/** Notes what an account has: while that does not change and nothing trades, nothing is booked. */
export function noteDollars(exchange: ProtocolCalls, held: string): void {
  dollars.set(exchange, { held, before: dollars.get(exchange)?.before ?? null });
}

/** Rows since an instant: as they were read before, with what has come since where that is asked for. */
async function logSince(reading: Reading, since: number, more: boolean): Promise<readonly Row[]> {
  const { exchange } = reading;
  const known = logs.get(exchange);
  if (known === undefined || known.since > since) {
    const log = { since, lacksSince: null, rows: [...(await rowsSince(reading, since, 0))] };
    logs.set(exchange, log);
    return log.rows;
  }
  if (more) {
    const read = await rowsSince(reading, known.since, (known.rows.at(-1)?.id ?? -1) + 1);
    // Another question may have read them meanwhile.
    const last = known.rows.at(-1)?.id ?? -1;
    known.rows.push(...read.filter(({ id }) => id > last));
    if (known.rows.length > KEPT)
      logs.set(exchange, { ...known, since: known.rows.at(-KEPT / 2)!.date + 1, rows: known.rows.slice(-KEPT / 2) });
  }
  return known.rows.filter(({ date }) => date >= since);
}

/**
 * What these executions moved, by their ids. The venue books money to so many digits, whatever a fee or a profit would come to: what its balance moved by is the
 * truth, and what neither fee nor funding explains of it is profit. Fails while one of them is not booked.
 */
export async function bookingsOf(reading: Reading, executions: readonly string[], since: number): Promise<ReadonlyMap<string, Booking>> {
  const found = await bookingsFor(reading, executions, since);
  const missing = executions.find((uid) => !found.has(uid));
  if (missing !== undefined) throw new Error(`Kraken Futures has not booked the trade ${missing} yet.`);
  return found;
}

/** Whether the log has a row for each of these. */
export async function areBooked(reading: Reading, executions: readonly string[], since: number): Promise<boolean> {
  const found = await bookingsFor(reading, executions, since);
  return executions.every((uid) => found.has(uid));
}

async function bookingsFor(reading: Reading, executions: readonly string[], since: number): Promise<ReadonlyMap<string, Booking>> {
  const { exchange } = reading;
  const areIn = (found: ReadonlyMap<string, Booking>) => executions.every((uid) => found.has(uid));
  const found = bookings(reading, await logSince(reading, since, false));
  if (areIn(found)) return found;
  const more = bookings(reading, await logSince(reading, since, true));
  const log = logs.get(exchange);
  if (log === undefined) return more;
  log.lacksSince = areIn(more) ? null : (log.lacksSince ?? exchange.nonce());
  if (log.lacksSince === null || exchange.nonce() - log.lacksSince < ANEW_MS) return more;
  logs.delete(exchange);
  return bookings(reading, await logSince(reading, since, false));
}

function bookings({ markets }: Reading, rows: readonly Row[]): Map<string, Booking> {
  const found = new Map<string, Booking>();
  for (const row of rows) {
    const { execution, contract, asset, info } = row;
    if (execution === null || execution === undefined || !isMoney(row)) continue;
    const market = contractNamed(markets, contract ?? '');
    if (market === null) continue;
    const paidIn = markets.asset(asset.toUpperCase());
    if (paidIn !== market.quote) throw refused(`what ${market.symbol} earns is paid in ${paidIn}, and not in ${market.quote}`);
    // Both sides of one trade were this account's: whose share is which, nobody could say.
    if (found.has(execution)) throw new Fault('venue.garbled', { venue: 'Kraken Futures' });
    const [fee, funding] = [figureOf(row.fee), figureOf(row.realized_funding)];
    const moved = figureOf(row.new_balance).sub(figureOf(row.old_balance));
    found.set(execution, {
      fee: { asset: paidIn, amount: fee.toString() },
      profit: moved.add(fee).sub(funding).toString(),
      forced: FORCED.has(info),
      place: row.id,
    });
  }
  return found;
}

/** A row of money: that of the size that was traded names the contract as what was moved. */
function isMoney({ asset, contract }: Row): boolean {
  return asset.toLowerCase() !== contract?.toLowerCase();
}

function figureOf(text: z.infer<typeof FIGURE_OR_NONE>): Decimal {
  return Decimal.parse(figureOrNull(text) ?? '0');
}

/** Funding since an instant, one payment for each contract and instant: the venue pays it by the hour, and what has come together when a position changes. */
export async function fundingOf(reading: Reading, markets: readonly OrderMarket[], since: number): Promise<readonly SeenFunding[]> {
  const rows = await logSince(reading, since, !isExplained(reading));
  const money = dollars.get(reading.exchange);
  if (money !== undefined) dollars.set(reading.exchange, { held: money.held, before: money.before ?? money.held });
  const payments = new Map<string, SeenFunding>();
  for (const row of rows) {
    const market = contractNamed(reading.markets, row.contract ?? '');
    const amount = figureOf(row.realized_funding);
    if (market === null || amount.isZero() || !isMoney(row) || !markets.some(({ id }) => id === market.id)) continue;
    const key = `${market.id} ${String(row.date)}`;
    const before = Decimal.parse(payments.get(key)?.amount ?? '0');
    payments.set(key, { symbol: market.symbol, amount: before.add(amount).toString(), time: row.date });
  }
  return [...payments.values()].sort((a, b) => a.time - b.time);
}

/**
 * Whether the newest row leaves the account with what it has: then there is nothing that is not in the log yet. What it had at some earlier time says nothing: a payment may bring it back to
 * just that.
 */
function isExplained({ exchange, markets }: Reading): boolean {
  const money = dollars.get(exchange);
  if (money === undefined) return false;
  const newest = logs.get(exchange)?.rows.findLast((row) => isMoney(row) && markets.asset(row.asset.toUpperCase()) === 'USD');
  return newest === undefined ? money.held === money.before : figureOf(newest.new_balance).equals(Decimal.parse(money.held));
}

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: 'Kraken Futures', problem });
}
