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
    ...sharedRows(view, busy),
    netRow(view),
    leverageRow(view, busy),
    perOrder('risk.liquidation-distance', limits.minLiquidationDistance === null ? null : percentText(limits.minLiquidationDistance)),
    fingerRow(view, unit),
    moneyRow('risk.weekly-loss', money.maxWeeklyLoss, Decimal.fromNumber(Math.max(0, view.weekStartEquity - view.equity)), unit),
    countRow(
      'risk.trade-rate',
      limits.maxTradesPerDay,
      limits.maxTradesPerDay === null ? 0 : view.entriesWithinDay() + view.unfilledEntries(),
    ),
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

/** A row per asset, quote, venue, group and strategy that something is held or ordered of. */
function sharedRows(view: RiskView, busy: readonly Instrument[]): (Use | null)[] {
  const money = parsedLimits(view.limits);
  const by = (rule: string, limit: Amount | null, keyOf: (instrument: Instrument) => string): (Use | null)[] => {
    const keys = [...new Set(busy.map(keyOf))].sort();
    const held = (key: string): readonly Instrument[] => busy.filter((instrument) => keyOf(instrument) === key);
    return scoped(rule, limit, {
      keys,
      unit: unitOf(view),
      used: (key) => sum(held(key).map((instrument) => worstValue(view, instrument))),
    });
  };
  const group = ({ index }: Instrument): string => {
    const together = view.movesWith(index);
    return together.length < 2 ? ALL : together.map((other) => view.instruments[other]?.spec.symbol ?? '').join(' + ');
  };
  return [
    ...scoped('risk.max-strategy', money.maxStrategyExposure, {
      keys: view.origins.filter((origin) => !strategyValue(view, origin).isZero()),
      unit: unitOf(view),
      used: (origin) => strategyValue(view, origin),
    }),
    ...by('risk.max-asset', money.maxAssetExposure, ({ spec }) => spec.base),
    ...groupRows(by('risk.max-group', money.maxGroupExposure, group), unitOf(view), money.maxGroupExposure),
    ...by('risk.max-quote', money.maxQuoteExposure, ({ spec }) => spec.quote),
    ...by('risk.max-venue', money.maxVenueExposure, ({ spec }) => spec.venue),
  ];
}

/** What moves alone is no group; where nothing moves together there is one row that says so. */
function groupRows(rows: readonly (Use | null)[], unit: string, limit: Amount | null): readonly (Use | null)[] {
  const groups = rows.filter((row) => row !== null && row.scope !== ALL);
  return groups.length > 0 ? groups : [moneyRow('risk.max-group', limit, Decimal.ZERO, unit)];
}

function unitOf(view: RiskView): string {
  return view.instruments[0]?.spec.settle ?? '';
}

function scoped(
  rule: string,
  limit: Amount | null,
  { keys, unit, used }: { readonly keys: readonly string[]; readonly unit: string; readonly used: (key: string) => Decimal },
): (Use | null)[] {
  if (keys.length === 0 || limit === null) return [moneyRow(rule, limit, Decimal.ZERO, unit)];
  return keys.map((key) => {
    const row = moneyRow(rule, limit, used(key), unit);
    return row && { ...row, scope: key };
  });
}

/** The worst-case value of what an origin holds and has ordered by itself. */
function strategyValue(view: RiskView, origin: string): Decimal {
  return sum(
    view.instruments.map((instrument) => {
      const { index } = instrument;
      const held = view.originLots(origin, index);
      const lots = Math.max(
        Math.abs(held),
        held + view.originOpeningLots(origin, index, 'buy'),
        -held + view.originOpeningLots(origin, index, 'sell'),
      );
      return instrument.notional(view.markTicks(index), lots);
    }),
  );
}

/** The larger of what longs could come to above shorts, and shorts above longs. */
function netRow(view: RiskView): Use | null {
  const limit = parsedLimits(view.limits).maxNetExposure;
  if (limit === null) return null;
  const [long, short] = (['buy', 'sell'] as const).map((side) =>
    sum(
      view.instruments.map((instrument) => {
        const held = view.positionLots(instrument.index);
        const lots = (side === 'buy' ? held : -held) + view.outstandingOpeningLots(instrument.index, side);
        return instrument.notional(view.markTicks(instrument.index), lots);
      }),
    ),
  ) as [Decimal, Decimal];
  const most = long.compare(short) >= 0 ? long : short;
  return moneyRow('risk.max-net-exposure', limit, most.sign() < 0 ? Decimal.ZERO : most, unitOf(view));
}

function leverageRow(view: RiskView, busy: readonly Instrument[]): Use | null {
  const limit = view.limits.maxLeverage;
  if (limit === null) return null;
  const gross = sum(busy.map((instrument) => worstValue(view, instrument))).toNumber();
  const used = view.equity > 0 ? gross / view.equity : 0;
  return { rule: 'risk.max-leverage', scope: ALL, limit: `${String(limit)}×`, used: `${used.toFixed(2)}×`, fraction: share(used, limit) };
}

function fingerRow(view: RiskView, unit: string): Use | null {
  const times = view.limits.maxTypicalMultiple;
  if (times === null) return null;
  const typical = view.typicalNotional();
  return perOrder('risk.fat-finger', typical === null ? `${String(times)}×` : withUnit(Decimal.fromNumber(typical * times), unit));
}
