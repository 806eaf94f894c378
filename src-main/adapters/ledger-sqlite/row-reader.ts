import type { FeeLotsRow, FillRow, OrderRow, RefusalRow, SignalRow } from '../../../src-shared/contract/rows.ts';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Fault, type FaultDetails, faultSentence } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import { refusedTerms, shownAmendment, shownTerms } from '../../../src-shared/domain/shown-terms.ts';
import { shownFeeParts } from '../../../src-shared/domain/fee-parts.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { HeldPosition, OrderStory } from '../../ports/ledger-reader.ts';
import type { Connection } from './connection.ts';
import { type OrderColumns, presentOrder, termsOfText } from './order-columns.ts';
import { paidOfText } from './paid-column.ts';
import { type Prepared, prepare } from './statements.ts';

/** A fill as the columns of its row say. */
export interface FillColumns {
  readonly id: number;
  readonly order: string;
  readonly specification: number;
  readonly venueFill: string;
  readonly origin: string;
  readonly side: FillRow['side'];
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: FillRow['liquidity'];
  readonly notional: string;
  readonly fee: string;
  readonly realised: string | null;
  readonly originRealised: string | null;
  readonly slippageBps: number | null;
  readonly decidedAt: number;
  readonly time: number;
  readonly paid: string | null;
}

/** A step of an order as the columns of its row say. */
export interface OrderMoveColumns {
  readonly state: OrderRow['state'];
  readonly filledLots: number;
  readonly reason: string | null;
  readonly time: number;
}

/** What a position gave up for a fee, as its row says. */
interface FeeLotsColumns extends FeeLotsRow {
  readonly originRealised: string | null;
}

/** A refusal as the columns of its row say. */
export interface RefusalColumns {
  readonly specification: number;
  readonly code: RiskRefusalCode;
  readonly details: string;
  readonly origin: string;
  readonly side: RefusalRow['side'];
  readonly time: number;
}

/** A signal as the columns of its row say. */
export interface SignalColumns {
  readonly instance: string;
  readonly code: string;
  readonly details: string;
  readonly time: number;
}

/** A position over all origins as the columns of its row say. */
export interface PositionColumns {
  readonly specification: number;
  readonly lots: number;
  readonly cost: string;
  readonly openedAt: number;
}

/** Digits of a price that is an average, beyond the tick's. */
const AVERAGE_DIGITS = 2;

/** Turns rows of ticks and lots into rows of prices and sizes, by the specification that held when they were written. */
export class RowReader {
  private readonly known = new Map<number, Instrument>();
  private readonly specification: Prepared<{ specification: string }>;
  private readonly feeLots: Prepared<FeeLotsColumns>;

  constructor(connection: Connection) {
    this.feeLots = prepare(connection, 'feeLotsOf');
    this.specification = prepare(connection, 'specificationGet');
  }

  order(row: OrderColumns): OrderRow {
    const instrument = this.instrument(row.specification);
    const terms = presentOrder(row, 0);
    return {
      id: row.clientId,
      instrument: instrument.id,
      side: row.side,
      type: row.type,
      quoteAmount: row.quoteAmount,
      ...shownTerms(terms, instrument),
      trail: terms.trailTicks === null ? null : instrument.priceText(terms.trailTicks),
      expiresAt: terms.expiresAt,
      amending: shownAmendment(termsOfText(row.pending), instrument),
      filled: instrument.sizeText(row.filledLots),
      timeInForce: row.timeInForce,
      postOnly: row.postOnly === 1,
      reduceOnly: row.reduceOnly === 1,
      group: row.groupId,
      role: row.groupRole,
      state: row.state,
      reason: row.reason,
      origin: row.origin,
      createdAt: row.decidedAt,
      updatedAt: row.updatedAt,
      protective: row.reduceOnly === 1,
    };
  }

  /** An order with its steps. */
  story(row: OrderColumns, moves: readonly OrderMoveColumns[]): OrderStory {
    const instrument = this.instrument(row.specification);
    const steps = moves.map(({ state, filledLots, reason, time }) => ({ state, filled: instrument.sizeText(filledLots), reason, time }));
    return { order: this.order(row), tag: row.tag, moves: steps };
  }

  /** What is held of an instrument, at the average price that the open lots cost. */
  position({ specification, lots, cost, openedAt }: PositionColumns): HeldPosition {
    const instrument = this.instrument(specification);
    const size = instrument.sizeOf(lots);
    const entry = Decimal.parse(cost).divide(size, instrument.priceDecimals + AVERAGE_DIGITS, 'half-away');
    return { instrument: instrument.id, size: size.toString(), entry: entry.toFixed(), openedAt };
  }

  /** The fill with what it realised, which depends on whether the fills of all are looked at, or of its origin alone. */
  fill(row: FillColumns, whose: 'all' | 'own'): FillRow {
    const instrument = this.instrument(row.specification);
    const own = whose === 'own';
    return {
      id: row.venueFill,
      order: row.order,
      instrument: instrument.id,
      side: row.side,
      price: instrument.priceText(row.ticks),
      size: instrument.sizeText(row.lots),
      value: row.notional,
      fee: row.fee,
      feeAsset: instrument.spec.settle,
      ...(row.paid === null ? {} : this.paid(row, row.paid, own)),
      liquidity: row.liquidity,
      slippageBps: row.slippageBps,
      realised: own ? row.originRealised : row.realised,
      origin: row.origin,
      decidedAt: row.decidedAt,
      time: row.time,
    };
  }

  private paid(row: FillColumns, text: string, own: boolean): Pick<FillRow, 'paid' | 'feeLots'> {
    const fill = { ticks: row.ticks, fee: Decimal.parse(row.fee), paid: paidOfText(text) };
    const paid = shownFeeParts(fill, this.instrument(row.specification)) ?? [];
    const feeLots = this.feeLots.all(row.id).map(({ originRealised, realised, ...each }) => {
      return { ...each, realised: own ? originRealised : realised };
    });
    return feeLots.length === 0 ? { paid } : { paid, feeLots };
  }

  refusal(row: RefusalColumns): RefusalRow {
    const { code, side, origin, time } = row;
    const details = JSON.parse(row.details) as FaultDetails;
    const instrument = this.instrument(row.specification);
    const message = faultSentence(code, details);
    return { code, message, details, instrument: instrument.id, side, ...refusedTerms(details, instrument), origin, time };
  }

  signal({ instance, code, details, time }: SignalColumns): SignalRow {
    return { instance, code, details: JSON.parse(details) as FaultDetails, time };
  }

  private instrument(specification: number): Instrument {
    const known = this.known.get(specification);
    if (known !== undefined) return known;
    const row = this.specification.get(specification);
    if (row === undefined) throw new Fault('ledger.corrupt', { file: 'The ledger', problem: `specification ${specification} is missing` });
    const instrument = new Instrument(JSON.parse(row.specification) as InstrumentSpec, 0);
    this.known.set(specification, instrument);
    return instrument;
  }
}
