import { registerHooks } from 'node:module';
import type { Invariant } from './violation.ts';

/** A broken variant of one file of the program: each text stands in it once and is replaced. */
interface Mutant {
  /** From the project's folder. */
  readonly file: string;
  readonly replaced: readonly (readonly [text: string, by: string])[];
  /** What finds it. */
  readonly breaks: Invariant;
}

/** Programs that lose money, each by one mistake that is easily made. The program itself knows nothing of them: another text is loaded in place of one file. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'sends again after a time-out': {
    file: 'src-main/adapters/exchange-ccxt/place-order.ts',
    replaced: [
      [
        'export async function placeOrder(account: OrderAccount, order: VenueOrder)',
        'export async function placeOrder(account: OrderAccount, order: VenueOrder, again = true)',
      ],
      [
        '  return create(account, {\n    ...{ id: order.id, name: named.order.name, placed: protocol.placed',
        "  if (again) {\n    const fate = await placeOrder(account, order, false);\n    return fate.message.kind === 'unknown' ? placeOrder(account, order, false) : fate;\n  }\n  return create(account, {\n    ...{ id: order.id, name: named.order.name, placed: protocol.placed",
      ],
    ],
    breaks: 'sent once',
  },
  'takes what is unknown for refused': {
    file: 'src-main/adapters/exchange-ccxt/place-order.ts',
    replaced: [
      [
        "message: { kind: 'unknown', id, problem, ...(signedAt === null ? {} : { signedAt }) }",
        "message: { kind: 'refused', id, reason: 'venue', problem }",
      ],
    ],
    breaks: 'orders agree',
  },
  'books a fill as often as it is told': {
    file: 'src-main/adapters/exchange-heard/live-terms.ts',
    replaced: [
      ['return `${tradeId}-${side}` as VenueFillId;', 'return `${tradeId}-${side}-${(told += 1)}` as VenueFillId;'],
      ['/** What a fill is read with. */', 'let told = 0;\n\n/** What a fill is read with. */'],
    ],
    breaks: 'fills agree',
  },
  'goes round the gate': {
    file: 'src-main/core/risk/gate.ts',
    replaced: [
      [
        'const refusal = refused(new Judged(order, view, together), rulesOf(view.limits));',
        'const refusal = refused(new Judged(order, view, together), []);',
      ],
    ],
    breaks: 'limits hold',
  },
  'records after it sends': {
    file: 'src-main/sessions/trading-session.ts',
    replaced: [
      [
        '    if (effects.records.length > 0) {\n      const { time } = this;',
        '    const write = () => {\n      if (effects.records.length === 0) return;\n      const { time } = this;',
      ],
      ['    for (const { timer, at } of effects.timers)', '    write();\n    for (const { timer, at } of effects.timers)'],
    ],
    breaks: 'recorded before sent',
  },
  'takes an arming of before for its own': {
    file: 'src-main/core/engine/engine.ts',
    replaced: [
      [
        '    this.firstHour.restore(snapshot.memories.get(FIRST_HOUR_MEMORY));',
        '    this.firstHour.restore(snapshot.memories.get(FIRST_HOUR_MEMORY));\n    if (snapshot.memories.has(FIRST_HOUR_MEMORY)) this.gate.unarmed = false;',
      ],
    ],
    breaks: 'armed first',
  },
  'books funding as often as it is told': {
    file: 'src-main/core/engine/margin-events.ts',
    replaced: [['    if (paidAt <= (this.fundedAt.get(instrument.id) ?? 0)) return;\n', '']],
    breaks: 'funding agrees',
  },
  'leaves out what the venue closed': {
    file: 'src-main/adapters/exchange-heard/contract-news.ts',
    replaced: [['    this.told.add(key);\n', '    this.told.add(key);\n    if (fill.lots > 0) return true;\n']],
    breaks: 'liquidations are booked',
  },
  'keeps to itself that an order only reduces': {
    file: 'src-main/adapters/exchange-heard/live-terms.ts',
    replaced: [['...(order.reduceOnly && instrument.margin !== null ? { reduceOnly: true } : {}),', '']],
    breaks: 'reduces only',
  },
};

/** Lets a mutant be loaded in place of the file it breaks; to be called before that is loaded. */
export function loadMutant({ file, replaced }: Mutant): void {
  const url = new URL(`../../${file}`, import.meta.url).href;
  registerHooks({
    load: (asked, context, next) => {
      const loaded = next(asked, context);
      if (asked !== url) return loaded;
      const source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: replaced.reduce((text, [old, by]) => replacedOnce(text, old, by), source) };
    },
  });
}

function replacedOnce(text: string, old: string, by: string): string {
  const parts = text.split(old);
  if (parts.length !== 2) throw new Error(`the text stands ${String(parts.length - 1)} times in the file: ${old}`);
  return parts.join(by);
}
