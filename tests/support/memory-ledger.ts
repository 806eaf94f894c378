import type { AlertFiring, AlertRecord } from '../../src-shared/domain/alert.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import { directionOf, type IdentifiedOrder } from '../../src-shared/domain/order.ts';
import { FINAL_STATES, type OrderState } from '../../src-shared/domain/order-state.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import { MINUTE_MS, type UtcMs } from '../../src-shared/kernel/time.ts';
import type { EndReason } from '../../src-main/ports/execution-venue.ts';
import { Balances } from '../../src-main/core/accounting/balances.ts';
import { Positions } from '../../src-main/core/accounting/positions.ts';
import { checkZeroSums } from '../../src-main/core/accounting/zero-sums.ts';
import type {
  AccountScope,
  Ledger,
  LedgerBatch,
  LedgerOrder,
  LedgerPosition,
  LedgerRecord,
  LedgerSnapshot,
  PendingTerms,
  RiskStateRecord,
  StrategyRecord,
} from '../../src-main/ports/ledger.ts';

type RecordOf<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: Kind }>;

/** The origin of orders that a person placed. */
const PERSON = 'you';

/** An order and its newest state. */
interface KnownOrder {
  order: IdentifiedOrder;
  state: OrderState;
  filledLots: number;
  reason: EndReason | null;
  amendments: number;
  pending: PendingTerms | null;
  movedAt: number;
}

/** A model of a ledger: what was written stays readable as plain arrays, batches are checked, sums are made when a snapshot asks. The ledger on disk is held to it. */
export class MemoryLedger implements Ledger {
  readonly orders: IdentifiedOrder[] = [];
  readonly fills: RecordOf<'fill'>[] = [];
  readonly transfers: RecordOf<'transfer'>[] = [];
  readonly carry: RecordOf<'carry'>[] = [];
  readonly refusals: RecordOf<'refusal'>[] = [];
  readonly signals: RecordOf<'signal'>[] = [];
  readonly firings: AlertFiring[] = [];
  private readonly alerts = new Map<number, AlertRecord>();
  private account: AccountScope | null = null;
  private time: UtcMs | null = null;
  private sequence = 0;
  private readonly known = new Map<ClientOrderId, KnownOrder>();
  private readonly fillIds = new Set<string>();
  private readonly commands = new Set<string>();
  private readonly strategies = new Map<StrategyInstanceId, StrategyRecord>();
  private readonly memories = new Map<StrategyInstanceId, string>();
  private risk: RiskStateRecord | null = null;
  private limits: RiskLimits | null = null;

  commit(batch: LedgerBatch): void {
    this.check(batch);
    this.account ??= batch.scope;
    for (const record of batch.records) this.record(record);
    this.time = batch.time;
    this.sequence = batch.sequence;
  }

  hasCommand(id: string): boolean {
    return this.commands.has(id);
  }

  hasFill(order: ClientOrderId, fill: string): boolean {
    const known = this.known.get(order);
    return known !== undefined && this.fillIds.has(`${known.order.instrument}/${fill}`);
  }

  snapshot(scope: AccountScope, _instruments: readonly { readonly id: string }[], endedSince?: UtcMs): LedgerSnapshot {
    const mine = this.account !== null && sameAccount(this.account, scope);
    const { time } = this;
    return {
      time: mine ? time : null,
      sequence: mine ? this.sequence : 0,
      balances: mine ? this.balances() : new Map(),
      ...this.positions(mine ? this.fills : []),
      openOrders: mine
        ? [...this.known.values()].filter(({ state }) => !FINAL_STATES.has(state)).map((known) => this.openOrder(known))
        : [],
      endedOrders:
        mine && endedSince !== undefined
          ? [...this.known.values()]
              .filter(({ state, movedAt }) => (state === 'cancelled' || state === 'expired') && movedAt >= endedSince)
              .map((known) => this.openOrder(known))
          : [],
      risk: mine ? this.risk : null,
      limits: mine ? this.limits : null,
      strategies: mine ? [...this.strategies.values()].sort((a, b) => (a.instance < b.instance ? -1 : 1)) : [],
      memories: mine ? this.memories : new Map(),
      ...(mine && this.alerts.size > 0
        ? {
            alerts: {
              newest: Math.max(...this.alerts.keys()),
              records: [...this.alerts.values()].filter(({ status }) => status !== 'removed'),
            },
          }
        : {}),
      recentOrderTimes: mine ? this.orders.map(({ decidedAt }) => decidedAt).filter((at) => at > (time ?? 0) - MINUTE_MS) : [],
    };
  }

  private openOrder(known: KnownOrder): LedgerOrder {
    const { order, state, filledLots, reason, amendments, pending } = known;
    const members = [...this.known.values()].filter((other) => order.group !== null && other.order.group?.id === order.group.id);
    const entries = members.filter((other) => other.order.group?.role === 'entry');
    const legs = members.filter((other) => other.order.group?.role !== 'entry');
    const sum = (of: readonly KnownOrder[]) => of.reduce((lots, other) => lots + other.filledLots, 0);
    const group = {
      entryLots: entries.length === 0 ? null : sum(entries) - this.feeLotsOf(members),
      legLots: sum(legs),
      endedLots: Math.max(0, ...legs.filter((leg) => FINAL_STATES.has(leg.state)).map((leg) => leg.order.lots)),
    };
    const fillIds = this.fills.filter(({ fill }) => fill.order === order.id).map(({ fill }) => fill.id);
    return { order, state, filledLots, cancelReason: reason, group: order.group === null ? null : group, amendments, pending, fillIds };
  }

