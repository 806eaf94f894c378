/**
 * A margin account worked out by hand in whole numbers: prices in cents, sizes in thousandths, money in 1e-18. Written from docs/perpetuals.md
 * alone, with nothing of the program in it: bars in, cash, equity and what was done out.
 */
/** One cent times one thousandth. */
const UNIT = 10n ** 13n;
const BP = 10_000n;
const HOUR = 3_600_000;
const FUNDING = 8 * HOUR;

export interface NaiveBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export type NaiveWish = 'none' | 'long' | 'short' | 'exit';

/** A bracket of maintenance margin: what of a position's value lies above `from`, in 1e-18, and below the next one needs so many basis points. */
export interface NaiveTier {
  readonly from: bigint;
  readonly bps: bigint;
}

export interface NaiveTerms {
  readonly cash: bigint;
  readonly leverage: bigint;
  /** The first from nothing; borders and rates rise. */
  readonly tiers: readonly NaiveTier[];
  /** What a position may be worth where it is enlarged, in 1e-18; null for anything. */
  readonly most: bigint | null;
  readonly liquidationBps: bigint;
  readonly feeBps: bigint;
  /** Half spread and slippage together. */
  readonly costBps: number;
  /** Lots of an entry, by contract. */
  readonly lots: readonly bigint[];
  /** Rate at an instant for a contract held so, in millionths; longs pay it when above zero. */
  readonly rate: (time: number, lots: bigint) => bigint;
}

interface Contract {
  lots: bigint;
  /** Signed as lots. */
  cost: bigint;
  mark: bigint;
  /** What the engine valued it at last. */
  seen: bigint;
  wish: NaiveWish;
  pending: bigint;
}

/** n of d parts. */
type Share = readonly [n: bigint, d: bigint];

export interface NaiveResult {
  readonly cash: bigint;
  /** After each bar, 1e-18. */
  readonly equity: readonly bigint[];
  /** `bar contract lots price` of every fill, liquidations marked. */
  readonly fills: readonly string[];
  readonly funding: bigint;
  readonly liquidations: number;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return a / b + (a % b === 0n ? 0n : 1n);
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
}

/** A price made worse for who buys (or sells), in whole cents. */
function worse(ticks: bigint, buys: boolean, bps: number): bigint {
  const price = (Number(ticks) / 100) * (buys ? 1 + bps / 10_000 : 1 - bps / 10_000);
  const exact = price / 0.01;
  const near = Math.round(exact);
  if (Math.abs(exact - near) <= 1e-6) return BigInt(near);
  return BigInt(buys ? Math.ceil(exact) : Math.floor(exact));
}

export class NaiveMargin {
  private readonly terms: NaiveTerms;
  private readonly contracts: readonly Contract[];
  private cash: bigint;
  private paid = 0n;
  private liquidations = 0;
  private readonly fills: string[] = [];
  private readonly curve: bigint[] = [];

  constructor(terms: NaiveTerms) {
    this.terms = terms;
    this.cash = terms.cash;
    this.contracts = terms.lots.map(() => ({ lots: 0n, cost: 0n, mark: 0n, seen: 0n, wish: 'none', pending: 0n }));
  }

  run(start: number, bars: readonly (readonly NaiveBar[])[], wishes: readonly (readonly NaiveWish[])[]): NaiveResult {
    bars.forEach((row, index) => {
      this.openBars(row, index);
      this.ranges(row, index);
      row.forEach((bar, i) => {
        this.contracts[i]!.mark = BigInt(bar.close);
      });
      // Funding of the instant at which the bar closes is paid before anybody hears of the close.
      const next = start + (index + 1) * HOUR;
      if (next % FUNDING === 0) this.fund(next);
      const last = index === bars.length - 1;
      row.forEach((bar, i) => {
        this.contracts[i]!.seen = BigInt(bar.close);
        if (!last) this.decide(i, wishes[index]![i]!);
      });
      this.curve.push(this.equity((each) => each.seen));
    });
    return { cash: this.cash, equity: this.curve, fills: this.fills, funding: this.paid, liquidations: this.liquidations };
  }

  private equity(price: (of: Contract) => bigint): bigint {
    return this.contracts.reduce((sum, each) => sum + each.lots * price(each) * UNIT - each.cost, this.cash);
  }

