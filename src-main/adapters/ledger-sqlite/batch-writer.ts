import type { IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { FeeLots, LedgerBatch, LedgerRecord, Posting } from '../../ports/ledger.ts';
import { checkZeroSums } from '../../core/accounting/zero-sums.ts';
import type { Connection } from './connection.ts';
import { BatchDigest, fillFields, orderFields } from './digest.ts';
import { termsText } from './order-columns.ts';
import { MoneyBook } from './money-book.ts';
import { paidText } from './paid-column.ts';
import type { OpenSession } from './session-table.ts';
import { prepare } from './statements.ts';

type RecordOf<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: Kind }>;

const POSTING_COLUMNS = 5;
/** Fields that every order has. */
const ORDER_FIELDS = 16;
/** Orders whose numbers are kept at hand. */
const REMEMBERED_ORDERS = 4_096;

/** What the writer must know of an order to book on it. */
interface OrderEntry {
  readonly id: number;
  readonly scopeId: number;
  readonly specificationId: number;
  readonly instrumentId: number;
}

/** A transaction to be booked. */
interface Entry {
  readonly kind: string;
  readonly note: string;
  readonly time: number;
  readonly postings: readonly Posting[];
}

/** Writes the records of one batch, inside a transaction that is already open. Keeps what it will need again; `forget` lets go of it when a transaction failed. */
export class BatchWriter {
  private readonly orders = new Map<ClientOrderId, OrderEntry>();
  private readonly money: MoneyBook;
  private readonly digest = new BatchDigest();
  private audit: { id: number; hash: string } | null = null;
  private transactionId = -1;
  private line = 0;
  private fills = 0;
  private readonly fillCounts = new Map<number, number>();
  private readonly sql;

  constructor(connection: Connection) {
    this.money = new MoneyBook(connection);
    this.sql = statementsOf(connection);
  }

  /** Forgets what was remembered: what the file says is the truth. */
  forget(): void {
    this.orders.clear();
    this.money.forget();
    this.audit = null;
    this.fillCounts.clear();
    this.transactionId = -1;
  }

  write(session: OpenSession, batch: LedgerBatch, wall: number): void {
    const before = this.lastAudit();
    const id = before.id + 1;
    this.digest.clear();
    this.line = 0;
    const { scopeId } = session;
    this.fills = this.fillsOf(scopeId);
    for (const record of batch.records) this.record(session, id, record);
    const { time, sequence } = batch;
    const records = summary(batch.records);
    const { fills } = this;
    const hash = this.digest.hash(before.hash, { id, scope: scopeId, session: session.id, time, sequence, wall, records, fills });
    this.sql.auditAdd.run(id, scopeId, session.id, time, sequence, wall, records, fills, hash);
    this.audit = { id, hash };
    this.fillCounts.set(scopeId, fills);
  }

  private fillsOf(scope: number): number {
    return this.fillCounts.get(scope) ?? this.sql.scopeLast.get(scope)?.fills ?? 0;
  }

  private lastAudit(): { id: number; hash: string } {
    this.audit ??= this.sql.auditLast.get() ?? { id: 0, hash: '' };
    return this.audit;
  }

  private record(session: OpenSession, batch: number, record: LedgerRecord): void {
    const { sql } = this;
    const { scopeId, id } = session;
    switch (record.kind) {
      case 'order':
        this.order(session, batch, record.order);
        break;
      case 'order-state':
        this.orderState(session, batch, record);
        break;
      case 'amendment':
        this.amendment(session, batch, record);
        break;
      case 'fill':
        this.fill(session, batch, record);
        break;
      case 'transfer':
        this.transaction(session, batch, { ...record, kind: record.reason });
        break;
      case 'carry':
        this.transaction(session, batch, { ...record, note: record.origin });
        break;
      case 'refusal':
        this.refusal(session, record);
        break;
      case 'risk-state':
        sql.riskSet.run(scopeId, JSON.stringify(record.risk));
        break;
      case 'limits':
        sql.limitsAdd.run(scopeId, id, JSON.stringify(record.limits), record.time);
        break;
      case 'strategy':
        sql.strategySet.run(scopeId, record.record.instance, JSON.stringify(record.record));
        break;
      case 'strategy-memory':
        sql.memorySet.run(scopeId, record.instance, record.memory);
        break;
      case 'signal':
        sql.signalAdd.run(scopeId, id, record.instance, record.code, JSON.stringify(record.details), record.time);
        break;
      case 'alert': {
        const { alert } = record;
        sql.alertSet.run(scopeId, alert.alert, JSON.stringify(alert), alert.status === 'removed' ? 1 : 0);
        break;
      }
      case 'alert-fired': {
        const { firing } = record;
        sql.alertFiringAdd.run(scopeId, firing.alert, firing.number, batch, firing.time, JSON.stringify(firing));
        break;
      }
      case 'alert-seen':
        if (record.alert === null) sql.alertsSeen.run(record.time, scopeId, record.until);
        else sql.alertSeen.run(record.time, scopeId, record.until, record.alert);
        break;
      case 'command':
        sql.commandAdd.run(record.id, scopeId, id, record.time);
    }
  }

