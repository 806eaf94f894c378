import type { RiskRule, SizeRule } from '../rule.ts';
import { allowedInstruments } from './allowed-instruments.ts';
import { assetExposure } from './asset-exposure.ts';
import { dailyLoss } from './daily-loss.ts';
import { drawdown } from './drawdown.ts';
import { fatFinger } from './fat-finger.ts';
import { freeBase } from './free-base.ts';
import { freeCash } from './free-cash.ts';
import { freshData } from './fresh-data.ts';
import { grossExposure } from './gross-exposure.ts';
import { groupExposure } from './group-exposure.ts';
import { knownBook } from './known-book.ts';
import { knownPrice } from './known-price.ts';
import { leverage } from './leverage.ts';
import { liquidationDistance } from './liquidation-distance.ts';
import { minNotional } from './min-notional.ts';
import { netExposure } from './net-exposure.ts';
import { openOrders } from './open-orders.ts';
import { orderNotional } from './order-notional.ts';
import { orderRate } from './order-rate.ts';
import { position } from './position.ts';
import { priceCollar } from './price-collar.ts';
import { protectionLock } from './protection-lock.ts';
import { quoteExposure } from './quote-exposure.ts';
import { recovering } from './recovering.ts';
import { differing } from './differing.ts';
import { reduceOnly } from './reduce-only.ts';
import { strategyExposure } from './strategy-exposure.ts';
import { tradeRate } from './trade-rate.ts';
import { tradingState } from './trading-state.ts';
import { unarmed } from './unarmed.ts';
import { venueExposure } from './venue-exposure.ts';
import { weeklyLoss } from './weekly-loss.ts';

/** Rules that a smaller order could pass, in their order. */
export const SIZE_RULES: readonly SizeRule[] = [
  freeBase,
  orderNotional,
  fatFinger,
  position,
  strategyExposure,
  assetExposure,
  groupExposure,
  quoteExposure,
  venueExposure,
  netExposure,
  grossExposure,
  leverage,
  freeCash,
];

/**
 * Every rule in the order in which they are asked; the first refusal wins. States and counts come first, because they cost a comparison
 * and no other order would pass either; then prices, then sizes, which a smaller order could pass.
 */
export const RISK_RULES: readonly RiskRule[] = [
  unarmed,
  recovering,
  differing,
  reduceOnly,
  tradingState,
  dailyLoss,
  weeklyLoss,
  drawdown,
  protectionLock,
  allowedInstruments,
  openOrders,
  orderRate,
  tradeRate,
  knownPrice,
  freshData,
  knownBook,
  priceCollar,
  minNotional,
  ...SIZE_RULES,
  liquidationDistance,
];

/** What is asked of a bracket's leg; its entry is asked all the rest. */
export const LEG_RULES: readonly RiskRule[] = [priceCollar, minNotional];