  private spare(price: (of: Contract) => bigint): bigint {
    const maintenance = this.contracts.reduce((sum, each) => sum + this.maintenance(abs(each.lots * price(each)) * UNIT, 1n), 0n);
    return this.equity(price) * BP - maintenance;
  }

  /** Slice by slice, of a value that is given so many times; as many times BP more. */
  private maintenance(value: bigint, times: bigint): bigint {
    const { tiers } = this.terms;
    return tiers.reduce((sum, { from, bps }, i) => {
      const end = (tiers[i + 1]?.from ?? value) * times;
      const part = (i + 1 < tiers.length && end < value ? end : value) - from * times;
      return part > 0n ? sum + part * bps : sum;
    }, 0n);
  }

  /** What is spare where n of d parts of every contract's way to its worst price are gone; d times BP times as much. */
  private spareOnWay(worst: (of: Contract) => bigint, [n, d]: Share): bigint {
    let equity = this.cash * d;
    let maintenance = 0n;
    for (const each of this.contracts) {
      const value = each.lots * UNIT * (each.mark * d + (worst(each) - each.mark) * n);
      equity += value - each.cost * d;
      maintenance += this.maintenance(abs(value), d);
    }
    return equity * BP - maintenance;
  }

  /** The part of the way at which nothing is spare any more: from border to border of a bracket it goes by a straight line. */
  private breakingShare(worst: (of: Contract) => bigint): Share {
    const borders: Share[] = [[0n, 1n]];
    for (const each of this.contracts) {
      const start = abs(each.lots * each.mark) * UNIT;
      const way = abs(each.lots * worst(each)) * UNIT - start;
      for (const { from } of this.terms.tiers) {
        const [n, d] = way < 0n ? [start - from, -way] : [from - start, way];
        if (d > 0n && n > 0n && n < d) borders.push([n, d]);
      }
    }
    borders.push([1n, 1n]);
    borders.sort(([a, b], [c, d]) => (a * d < c * b ? -1 : 1));
    const at = borders.findIndex((share) => this.spareOnWay(worst, share) <= 0n);
    const [low, high] = [borders[at - 1]!, borders[at]!];
    const left = this.spareOnWay(worst, low) * high[1];
    const whole = left - this.spareOnWay(worst, high) * low[1];
    return [low[0] * high[1] * (whole - left) + high[0] * low[1] * left, low[1] * high[1] * whole];
  }

  private fund(time: number): void {
    for (const each of this.contracts) {
      if (each.lots === 0n) continue;
      const amount = (-each.lots * each.mark * UNIT * this.terms.rate(time, each.lots)) / 1_000_000n;
      this.cash += amount;
      this.paid += amount;
    }
  }

  private openBars(row: readonly NaiveBar[], index: number): void {
    row.forEach((bar, i) => {
      this.contracts[i]!.mark = BigInt(bar.open);
    });
    const held = this.contracts.some(({ lots }) => lots !== 0n);
    if (held && this.spare(({ mark }) => mark) <= 0n) this.liquidate(index, (each) => each.mark);
    this.contracts.forEach((each, i) => {
      if (each.pending !== 0n) this.take(i, index);
      each.pending = 0n;
    });
  }

  /** A market order: what closes is done, what opens as far as the free money is enough for margin and fee. */
  private take(i: number, index: number): void {
    const each = this.contracts[i]!;
    const { leverage, feeBps } = this.terms;
    const buys = each.pending > 0n;
    const price = worse(each.mark, buys, this.terms.costBps);
    const wanted = abs(each.pending);
    const closing = each.lots !== 0n && each.lots > 0n !== buys ? (wanted < abs(each.lots) ? wanted : abs(each.lots)) : 0n;
    if (closing > 0n) this.trade(i, buys ? closing : -closing, price, feeBps);
    let opening = wanted - closing;
    if (opening > 0n) {
      const free = this.free(({ mark }) => mark);
      // lots x price x (1 / leverage + fee) <= free
      const most = free <= 0n ? 0n : (free * leverage * BP) / (price * UNIT * (BP + feeBps * leverage));
      if (most < opening) opening = most;
      const room = this.terms.most === null ? opening : this.terms.most / (price * UNIT) - (closing > 0n ? 0n : abs(each.lots));
      if (room < opening) opening = room > 0n ? room : 0n;
      if (opening > 0n) this.trade(i, buys ? opening : -opening, price, feeBps);
    }
    if (closing + opening > 0n) this.note(`${index} ${i}`, buys ? closing + opening : -closing - opening, price);
  }

