import type { RiskRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { worstLots } from './judged.ts';
import { type Amount, parsedLimits } from './parsed-limits.ts';
import { moneyText, percentText, spanText } from './risk-texts.ts';
import type { RiskView } from './risk-view.ts';

type Use = RiskRow['use'][number];

/** What stands where a rule looks at one order at a time, so that there is nothing used up. */
const PER_ORDER = '';
const ALL = 'all';

/** How much of each limit is used, one row per rule that is on; positions and prices have a row per instrument that is held or ordered. */
export function limitUse(view: RiskView): RiskRow['use'] {
  const { limits } = view;
  const money = parsedLimits(limits);
  const busy = view.instruments.filter(({ index }) => worstLots(view, index) > 0);
  const unit = view.instruments[0]?.spec.settle ?? '';
  const rows: (Use | null)[] = [
    perOrder('risk.max-order-notional', money.maxOrderNotional && withUnit(money.maxOrderNotional.exact, unit)),
    ...positionRows(view, busy, money.maxPositionNotional),
    moneyRow('risk.max-gross-exposure', money.maxGrossExposure, sum(busy.map((instrument) => worstValue(view, instrument))), unit),
    moneyRow('risk.daily-loss', money.maxDailyLoss, Decimal.fromNumber(Math.max(0, view.dayStartEquity - view.equity)), unit),
    drawdownRow(view),
    countRow('risk.max-open-orders', limits.maxOpenOrders, view.openOrders),
    countRow('risk.order-rate', limits.maxOrdersPerMinute, limits.maxOrdersPerMinute === null ? 0 : view.ordersWithinMinute()),
    perOrder('risk.price-collar', limits.priceCollar === null ? null : percentText(limits.priceCollar)),
    ...ageRows(view, busy),
    perOrder('risk.instrument-not-allowed', limits.allowedInstruments === null ? null : limits.allowedInstruments.join(', ')),
  ];
  return rows.filter((row) => row !== null);
}

function withUnit(amount: Decimal, unit: string): string {
  return `${moneyText(amount)} ${unit}`;
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.add(value), Decimal.ZERO);
}

function worstValue(view: RiskView, instrument: Instrument): Decimal {
  return instrument.notional(view.markTicks(instrument.index), worstLots(view, instrument.index));
}

/** A limit of zero that is touched is used up. */
function share(used: number, limit: number): number {
  if (limit > 0) return used / limit;
  return used > 0 ? 1 : 0;
}

function perOrder(rule: string, limit: string | null): Use | null {
  return limit === null ? null : { rule, scope: ALL, limit, used: PER_ORDER, fraction: 0 };
}

function moneyRow(rule: string, limit: Amount | null, used: Decimal, unit: string): Use | null {
  if (limit === null) return null;
  return {
    rule,
    scope: ALL,
    limit: withUnit(limit.exact, unit),
    used: withUnit(used, unit),
    fraction: share(used.toNumber(), limit.rough),
  };
}

function countRow(rule: string, limit: number | null, used: number): Use | null {
  return limit === null ? null : { rule, scope: ALL, limit: String(limit), used: String(used), fraction: share(used, limit) };
}

function positionRows(view: RiskView, busy: readonly Instrument[], limit: Amount | null): (Use | null)[] {
  const rule = 'risk.max-position';
  if (busy.length === 0) return [moneyRow(rule, limit, Decimal.ZERO, view.instruments[0]?.spec.settle ?? '')];
  return busy.map((instrument) => {
    const row = moneyRow(rule, limit, worstValue(view, instrument), instrument.spec.settle);
    return row && { ...row, scope: instrument.id };
  });
}

function drawdownRow({ limits, equity, equityPeak }: RiskView): Use | null {
  if (limits.maxDrawdown === null) return null;
  const fall = equityPeak > 0 ? Math.max(0, 1 - equity / equityPeak) : 0;
  return {
    rule: 'risk.drawdown',
    scope: ALL,
    limit: percentText(limits.maxDrawdown),
    used: percentText(fall),
    fraction: share(fall, limits.maxDrawdown),
  };
}

function ageRows(view: RiskView, busy: readonly Instrument[]): (Use | null)[] {
  const limit = view.limits.maxDataAgeMs;
  if (limit === null) return [];
  const rule = 'risk.stale-data';
  if (busy.length === 0) return [perOrder(rule, spanText(limit))];
  return busy.map(({ index, id }) => {
    const age = Math.max(0, view.time - view.markTime(index));
    return { rule, scope: id, limit: spanText(limit), used: spanText(age), fraction: share(age, limit) };
  });
}
