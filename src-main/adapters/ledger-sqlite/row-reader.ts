import type { FillRow, OrderRow, RefusalRow, SignalRow } from '../../../src-shared/contract/rows.ts';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Fault, type FaultDetails, faultSentence } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import { refusedTerms, shownAmendment, shownTerms } from '../../../src-shared/domain/shown-terms.ts';
import type { Connection } from './connection.ts';
import { type OrderColumns, presentOrder, termsOfText } from './order-columns.ts';
import { type Prepared, prepare } from './statements.ts';

/** A fill as the columns of its row say. */
export interface FillColumns {
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

/** Turns rows of ticks and lots into rows of prices and sizes, by the specification that held when they were written. */
export class RowReader {
  private readonly known = new Map<number, Instrument>();
  private readonly specification: Prepared<{ specification: string }>;

  constructor(connection: Connection) {
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

  /** The fill with what it realised, which depends on whose fills are looked at. */
  fill(row: FillColumns, realised: string | null): FillRow {
    const instrument = this.instrument(row.specification);
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
      liquidity: row.liquidity,
      slippageBps: row.slippageBps,
      realised,
      origin: row.origin,
      decidedAt: row.decidedAt,
      time: row.time,
    };
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
