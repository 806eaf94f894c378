import type { OrderIntent } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';

/** Something a person does, or has done elsewhere; then so long nothing, or until no order's fate is open. */
export interface LiveDeed {
  readonly id: string;
  readonly deed:
    | { readonly type: 'place'; readonly intent: OrderIntent }
    /** Of the newest order of theirs that is open. */
    | { readonly type: 'cancel' }
    | { readonly type: 'close'; readonly percent: number }
    | { readonly type: 'elsewhere' };
  readonly then: number | 'settled';
}

const SCRIPT = { least: 5, more: 5 };
/** Far below, well below, and above the market of BTC/USDT, which stands near 60,000; ticks of a cent. */
const PRICES = { stop: 5_500_000, rests: 5_800_000, crosses: 6_500_000 };

/** What the scripted person of a seed does. */
export function liveScript(seed: number): readonly LiveDeed[] {
  const random = new Sfc32(seed);
  const count = SCRIPT.least + random.below(SCRIPT.more);
  return Array.from({ length: count }, (_, place) => ({
    id: `deed-${String(place)}`,
    deed: place === 0 ? placed(buy(random)) : someDeed(random),
    then: random.below(3) === 0 ? ('settled' as const) : random.below(3) * 30,
  }));
}

function someDeed(random: Sfc32): LiveDeed['deed'] {
  switch (random.below(11)) {
    case 0:
    case 1:
      return placed(buy(random));
    case 2:
      return placed({ ...buy(random), lots: 0, quoteAmount: Decimal.of(BigInt(50 + random.below(500))) });
    case 3:
    case 4:
      return placed({ ...buy(random), type: 'limit', limitTicks: PRICES.rests - random.below(20_000) });
    case 5:
      return placed({ ...buy(random), type: 'limit', limitTicks: PRICES.crosses, timeInForce: random.below(2) === 0 ? 'ioc' : 'gtc' });
    case 6:
      return placed({ ...buy(random), type: 'limit', limitTicks: PRICES.rests, timeInForce: 'ioc' });
    case 7:
      return placed({ ...buy(random), side: 'sell', type: 'stop', lots: 40, triggerTicks: PRICES.stop, reduceOnly: true });
    case 8:
      return { type: 'cancel' };
    case 9:
      return { type: 'close', percent: 25 + random.below(75) };
    default:
      return { type: 'elsewhere' };
  }
}

function placed(intent: OrderIntent): LiveDeed['deed'] {
  return { type: 'place', intent };
}

function buy(random: Sfc32): OrderIntent {
  return {
    ...{
      instrument: 0,
      side: 'buy',
      type: 'market',
      lots: 100 + random.below(900),
      quoteAmount: null,
      limitTicks: null,
      triggerTicks: null,
    },
    ...{ trailTicks: null, expiresAt: null, timeInForce: 'gtc', postOnly: false, reduceOnly: false, group: null },
  };
}
