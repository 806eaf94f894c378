import type { RiskRule, SizeRule } from '../rule.ts';
import { allowedInstruments } from './allowed-instruments.ts';
import { dailyLoss } from './daily-loss.ts';
import { drawdown } from './drawdown.ts';
import { freeBase } from './free-base.ts';
import { freeCash } from './free-cash.ts';
import { freshData } from './fresh-data.ts';
import { grossExposure } from './gross-exposure.ts';
import { knownPrice } from './known-price.ts';
import { minNotional } from './min-notional.ts';
import { openOrders } from './open-orders.ts';
import { orderNotional } from './order-notional.ts';
import { orderRate } from './order-rate.ts';
import { position } from './position.ts';
import { priceCollar } from './price-collar.ts';
import { protectionLock } from './protection-lock.ts';
import { recovering } from './recovering.ts';
import { reduceOnly } from './reduce-only.ts';
import { tradingState } from './trading-state.ts';

/** Rules that a smaller order could pass, in their order. */
export const SIZE_RULES: readonly SizeRule[] = [freeBase, orderNotional, position, grossExposure, freeCash];

/**
 * Every rule in the order in which they are asked; the first refusal wins. States and counts come first, because they cost a comparison
 * and no other order would pass either; then prices, then sizes, which a smaller order could pass.
 */
export const RISK_RULES: readonly RiskRule[] = [
  recovering,
  reduceOnly,
  tradingState,
  dailyLoss,
  drawdown,
  protectionLock,
  allowedInstruments,
  openOrders,
  orderRate,
  knownPrice,
  freshData,
  priceCollar,
  minNotional,
  ...SIZE_RULES,
];

/** What is asked of a bracket's leg; its entry is asked all the rest. */
export const LEG_RULES: readonly RiskRule[] = [priceCollar, minNotional];
