import { BINANCE_PERPETUALS } from './binance-perpetuals-protocol.ts';
import { BINANCE_WORLD } from './binance-protocol.ts';
import { HYPERLIQUID_PERPETUALS, HYPERLIQUID_WORLD } from './hyperliquid-protocol.ts';
import { KRAKEN_PERPETUALS } from './kraken-futures-protocol.ts';
import { KRAKEN_WORLD } from './kraken-protocol.ts';
import { OKX_PERPETUALS, OKX_WORLD } from './okx-protocol.ts';
import type { WorldProtocol } from './world-protocol.ts';

/** Every protocol that is spoken. */
export const WORLD_PROTOCOLS: readonly WorldProtocol[] = [
  BINANCE_WORLD,
  BINANCE_PERPETUALS,
  OKX_WORLD,
  OKX_PERPETUALS,
  KRAKEN_WORLD,
  HYPERLIQUID_WORLD,
  HYPERLIQUID_PERPETUALS,
  KRAKEN_PERPETUALS,
];

/** A world for each of twenty-five seeds: the numbers that decide on other things of a world have nothing in common with five. */
const BY_SEED: readonly WorldProtocol[] = [
  ...[OKX_WORLD, BINANCE_WORLD, OKX_PERPETUALS, BINANCE_WORLD, KRAKEN_WORLD],
  ...[OKX_WORLD, BINANCE_WORLD, OKX_PERPETUALS, HYPERLIQUID_WORLD, KRAKEN_PERPETUALS],
  ...[BINANCE_WORLD, OKX_PERPETUALS, OKX_WORLD, BINANCE_PERPETUALS, HYPERLIQUID_PERPETUALS],
  ...[OKX_WORLD, BINANCE_WORLD, OKX_PERPETUALS, KRAKEN_WORLD, HYPERLIQUID_WORLD],
  ...[BINANCE_PERPETUALS, OKX_WORLD, KRAKEN_PERPETUALS, KRAKEN_WORLD, BINANCE_WORLD],
];

/** What the venue of a world speaks. */
export function protocolOf(seed: number): WorldProtocol {
  return BY_SEED[seed % BY_SEED.length]!;
}
