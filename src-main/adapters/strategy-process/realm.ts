import type { Realm, RealmDoors } from './realm-doors.ts';

/*
 * The functions of this file run inside the strategy's own realm: their text is compiled there, so that no object of this side can be
 * reached from the strategy. They may use each other, the language and what they are handed, and nothing else.
 */

/** What a strategy of the user exports. */
interface Written {
  readonly id?: unknown;
  readonly family?: unknown;
  readonly description?: unknown;
  readonly parameters?: unknown;
  warmup?(parameters: object): unknown;
  check?(parameters: object): unknown;
  create(made: object): { onBar(bars: object, desk: object): unknown; onFill?(fill: object, desk: object): unknown };
}

interface View {
  readonly time: number;
  readonly position: number;
  readonly buying: number;
  readonly selling: number;
  readonly tags: string[];
}

/** The account of a call and what is asked for in it. */
interface Turn {
  view: View;
  open: boolean;
  wishes: object[];
  tags: string[];
}

/** Leaves the names a strategy needs, gives it a seeded chance and the market's time, and freezes everything there is. */
function prepareRealm(doors: RealmDoors, world: Record<string, unknown>): void {
  const kept = new Set(
    (
      'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date RegExp Error AggregateError EvalError ' +
      'RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Map Set WeakMap WeakSet BigInt Iterator Proxy Reflect Promise ' +
      'isFinite isNaN encodeURIComponent decodeURIComponent encodeURI decodeURI'
    ).split(' '),
  );
  for (const name of Object.getOwnPropertyNames(world)) if (!kept.has(name)) Reflect.deleteProperty(world, name);
  const System = Date;
  const MarketDate = new Proxy(System, {
    construct: (target, parts: unknown[], made) => Reflect.construct(target, parts.length === 0 ? [doors.now()] : parts, made) as object,
    apply: () => new System(doors.now()).toString(),
  });
  Object.defineProperty(System, 'now', { value: () => doors.now() });
  Object.defineProperty(System.prototype, 'constructor', { value: MarketDate });
  world['Date'] = MarketDate;
  Math.random = () => doors.random();
  const hidden: unknown[] = [
    System,
    (function* () {})(),
    (async function* () {})(),
    async () => undefined,
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    'a'.matchAll(/a/gu),
    Reflect.apply(Reflect.get([].values(), 'map') as () => unknown, [].values(), [String]),
  ];
  freezeAll([world, ...hidden]);
}

/** Freezes objects and everything that can be reached from them. */
export function freezeAll(roots: readonly unknown[]): void {
  const seen = new Set<unknown>();
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const value = open.pop();
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    open.push(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      // Its value, or its getter and setter.
      open.push(...(Object.values(Object.getOwnPropertyDescriptor(value, key) ?? {}) as unknown[]));
    }
    Object.freeze(value);
  }
}

/** The bars up to now, as the strategy reads them. */
function makeBars(doors: RealmDoors): object {
  const column =
    (name: string) =>
    (back = 0): number => {
      if (!Number.isInteger(back) || back < 0)
        throw new RangeError(`bars.${name}(${String(back)}): count back from the newest bar in whole bars, 0 and up.`);
      return doors.bar(name, back);
    };
  return Object.freeze({
    get length() {
      return doors.bars();
    },
    time: column('time'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  });
}

/** An indicator of the catalogue over the strategy's own bars. */
function makeIndicator(doors: RealmDoors, id: unknown, parameters: unknown): object {
  if (typeof id !== 'string') throw new TypeError('indicator(…): name it by its id, such as "sma".');
  const made = doors.makeIndicator(id, JSON.stringify(parameters ?? {}));
  if (made.startsWith('!')) throw new RangeError(made.slice(1));
  const [number = '', names = ''] = made.split(':');
  const handle = Number(number);
  const outputs = names.split(',');
  const read = (output: string | undefined, before: boolean): number => {
    const at = output === undefined ? 0 : outputs.indexOf(output);
    if (at < 0) throw new RangeError(`Indicator ${id} has no output "${String(output)}"; there are ${outputs.join(', ')}.`);
    return doors.indicator(handle, at, before);
  };
  return Object.freeze({ value: (output?: string) => read(output, false), before: (output?: string) => read(output, true) });
}

/** The desk: what the strategy sees of its account, and what it may ask for. */
function makeDesk(turn: Turn, doors: RealmDoors): object {
  const ask = (wish: object): void => {
    if (!turn.open) throw new Error('The desk is closed: ask for things while onBar or onFill runs.');
    if (turn.wishes.length >= 64) throw new RangeError('More than 64 things were asked for at once.');
    turn.wishes.push(wish);
  };
  const tagOf = (tag: unknown): string => {
    if (typeof tag !== 'string' || tag === '' || tag.length > 32) throw new TypeError('A tag must be a text of 1 to 32 characters.');
    return tag;
  };
  const positive = (value: unknown, what: string): number => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
      throw new TypeError(`${what} ${String(value)} is no number above zero.`);
    return value;
  };
  const sideOf = (side: unknown): string => {
    if (side !== 'buy' && side !== 'sell') throw new TypeError(`Side ${String(side)} is neither "buy" nor "sell".`);
    return side;
  };
  return Object.freeze({
    get time() {
      return doors.now();
    },
    get position() {
      return turn.view.position;
    },
    get tags() {
      return turn.tags.slice();
    },
    outstanding: (side: unknown) => (sideOf(side) === 'buy' ? turn.view.buying : turn.view.selling),
    enter: (way: unknown = 'long') => {
      if (way !== 'long' && way !== 'short') throw new TypeError(`Way ${String(way)} is neither "long" nor "short".`);
      ask(way === 'short' ? { kind: 'enter', way } : { kind: 'enter' });
    },
    exit: () => {
      ask({ kind: 'exit' });
    },
    spend: (amount: unknown) => {
      ask({ kind: 'spend', amount: positive(amount, 'Amount') });
    },
    sell: (size: unknown) => {
      ask({ kind: 'sell', size: positive(size, 'Size') });
    },
    limit: (side: unknown, price: unknown, size: unknown, tag: unknown) => {
      const name = tagOf(tag);
      if (turn.tags.includes(name)) throw new Error(`Tag "${name}" has a working order already; cancel it first or take another tag.`);
      const parts = typeof size === 'object' && size !== null ? (size as { parts?: unknown }).parts : undefined;
      const checked = parts === undefined ? positive(size, 'Size') : { parts: positive(parts, 'Parts') };
      ask({ kind: 'limit', side: sideOf(side), price: positive(price, 'Price'), size: checked, tag: name });
      turn.tags.push(name);
    },
    cancel: (tag: unknown) => {
      ask({ kind: 'cancel', tag: tagOf(tag) });
    },
    signal: (text: unknown) => {
      if (typeof text !== 'string' || text.trim() === '') throw new TypeError('A signal must be a sentence.');
      ask({
        kind: 'signal',
        text: text
          .replace(/[\p{C}\s]+/gu, ' ')
          .trim()
          .slice(0, 240),
      });
    },
  });
}

