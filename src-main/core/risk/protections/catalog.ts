import type { Protection } from '../protection.ts';
import { cooldownPeriod } from './cooldown-period.ts';
import { lowProfitPairs } from './low-profit-pairs.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { stoplossGuard } from './stoploss-guard.ts';

/** Every protection; which of them work, and how, say the limits. */
export const PROTECTIONS: readonly Protection[] = [cooldownPeriod, stoplossGuard, maxDrawdown, lowProfitPairs];
