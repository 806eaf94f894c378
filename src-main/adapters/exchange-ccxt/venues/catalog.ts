import { BINANCE } from './binance.ts';
import { BINANCE_USDM } from './binanceusdm.ts';
import { BYBIT } from './bybit.ts';
import { HYPERLIQUID, HYPERLIQUID_PERP } from './hyperliquid.ts';
import { KRAKEN } from './kraken.ts';
import { KRAKENFUTURES } from './krakenfutures.ts';
import { OKX } from './okx.ts';
import { OTHER_VENUES } from './other-venues.ts';
import type { VenueRules } from './venue-rules.ts';

/** Every venue that an account may be at; proven ones first. */
export const VENUES: readonly VenueRules[] = [
  BINANCE,
  KRAKEN,
  OKX,
  HYPERLIQUID,
  HYPERLIQUID_PERP,
  BINANCE_USDM,
  KRAKENFUTURES,
  BYBIT,
  ...OTHER_VENUES,
];