/** What was thrown, as JSON: its words, and where it came from. */
function describeThrown(thrown: unknown): string {
  let message = 'something was thrown that cannot be shown';
  let stack = '';
  try {
    if (thrown instanceof Error) {
      message = `${thrown.name}: ${thrown.message}`;
      if (typeof thrown.stack === 'string') stack = thrown.stack;
    } else message = `${String(thrown)} was thrown`;
  } catch {
    stack = '';
  }
  return JSON.stringify({ failed: message.slice(0, 500), stack: stack.slice(0, 4_000) });
}

/** Runs something of the strategy's; its answer as JSON, '' for none, or what it threw. */
function attempt(run: () => unknown): string {
  try {
    const answer = run();
    return answer === undefined ? '' : JSON.stringify(answer);
  } catch (thrown) {
    return describeThrown(thrown);
  }
}

/** One call of the strategy's own: what it asked for, or how it failed. */
function takeTurn(turn: Turn, run: () => unknown): string {
  turn.open = true;
  turn.wishes = [];
  turn.tags = turn.view.tags.slice();
  const answer = attempt(() => {
    if (run() instanceof Promise) throw new TypeError('onBar and onFill must not be async: their answer is awaited by nobody.');
    return turn.wishes.length === 0 ? undefined : { wishes: turn.wishes };
  });
  turn.open = false;
  return answer;
}

/** The doors, with errors of this realm: where the stack ends inside one, the error would be an object of the other side. */
function guardDoors(doors: RealmDoors): RealmDoors {
  const guard =
    <Given extends unknown[], Answer>(call: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      try {
        return call(...given);
      } catch {
        throw new RangeError('Functions call each other without end.');
      }
    };
  return Object.freeze({
    bar: guard(doors.bar),
    bars: guard(doors.bars),
    makeIndicator: guard(doors.makeIndicator),
    indicator: guard(doors.indicator),
    random: guard(doors.random),
    now: guard(doors.now),
  });
}

/** The realm's own side of the wall. */
function startRealm(outside: RealmDoors, world: Record<string, unknown>): Realm {
  const doors = guardDoors(outside);
  prepareRealm(doors, world);
  let written: Written | null = null;
  const running = new Map<number, { onBar(bars: object, desk: object): unknown; onFill?(fill: object, desk: object): unknown }>();
  const turn: Turn = { view: { time: 0, position: 0, buying: 0, selling: 0, tags: [] }, open: false, wishes: [], tags: [] };
  const bars = makeBars(doors);
  const desk = makeDesk(turn, doors);
  const parse = (text: string): object => Object.freeze(JSON.parse(text) as object);
  return Object.freeze({
    load: (namespace: { readonly default?: unknown }) =>
      attempt(() => {
        const definition = namespace.default;
        if (typeof definition !== 'object' || definition === null)
          throw new TypeError('There is no export default with the strategy in it.');
        written = definition as Written;
        if (typeof written.create !== 'function') throw new TypeError('create is no function.');
        const { id, family, description, parameters } = written;
        return { id, family, description, parameters };
      }),
    measure: (parameters: string) =>
      attempt(() => ({ warmup: written?.warmup?.(parse(parameters)) ?? 0, conflict: written?.check?.(parse(parameters)) ?? null })),
    create: (instance: number, parameters: string, instrument: string) =>
      attempt(() => {
        const indicator = (id: unknown, values: unknown): object => makeIndicator(doors, id, values);
        const made = written?.create(Object.freeze({ parameters: parse(parameters), instrument: parse(instrument), indicator }));
        if (typeof made?.onBar !== 'function') throw new TypeError('create gave nothing with an onBar function.');
        running.set(instance, made);
        return undefined;
      }),
    forget: () => {
      running.clear();
    },
    view: (text: string) => {
      turn.view = JSON.parse(text) as View;
    },
    decide: (instance: number) => takeTurn(turn, () => running.get(instance)?.onBar(bars, desk)),
    fill: (instance: number, text: string) => takeTurn(turn, () => running.get(instance)?.onFill?.(parse(text), desk)),
  });
}

/** The realm's program: an expression whose value is its `startRealm`. */
export function realmSource(): string {
  const parts = [prepareRealm, freezeAll, makeBars, makeIndicator, makeDesk, describeThrown, attempt, takeTurn, guardDoors, startRealm];
  return `'use strict';\n${parts.map(String).join('\n')}\n${startRealm.name};`;
}