  private order(session: OpenSession, batch: number, order: IdentifiedOrder): void {
    const traded = session.instrument(order.instrument);
    const fields = orderFields(order);
    const { specificationId, instrumentId } = traded;
    const [client, ...rest] = fields.slice(0, ORDER_FIELDS);
    const late = [order.trailTicks, order.expiresAt];
    const added = this.sql.orderAdd.run(client, session.scopeId, session.id, specificationId, batch, ...rest, ...late, order.decidedAt);
    const id = Number(added.lastInsertRowid);
    this.digest.order([id, specificationId, ...fields]);
    this.remember(order.id, { id, scopeId: session.scopeId, specificationId, instrumentId });
  }

  /** Whatever is forgotten is read again when it is needed. */
  private remember(order: ClientOrderId, entry: OrderEntry): void {
    if (this.orders.size >= REMEMBERED_ORDERS) this.orders.clear();
    this.orders.set(order, entry);
  }

  private orderEntry(session: OpenSession, order: ClientOrderId): OrderEntry {
    const known = this.orders.get(order) ?? this.sql.orderFind.get(order);
    invariant(known !== undefined, `order ${order} was recorded before anything happened to it`);
    invariant(known.scopeId === session.scopeId, `order ${order} belongs to the account and book of its batch`);
    this.remember(order, known);
    return known;
  }

  private orderState(session: OpenSession, batch: number, record: RecordOf<'order-state'>): void {
    const { state, filledLots, reason, time } = record;
    const { id } = this.orderEntry(session, record.order);
    const final = FINAL_STATES.has(state);
    this.sql.orderMove.run(state, filledLots, reason, time, final ? 0 : 1, id);
    const line = this.line++;
    this.sql.orderEventAdd.run(id, batch, line, state, filledLots, reason, time);
    this.digest.event([id, line, state, filledLots, reason, time]);
  }

  private amendment(session: OpenSession, batch: number, record: RecordOf<'amendment'>): void {
    const { number, state, terms, reason, time } = record;
    const { id } = this.orderEntry(session, record.order);
    const { sql } = this;
    if (state === 'asked') sql.orderAmendAsked.run(number, termsText(terms), id);
    else if (state === 'amended') sql.orderAmended.run(termsText(terms), id);
    else sql.orderAmendRefused.run(id);
    const line = this.line++;
    const fields = [number, state, terms.lots, terms.limitTicks, terms.triggerTicks, terms.trailTicks, terms.expiresAt, reason, time];
    sql.amendmentAdd.run(id, batch, line, ...fields);
    this.digest.amendment([id, line, ...fields]);
  }

  private fill(session: OpenSession, batch: number, record: RecordOf<'fill'>): void {
    const { fill, origin, side } = record;
    const { scopeId } = session;
    const order = this.orderEntry(session, fill.order);
    const { instrumentId, specificationId } = session.instrument(record.instrument);
    invariant(instrumentId === order.instrumentId, `fill ${fill.id} is of the instrument of its order`);
    if (this.sql.fillFind.get(scopeId, instrumentId, fill.id) !== undefined) return;
    const { postings } = record;
    const id = this.transaction(session, batch, { kind: 'fill', note: '', time: fill.time, postings });
    const originRealised = this.money.position(scopeId, instrumentId, record);
    const texts = [
      record.notional.toString(),
      fill.fee.toString(),
      record.realised?.toString() ?? null,
      originRealised?.toString() ?? null,
    ];
    const traded = [fill.id, origin, side, fill.ticks, fill.lots, fill.liquidity, ...texts, finiteOrNull(record.slippageBps), fill.time];
    const paid = fill.paid === undefined ? null : paidText(fill.paid);
    this.sql.fillAdd.run(id, scopeId, instrumentId, specificationId, order.id, batch, ...traded, paid);
    this.digest.fill(fillFields([instrumentId, specificationId, order.id, ...traded], paid));
    if (record.feeLots !== undefined) this.feeLots(session, id, record.feeLots, fill.time);
    this.fills += 1;
  }

