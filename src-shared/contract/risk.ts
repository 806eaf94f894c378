import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { breakers } from './breakers.ts';
import { protections } from './protections.ts';
import type { RiskRow } from './rows.ts';
import { commandId, instrumentId, positiveDecimalText } from './scalars.ts';

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });
const money = z.nullable(positiveDecimalText);

/** The limits a person sets; null switches a rule off. */
export const riskLimits = z.object({
  maxOrderNotional: money,
  maxPositionNotional: money,
  maxGrossExposure: money,
  maxOpenOrders: z.nullable(z.int().check(z.gte(0), z.lte(10_000))),
  priceCollar: z.nullable(z.number().check(z.gt(0), z.lte(1))),
  maxDataAgeMs: z.nullable(z.int().check(z.gte(100), z.lte(86_400_000))),
  maxOrdersPerMinute: z.nullable(z.int().check(z.gte(0), z.lte(100_000))),
  maxDailyLoss: money,
  maxDrawdown: z.nullable(z.number().check(z.gt(0), z.lte(1))),
  maxAssetExposure: money,
  maxQuoteExposure: money,
  maxVenueExposure: money,
  maxStrategyExposure: money,
  maxNetExposure: money,
  maxGroupExposure: money,
  groupCorrelation: z.nullable(z.number().check(z.gt(0), z.lt(1))),
  maxLeverage: z.nullable(z.number().check(z.gt(0), z.lte(1_000))),
  minLiquidationDistance: z.nullable(z.number().check(z.gt(0), z.lte(1))),
  maxWeeklyLoss: money,
  maxTradesPerDay: z.nullable(z.int().check(z.gte(0), z.lte(100_000))),
  maxTypicalMultiple: z.nullable(z.number().check(z.gte(1), z.lte(10_000))),
  allowedInstruments: z.nullable(z.array(instrumentId).check(z.maxLength(1_000))),
  protections,
  breakers,
});

/** Trading state and limits. */
export const riskContract = {
  state: call.input(z.object({})).output(type<RiskRow>()),
  setLimits: change.input(z.object({ command: commandId, limits: riskLimits })).output(type<RiskRow>()),
  /** Stops strategies, cancels whatever could open or add, and halts. Orders that only protect a position stay. Never refused. */
  kill: call
    .$meta({ privilege: 'open', ratePerSecond: 20, openWhileLocked: true })
    .input(z.object({ command: commandId }))
    .output(type<{ readonly cancelled: number; readonly kept: number }>()),
  /** Lets only reducing orders pass. */
  reduce: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 10, openWhileLocked: true })
    .input(z.object({ command: commandId }))
    .output(type<RiskRow>()),
  /** A person starts trading again. */
  rearm: call
    .$meta({ privilege: 'confirmed', ratePerSecond: 5 })
    .input(z.object({ command: commandId, confirmed: z.literal(true) }))
    .output(type<RiskRow>()),
};