  private note(where: string, lots: bigint, price: bigint, mark = ''): void {
    this.fills.push(`${where} ${lots} ${price}${mark}`);
  }

  private trade(i: number, lots: bigint, price: bigint, feeBps: bigint): void {
    const each = this.contracts[i]!;
    const value = abs(lots) * price * UNIT;
    this.cash -= (value * feeBps) / BP;
    if (each.lots === 0n || each.lots > 0n === lots > 0n) each.cost += lots * price * UNIT;
    else {
      // Only ever the whole of it.
      this.cash += -lots * price * UNIT - each.cost;
      each.cost = 0n;
    }
    each.lots += lots;
  }

  private free(price: (of: Contract) => bigint): bigint {
    let free = this.cash;
    let open = 0n;
    for (const each of this.contracts) {
      if (each.lots === 0n) continue;
      free -= ceilDiv(abs(each.cost), this.terms.leverage);
      open += each.lots * price(each) * UNIT - each.cost;
    }
    return open < 0n ? free + open : free;
  }

  private ranges(row: readonly NaiveBar[], index: number): void {
    if (this.contracts.every(({ lots }) => lots === 0n)) return;
    const worst = (each: Contract): bigint => {
      const bar = row[this.contracts.indexOf(each)]!;
      return BigInt(each.lots === 0n ? bar.open : each.lots > 0n ? bar.low : bar.high);
    };
    const before = this.spare(({ mark }) => mark);
    const after = this.spare(worst);
    if (before > 0n && after > 0n) return;
    if (before <= 0n) {
      this.liquidate(index, (each) => each.mark);
      return;
    }
    const [n, d] = this.breakingShare(worst);
    this.liquidate(index, (each) => {
      const way = (worst(each) - each.mark) * n;
      return each.mark + (each.lots > 0n ? floorDiv(way, d) : -floorDiv(-way, d));
    });
  }

  private liquidate(index: number, price: (of: Contract) => bigint): void {
    const prices = this.contracts.map(price);
    this.contracts.forEach((each, i) => {
      each.pending = 0n;
      if (each.lots === 0n) return;
      const { lots } = each;
      const at = worse(prices[i]!, lots < 0n, this.terms.costBps);
      this.trade(i, -lots, at, this.terms.feeBps + this.terms.liquidationBps);
      this.note(`${index} ${i}`, -lots, at, ' liquidated');
      this.liquidations += 1;
    });
  }

  /** What the account lets a strategy send at a close: what opens needs margin and fee of what neither positions nor orders before it hold. */
  private decide(i: number, wish: NaiveWish): void {
    const each = this.contracts[i]!;
    const { leverage, feeBps, lots } = this.terms;
    if (wish === 'none' || (wish === 'exit' && each.lots === 0n)) return;
    if (wish === 'exit') {
      each.pending = -each.lots;
      return;
    }
    const buys = wish === 'long';
    if (each.lots !== 0n && each.lots > 0n === buys) return;
    const need = (seen: bigint): bigint => ceilDiv(seen * UNIT, leverage) + (seen * UNIT * feeBps) / BP;
    const turned = abs(each.lots);
    const reserved = this.contracts
      .slice(0, i)
      .reduce((sum, other) => sum + (other.pending === 0n ? 0n : need(other.seen) * this.openingOf(other)), 0n);
    if (need(each.seen) * lots[i]! > this.freeAfter(each) - reserved) return;
    each.pending = buys ? lots[i]! + turned : -lots[i]! - turned;
  }

  /** What would be free if a contract were closed at its last price, fee paid. */
  private freeAfter(each: Contract): bigint {
    const { cash } = this;
    const { lots, cost } = each;
    const value = lots * each.seen * UNIT;
    this.cash += value - cost - (abs(value) * this.terms.feeBps) / BP;
    each.lots = 0n;
    const free = this.free(({ seen }) => seen);
    this.cash = cash;
    each.lots = lots;
    return free;
  }

  private openingOf(each: Contract): bigint {
    const turns = each.lots !== 0n && each.lots > 0n !== each.pending > 0n;
    return turns ? abs(each.pending) - abs(each.lots) : abs(each.pending);
  }
}
