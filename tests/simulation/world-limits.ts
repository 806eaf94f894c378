import { NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import { REDUCED_PARTS } from '../../src-shared/domain/reduced-limits.ts';

/** What holds in every world, in the money of its markets. */
export const BOUNDS = { order: 4_000, position: 6_000, gross: 9_000, openOrders: 6, ordersPerMinute: 12 } as const;
/** What holds beside it where contracts are traded: longs above shorts or the other way, a multiple of equity, and a share of the price. */
export const CONTRACT_BOUNDS = { net: 7_000, leverage: 2, distance: 0.85 } as const;

/** The limits that come to these bounds. Those of an account that is armed are larger: in its first hour, which no world outlives, a part of them holds. */
export function limitsOf(armed: boolean, contracts: boolean): RiskLimits {
  const parts = armed ? REDUCED_PARTS : 1;
  return {
    ...NO_LIMITS,
    maxOrderNotional: String(BOUNDS.order * parts),
    maxPositionNotional: String(BOUNDS.position * parts),
    maxGrossExposure: String(BOUNDS.gross * parts),
    maxOpenOrders: BOUNDS.openOrders * parts,
    maxOrdersPerMinute: BOUNDS.ordersPerMinute * parts,
    maxDataAgeMs: 5_000,
    priceCollar: 0.05,
    ...(contracts
      ? {
          maxNetExposure: String(CONTRACT_BOUNDS.net * parts),
          maxLeverage: CONTRACT_BOUNDS.leverage * parts,
          minLiquidationDistance: CONTRACT_BOUNDS.distance,
        }
      : {}),
  };
}
