import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { units } from './units.ts';

/** A bracket of a contract: it holds for positions worth `from` and more, up to the next. */
export interface ContractTier {
  /** Settle asset. */
  readonly from: bigint;
  /** Maintenance margin as a share of the value. */
  readonly rate: bigint;
  readonly leverage: number;
}

/** What makes a market one of perpetual contracts: linear, in base units, paid in one asset. */
export interface ContractRules {
  readonly settle: string;
  /** Rising. */
  readonly tiers: readonly ContractTier[];
}

/** A market's rules. Digits of tick and step together are at most eight, so that every notional is exact. */
export interface SymbolRules {
  readonly name: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: bigint;
  readonly step: bigint;
  readonly minPrice: bigint;
  readonly maxPrice: bigint;
  readonly minQuantity: bigint;
  readonly maxQuantity: bigint;
  readonly minNotional: bigint;
  readonly maxNotional: bigint;
  /** Multiples of the mean price of the last minutes between which a side's orders may be priced. */
  readonly band: { readonly bidUp: bigint; readonly bidDown: bigint; readonly askUp: bigint; readonly askDown: bigint };
  readonly meanMinutes: number;
  readonly maxOrders: number;
  readonly maxTriggerOrders: number;
  readonly maxLists: number;
  readonly maxAmends: number;
  /** Basis points. */
  readonly trailing: { readonly least: number; readonly most: number };
  /** Where its price starts. */
  readonly start: bigint;
  readonly contract: ContractRules | null;
}

interface Pair {
  readonly base: string;
  readonly quote: string;
  readonly tick: string;
  readonly step: string;
  readonly start: string;
}

const MAJORS: readonly Pair[] = [
  { base: 'BTC', quote: 'USDT', tick: '0.01', step: '0.00001', start: '60000' },
  { base: 'ETH', quote: 'USDT', tick: '0.01', step: '0.0001', start: '3000' },
  { base: 'SOL', quote: 'USDT', tick: '0.01', step: '0.001', start: '150' },
  { base: 'BNB', quote: 'USDT', tick: '0.01', step: '0.001', start: '600' },
  { base: 'XRP', quote: 'USDT', tick: '0.0001', step: '0.1', start: '0.5' },
  { base: 'DOGE', quote: 'USDT', tick: '0.00001', step: '1', start: '0.12' },
  { base: 'SHIB', quote: 'USDT', tick: '0.00000001', step: '1', start: '0.00002' },
  { base: 'ETH', quote: 'BTC', tick: '0.00001', step: '0.001', start: '0.05' },
];

const PERPETUALS: readonly Pair[] = [
  { base: 'BTC', quote: 'USDT', tick: '0.1', step: '0.0001', start: '60000' },
  { base: 'ETH', quote: 'USDT', tick: '0.01', step: '0.001', start: '3000' },
  { base: 'SOL', quote: 'USDT', tick: '0.01', step: '0.01', start: '150' },
  { base: 'XRP', quote: 'USDT', tick: '0.0001', step: '1', start: '0.5' },
  { base: 'DOGE', quote: 'USDT', tick: '0.00001', step: '10', start: '0.12' },
];

const TIERS: readonly ContractTier[] = [
  { from: 0n, rate: units('0.004'), leverage: 100 },
  { from: units('1000000'), rate: units('0.01'), leverage: 50 },
  { from: units('5000000'), rate: units('0.02'), leverage: 20 },
];

/** The first `count` perpetual contracts that the venue knows, such as `BTC/USDT:USDT`, quoted and paid in one asset. */
export function makeContracts(count: number, asset = 'USDT'): SymbolRules[] {
  return PERPETUALS.slice(0, count).map((pair) => {
    return { ...rulesOf(pair), quote: asset, name: `${pair.base}/${asset}:${asset}`, contract: { settle: asset, tiers: TIERS } };
  });
}

/** Markets of the venue: eight well-known ones, then invented ones up to `count`, the same for the same seed. */
export function makeSymbols(count: number, seed: number): SymbolRules[] {
  const made = MAJORS.slice(0, count).map(rulesOf);
  const random = new Sfc32(seed);
  const taken = new Set(MAJORS.map((pair) => pair.base));
  while (made.length < count) {
    const base = Array.from({ length: 3 + random.below(3) }, () => String.fromCharCode(65 + random.below(26))).join('');
    if (taken.has(base) || base.endsWith('USD')) continue;
    taken.add(base);
    made.push(rulesOf({ base, quote: 'USDT', tick: '0.0001', step: '0.1', start: (1 + random.below(9_000) / 100).toFixed(2) }));
  }
  return made;
}

function rulesOf({ base, quote, tick, step, start }: Pair): SymbolRules {
  const dollars = quote === 'USDT';
  return {
    name: base + quote,
    base,
    quote,
    tick: units(tick),
    step: units(step),
    minPrice: units(tick),
    maxPrice: units('1000000'),
    minQuantity: units(step),
    maxQuantity: units(base === 'SHIB' || base === 'DOGE' ? '90000000000' : '9000000'),
    minNotional: units(dollars ? '5' : '0.0001'),
    maxNotional: units('9000000'),
    band: { bidUp: units('5'), bidDown: units('0.2'), askUp: units('5'), askDown: units('0.2') },
    meanMinutes: 5,
    maxOrders: 200,
    maxTriggerOrders: 5,
    maxLists: 20,
    maxAmends: 10,
    trailing: { least: 10, most: 2_000 },
    start: units(start),
    contract: null,
  };
}
