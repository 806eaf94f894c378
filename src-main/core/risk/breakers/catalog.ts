import type { BreakerKind } from '../../../../src-shared/domain/breaker-spec.ts';
import type { Breaker } from '../breaker.ts';
import { abnormalFills } from './abnormal-fills.ts';
import { losses } from './losses.ts';
import { priceJumps } from './price-jumps.ts';
import { rejections } from './rejections.ts';
import { silentFeed } from './silent-feed.ts';
import { unanswered } from './unanswered.ts';

/** Every breaker by its kind; which of them work, and at what, say the limits. */
export const BREAKER_RULES: Readonly<Record<BreakerKind, Breaker>> = {
  'abnormal-fills': abnormalFills,
  unanswered,
  rejections,
  'silent-feed': silentFeed,
  'price-jumps': priceJumps,
  losses,
};
