import type { LedgerCheck } from '../../../src-shared/contract/ledger.ts';
import type { OrderTerms } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Connection } from './connection.ts';
import { type AuditHead, BatchDigest, fillFields, orderFields } from './digest.ts';
import { type OrderColumns, orderOf } from './order-columns.ts';
import { prepare, type StatementName } from './statements.ts';
import { sumProblems } from './verify-sums.ts';

/** Findings that are told one by one; more of them are counted. */
const TOLD = 100;

type Batched = { readonly batch: number };
type AuditRow = AuditHead & { readonly hash: string };
type OrderRow = OrderColumns & Batched & { readonly id: number; readonly scope: number; readonly session: number };

interface EventRow extends Batched {
  readonly order: number;
  readonly line: number;
  readonly state: string;
  readonly filledLots: number;
  readonly reason: string | null;
  readonly time: number;
}

interface AmendmentRow extends Batched, OrderTerms {
  readonly order: number;
  readonly line: number;
  readonly number: number;
  readonly state: string;
  readonly reason: string | null;
  readonly time: number;
}

interface TransactionRow extends Batched {
  readonly id: number;
  readonly kind: string;
  readonly note: string;
  readonly time: number;
  readonly fill: number | null;
  readonly instrument: number;
  readonly specification: number;
  readonly order: number;
  readonly venueFill: string;
  readonly origin: string;
  readonly side: string;
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: string;
  readonly notional: string;
  readonly fee: string;
  readonly realised: string | null;
  readonly originRealised: string | null;
  readonly slippageBps: number | null;
  readonly fillTime: number;
  readonly paid: string | null;
}

interface FeeLotsRow {
  readonly fill: number;
  readonly line: number;
  readonly instrument: number;
  readonly origin: string;
  readonly lots: number;
  readonly value: string;
  readonly realised: string;
  readonly originRealised: string | null;
}

interface PostingRow {
  readonly transaction: number;
  readonly line: number;
  readonly account: string;
  readonly asset: string;
  readonly amount: string;
}

/** Rows of a statement, one ahead, counted. */
class Ahead<Row> {
  count = 0;
  private readonly rows: Iterator<Row, undefined>;
  private next: Row | undefined;

  constructor(connection: Connection, name: StatementName) {
    this.rows = prepare<Row>(connection, name).iterate() as Iterator<Row, undefined>;
    this.next = this.rows.next().value;
  }

  /** The next row when it belongs, and moves on. */
  take(belongs: (row: Row) => boolean): Row | undefined {
    const row = this.next;
    if (row === undefined || !belongs(row)) return undefined;
    this.count += 1;
    this.next = this.rows.next().value;
    return row;
  }

  get left(): boolean {
    return this.next !== undefined;
  }

  /** Lets go of the statement. */
  close(): void {
    this.rows.return?.();
  }
}

/** Checks a ledger against itself: every transaction sums to zero, what is materialised equals what it is made of, the chain of hashes is whole. All as of one instant. */
export function verifyLedger(connection: Connection): LedgerCheck {
  return connection
    .transaction(() => {
      const walk = new BatchWalk(connection);
      const counts = walk.run();
      const problems = [...walk.problems, ...sumProblems(connection)];
      const told =
        problems.length > TOLD ? [...problems.slice(0, TOLD), `${problems.length - TOLD} further findings are not listed.`] : problems;
      const { counted } = prepare<{ counted: number | null }>(connection, 'checkFillsCounted').get() ?? { counted: 0 };
      return { balanced: problems.length === 0, ...counts, missing: Math.max(0, (counted ?? 0) - counts.fills), problems: told };
    })
    .deferred();
}

/** Goes through the audit log and, in step with it, through everything its batches wrote. */
class BatchWalk {
  readonly problems: string[] = [];
  private readonly digest = new BatchDigest();
  private readonly audit: Ahead<AuditRow>;
  private readonly orders: Ahead<OrderRow>;
  private readonly events: Ahead<EventRow>;
  private readonly amendments: Ahead<AmendmentRow>;
  private readonly transactions: Ahead<TransactionRow>;
  private readonly postings: Ahead<PostingRow>;
  private readonly feeLots: Ahead<FeeLotsRow>;
  private fills = 0;
  /** Fills per account so far. */
  private readonly counts = new Map<number, number>();

  constructor(connection: Connection) {
    this.audit = new Ahead(connection, 'checkAudit');
    this.orders = new Ahead(connection, 'checkOrders');
    this.events = new Ahead(connection, 'checkEvents');
    this.amendments = new Ahead(connection, 'checkAmendments');
    this.transactions = new Ahead(connection, 'checkTransactions');
    this.postings = new Ahead(connection, 'checkPostings');
    this.feeLots = new Ahead(connection, 'checkFeeLots');
  }