  private feeLots(session: OpenSession, fill: number, given: readonly FeeLots[], time: number): void {
    for (const [line, row] of given.entries()) {
      const { instrumentId } = session.instrument(row.instrument);
      const originRealised = this.money.payFee(session.scopeId, instrumentId, { ...row, time });
      const { origin, lots, value, realised } = row;
      const fields = [line, instrumentId, origin, lots, value.toString(), realised.toString(), originRealised?.toString() ?? null];
      this.sql.feeLotsAdd.run(fill, ...fields);
      this.digest.feeLots([fill, ...fields]);
    }
  }

  private transaction(session: OpenSession, batch: number, entry: Entry): number {
    const { kind, note, time, postings } = entry;
    checkZeroSums(postings);
    if (this.transactionId < 0) this.transactionId = this.sql.transactionLast.get()?.last ?? 0;
    const id = (this.transactionId += 1);
    this.sql.transactionAdd.run(id, session.scopeId, batch, kind, note, time);
    this.digest.transaction([id, kind, JSON.stringify(note), time]);
    this.postings(id, postings);
    this.money.hold(session.scopeId, postings);
    return id;
  }

  private postings(transaction: number, postings: readonly Posting[]): void {
    const values: (string | number)[] = [];
    for (let line = 0; line < postings.length; line += 1) {
      const { account, asset, amount } = postings[line]!;
      const text = amount.toString();
      values.push(transaction, line, account, asset, text);
      this.digest.posting([line, account, asset, text]);
    }
    const { sql } = this;
    if (postings.length === 6) sql.postingAdd6.run(...values);
    else if (postings.length === 5) sql.postingAdd5.run(...values);
    else if (postings.length === 4) sql.postingAdd4.run(...values);
    else for (let at = 0; at < values.length; at += POSTING_COLUMNS) sql.postingAdd.run(...values.slice(at, at + POSTING_COLUMNS));
  }

  private refusal(session: OpenSession, record: RecordOf<'refusal'>): void {
    const { code, details, origin, side, time } = record;
    const { specificationId } = session.instrument(record.instrument);
    this.sql.refusalAdd.run(session.scopeId, session.id, specificationId, code, JSON.stringify(details), origin, side, time);
  }
}

function statementsOf(connection: Connection) {
  return {
    auditLast: prepare<{ id: number; hash: string }>(connection, 'auditLast'),
    auditAdd: prepare(connection, 'auditAdd'),
    scopeLast: prepare<{ fills: number }>(connection, 'scopeLast'),
    orderAdd: prepare(connection, 'orderAdd'),
    orderFind: prepare<OrderEntry>(connection, 'orderFind'),
    orderMove: prepare(connection, 'orderMove'),
    orderEventAdd: prepare(connection, 'orderEventAdd'),
    orderAmendAsked: prepare(connection, 'orderAmendAsked'),
    orderAmended: prepare(connection, 'orderAmended'),
    orderAmendRefused: prepare(connection, 'orderAmendRefused'),
    amendmentAdd: prepare(connection, 'amendmentAdd'),
    transactionLast: prepare<{ last: number | null }>(connection, 'transactionLast'),
    transactionAdd: prepare(connection, 'transactionAdd'),
    postingAdd: prepare(connection, 'postingAdd'),
    postingAdd4: prepare(connection, 'postingAdd4'),
    postingAdd5: prepare(connection, 'postingAdd5'),
    postingAdd6: prepare(connection, 'postingAdd6'),
    fillFind: prepare(connection, 'fillFind'),
    fillAdd: prepare(connection, 'fillAdd'),
    feeLotsAdd: prepare(connection, 'feeLotsAdd'),
    refusalAdd: prepare(connection, 'refusalAdd'),
    signalAdd: prepare(connection, 'signalAdd'),
    strategySet: prepare(connection, 'strategySet'),
    memorySet: prepare(connection, 'memorySet'),
    riskSet: prepare(connection, 'riskSet'),
    limitsAdd: prepare(connection, 'limitsAdd'),
    alertSet: prepare(connection, 'alertSet'),
    alertFiringAdd: prepare(connection, 'alertFiringAdd'),
    alertsSeen: prepare(connection, 'alertsSeen'),
    alertSeen: prepare(connection, 'alertSeen'),
    commandAdd: prepare(connection, 'commandAdd'),
  };
}

/** SQLite has no NaN and no infinity. */
function finiteOrNull(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

function summary(records: readonly LedgerRecord[]): string {
  let text = '';
  for (const { kind } of records) text += text === '' ? kind : ` ${kind}`;
  return text;
}