  private feeLotsOf(orders: readonly KnownOrder[]): number {
    const own = this.fills.filter(({ fill }) => orders.some(({ order }) => order.id === fill.order));
    return own
      .flatMap(({ instrument, feeLots = [] }) => feeLots.filter((given) => given.instrument === instrument))
      .reduce((sum, { lots }) => sum + lots, 0);
  }

  private record(record: LedgerRecord): void {
    switch (record.kind) {
      case 'order':
        this.orders.push(record.order);
        this.known.set(record.order.id, {
          order: record.order,
          state: 'recorded',
          filledLots: 0,
          reason: null,
          amendments: 0,
          pending: null,
          movedAt: record.order.decidedAt,
        });
        break;
      case 'amendment': {
        const known = this.known.get(record.order);
        if (known === undefined) break;
        if (record.state === 'asked') known.amendments = record.number;
        if (record.state === 'amended') known.order = { ...known.order, ...record.terms };
        known.pending = record.state === 'asked' ? { terms: record.terms, since: record.time } : null;
        break;
      }
      case 'order-state': {
        const known = this.known.get(record.order);
        if (known !== undefined) {
          known.state = record.state;
          known.filledLots = record.filledLots;
          known.reason = record.reason;
          known.movedAt = record.time;
        }
        break;
      }
      case 'fill': {
        const key = `${record.instrument}/${record.fill.id}`;
        if (this.fillIds.has(key)) break;
        this.fillIds.add(key);
        this.fills.push(record);
        break;
      }
      case 'transfer':
        this.transfers.push(record);
        break;
      case 'carry':
        this.carry.push(record);
        break;
      case 'refusal':
        this.refusals.push(record);
        break;
      case 'signal':
        this.signals.push(record);
        break;
      case 'risk-state':
        this.risk = record.risk;
        break;
      case 'limits':
        this.limits = record.limits;
        break;
      case 'strategy':
        this.strategies.set(record.record.instance, record.record);
        break;
      case 'strategy-memory':
        this.memories.set(record.instance, record.memory);
        break;
      case 'alert':
        this.alerts.set(record.alert.alert, record.alert);
        break;
      case 'alert-fired': {
        const { firing } = record;
        invariant(
          !this.firings.some((other) => other.alert === firing.alert && other.number === firing.number),
          `firing ${String(firing.number)} of alert ${String(firing.alert)} happens once`,
        );
        this.firings.push(firing);
        break;
      }
      case 'alert-seen':
        break;
      case 'command':
        this.commands.add(record.id);
    }
  }

  /** Nothing of a batch is taken when one of its records may not be. */
  private check({ scope, records }: LedgerBatch): void {
    invariant(this.account === null || sameAccount(this.account, scope), 'a batch is of the book, account and venue of its session');
    const fresh = new Map<string, IdentifiedOrder>();
    const orderOf = (id: ClientOrderId) => this.known.get(id)?.order ?? fresh.get(id);
    for (const record of records) {
      if (record.kind === 'order') {
        invariant(orderOf(record.order.id) === undefined, `order ${record.order.id} is recorded once`);
        fresh.set(record.order.id, record.order);
      } else if (record.kind === 'order-state' || record.kind === 'amendment') {
        invariant(orderOf(record.order) !== undefined, `order ${record.order} was recorded before anything happened to it`);
      } else if (record.kind === 'fill') {
        const order = orderOf(record.fill.order);
        invariant(order !== undefined, `order ${record.fill.order} was recorded before anything happened to it`);
        invariant(order.instrument === record.instrument, `fill ${record.fill.id} is of the instrument of its order`);
        checkZeroSums(record.postings);
      } else if (record.kind === 'transfer' || record.kind === 'carry') checkZeroSums(record.postings);
    }
  }

  private balances(): ReadonlyMap<string, Decimal> {
    const balances = new Balances();
    for (const { postings } of [...this.transfers, ...this.carry, ...this.fills]) {
      for (const { account, asset, amount } of postings) if (account === 'holdings') balances.add(asset, amount);
    }
    return new Map(balances.entries());
  }

  private positions(fills: readonly RecordOf<'fill'>[]): Pick<LedgerSnapshot, 'positions' | 'instancePositions'> {
    const moves = fills.flatMap(({ feeLots = [], ...record }) => [record, ...feeLots.map((given) => ({ ...given, fill: record.fill }))]);
    const columns = moves.reduce((count, { instrument }) => Math.max(count, instrument + 1), 0);
    const books = new Map<string, Positions>();
    for (const move of moves) {
      const { instrument, fill, origin } = move;
      for (const owner of ['', origin]) {
        const book = books.get(owner) ?? new Positions(columns);
        books.set(owner, book);
        if (!('side' in move)) book.payFee(instrument, move.lots, move.value, fill.time);
        else book.apply(instrument, directionOf(move.side) * fill.lots, { notional: move.notional, fee: fill.fee }, fill.time);
      }
    }
    const traded = (owner: string) =>
      new Set(moves.filter(({ origin }) => owner === '' || origin === owner).map(({ instrument }) => instrument));
    const read = (owner: string): LedgerPosition[] =>
      [...traded(owner)].sort((a, b) => a - b).map((instrument) => (books.get(owner) ?? new Positions(columns)).read(instrument));
    const instances = [...books.keys()].filter((owner) => owner !== '' && owner !== PERSON) as StrategyInstanceId[];
    return {
      positions: read(''),
      instancePositions: instances.flatMap((instance) => read(instance).map((position) => ({ ...position, instance }))),
    };
  }
}

function sameAccount(a: AccountScope, b: AccountScope): boolean {
  return a.book === b.book && a.account === b.account && a.venue === b.venue;
}