  run(): Pick<LedgerCheck, 'transactions' | 'postings' | 'fills' | 'orders' | 'auditEntries'> {
    const { audit, orders, events, amendments, transactions, postings, feeLots } = this;
    try {
      let before = '';
      for (let entry = audit.take(() => true); entry !== undefined; entry = audit.take(() => true)) {
        before = this.batch(entry, before);
      }
      if (orders.left || events.left || amendments.left || transactions.left || postings.left || feeLots.left)
        this.problems.push('There are rows that no audit entry accounts for.');
      return {
        transactions: transactions.count,
        postings: postings.count,
        fills: this.fills,
        orders: orders.count,
        auditEntries: audit.count,
      };
    } finally {
      for (const rows of [audit, orders, events, amendments, transactions, postings, feeLots]) rows.close();
    }
  }

  /** Checks one batch and gives the hash that the next one must build on. */
  private batch(entry: AuditRow, before: string): string {
    const { digest, audit } = this;
    if (entry.id !== audit.count) this.problems.push(`Audit entry ${audit.count} is missing.`);
    digest.clear();
    const { fills } = this;
    const here = (row: Batched) => row.batch === entry.id;
    for (let row = this.orders.take(here); row !== undefined; row = this.orders.take(here)) {
      digest.order([row.id, row.specification, ...orderFields(orderOf(row, 0))]);
    }
    for (let row = this.events.take(here); row !== undefined; row = this.events.take(here)) {
      digest.event([row.order, row.line, row.state, row.filledLots, row.reason, row.time]);
    }
    for (let row = this.amendments.take(here); row !== undefined; row = this.amendments.take(here)) {
      const { lots, limitTicks, triggerTicks, trailTicks, expiresAt } = row;
      digest.amendment([
        row.order,
        row.line,
        row.number,
        row.state,
        lots,
        limitTicks,
        triggerTicks,
        trailTicks,
        expiresAt,
        row.reason,
        row.time,
      ]);
    }
    for (let row = this.transactions.take(here); row !== undefined; row = this.transactions.take(here)) this.transaction(row);
    const counted = (this.counts.get(entry.scope) ?? 0) + this.fills - fills;
    this.counts.set(entry.scope, counted);
    if (counted !== entry.fills)
      this.problems.push(`Audit entry ${entry.id} counts ${entry.fills} fills of its account; there are ${counted}.`);
    if (digest.hash(before, entry) !== entry.hash) this.problems.push(`Batch ${entry.id} is not what its audit entry says.`);
    return entry.hash;
  }

  private transaction(row: TransactionRow): void {
    const { digest, problems } = this;
    digest.transaction([row.id, row.kind, JSON.stringify(row.note), row.time]);
    const sums = new Map<string, Decimal>();
    const here = (posting: PostingRow) => posting.transaction === row.id;
    for (let line = this.postings.take(here); line !== undefined; line = this.postings.take(here)) {
      digest.posting([line.line, line.account, line.asset, line.amount]);
      sums.set(line.asset, (sums.get(line.asset) ?? Decimal.ZERO).add(Decimal.parse(line.amount)));
    }
    for (const [asset, sum] of sums) {
      if (!sum.isZero()) problems.push(`Transaction ${row.id} does not sum to zero in ${asset}: ${sum.toString()} is over.`);
    }
    if (sums.size === 0) problems.push(`Transaction ${row.id} has no lines.`);
    if ((row.fill !== null) !== (row.kind === 'fill'))
      problems.push(`Transaction ${row.id} is of kind ${row.kind}, and its fill is ${row.fill === null ? 'missing' : 'there'}.`);
    if (row.fill === null) return;
    this.fills += 1;
    const { instrument, specification, order, venueFill, origin, side, ticks, lots, liquidity } = row;
    const money = [row.notional, row.fee, row.realised, row.originRealised, row.slippageBps, row.fillTime];
    digest.fill(fillFields([instrument, specification, order, venueFill, origin, side, ticks, lots, liquidity, ...money], row.paid));
    const given = ({ fill }: FeeLotsRow) => fill === row.id;
    for (let each = this.feeLots.take(given); each !== undefined; each = this.feeLots.take(given)) {
      digest.feeLots([row.id, each.line, each.instrument, each.origin, each.lots, each.value, each.realised, each.originRealised]);
    }
  }
}
