import { type AlertRepeat, alertProblem, ALERT_LIMIT_RULES, type AlertSpec, type Crossing, type IndicatorLine } from './alert-spec.ts';
import { isTimeframe } from './candle.ts';
import { indicatorOf } from './indicators/catalog.ts';

/** An alert that was read, or what is wrong with its words, as a sentence. */
export type ReadAlert = { readonly ok: true; readonly spec: AlertSpec } | { readonly ok: false; readonly problem: string };

/** One line for each way of writing an alert, for help and messages. */
export const ALERT_FORMS: readonly string[] = [
  'BTC/USD above 62500',
  'BTC/USD falls 2% within 15m',
  'BTC/USD 1h rsi:14 below 30',
  'BTC/USD 1h ema:12 above ema:26',
  'pnl day below -500',
  'pnl BTC/USD above 200',
  'limit daily-loss 80%',
  'feed BTC/USD 30s',
  'doubt 10s',
];

const MOVES = { moves: 'either', rises: 'up', falls: 'down' } as const;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,12})?$/u;
const SPAN_UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

class Misread extends Error {}

function fail(problem: string): never {
  throw new Misread(problem);
}

function numberOf(word: string | undefined, what: string): number {
  const text = word?.replaceAll(',', '').replace(/^\u2212/u, '-') ?? '';
  return NUMBER.test(text) ? Number(text) : fail(`${what} is a number; "${word ?? ''}" is none.`);
}

function percentOf(word: string | undefined): number {
  return word?.endsWith('%') === true
    ? numberOf(word.slice(0, -1), 'A share')
    : fail(`A share is written with its sign, 2%; "${word ?? ''}" is not.`);
}

/** A span in seconds. */
function spanOf(word: string | undefined): number {
  const found = /^(\d{1,6})([smh])$/u.exec(word ?? '');
  if (found === null) return fail(`A span is written 30s, 15m or 4h; "${word ?? ''}" is not.`);
  return Number(found[1]) * (SPAN_UNITS[found[2] ?? ''] ?? 1);
}

function crossOf(word: string | undefined): Crossing {
  return word === 'above' || word === 'below' ? word : fail(`A level is crossed "above" or "below"; "${word ?? ''}" is neither.`);
}

/** `rsi:14`, `macd:12,26,9/signal`: the parameters in their order, and the line where there are several. */
function lineOf(word: string): IndicatorLine {
  const [named = '', output] = word.split('/');
  const [indicator = '', given = ''] = named.split(':');
  const definition = indicatorOf(indicator);
  if (definition === undefined) return fail(`There is no indicator ${indicator}.`);
  const values = given === '' ? [] : given.split(',').map((value) => numberOf(value, `A parameter of ${indicator}`));
  if (values.length > definition.parameters.length) fail(`${indicator} has ${String(definition.parameters.length)} parameters.`);
  const parameters = Object.fromEntries(definition.parameters.map(({ name, default: preset }, i) => [name, values[i] ?? preset]));
  return { indicator, parameters, output: output ?? definition.outputs[0]?.name ?? '' };
}

/** Reads words one after the other. */
class AlertReader {
  private readonly words: string[];
  private readonly instruments: readonly string[];
  private readonly repeat: AlertRepeat;

  constructor(text: string, instruments: readonly string[]) {
    this.words = text.trim().split(/\s+/u);
    this.instruments = instruments;
    this.repeat = this.takeRepeat();
  }

  read(): AlertSpec {
    const [first = ''] = this.words;
    const spec = this.readKind(first);
    if (this.words.length > 0) fail(`"${this.words.join(' ')}" is too much.`);
    return spec;
  }

  private readKind(first: string): AlertSpec {
    const { repeat } = this;
    if (first === 'pnl') return this.readPnl();
    if (first === 'limit') {
      this.next();
      const word = this.next() ?? '';
      const rule =
        word === 'any'
          ? word
          : (ALERT_LIMIT_RULES.find((code) => code === word || code === `risk.${word}`) ?? fail(`${word} is no limit that is used up.`));
      return { kind: 'limit', rule, percent: percentOf(this.next()), ...repeat };
    }
    if (first === 'feed') {
      this.next();
      return { kind: 'feed', instrument: this.instrument(), seconds: spanOf(this.next()), ...repeat };
    }
    if (first === 'doubt') {
      this.next();
      return { kind: 'doubt', seconds: spanOf(this.next()), ...repeat };
    }
    return this.readInstrument();
  }

  private readInstrument(): AlertSpec {
    const { repeat } = this;
    const instrument = this.instrument();
    const word = this.next() ?? '';
    if (isTimeframe(word)) {
      const line = lineOf(this.next() ?? '');
      const cross = crossOf(this.next());
      const against = this.next() ?? '';
      return {
        kind: 'indicator',
        instrument,
        timeframe: word,
        line,
        cross,
        against: /^[a-z]/u.test(against) ? lineOf(against) : numberOf(against, 'A level'),
        ...repeat,
      };
    }
    if (word in MOVES) {
      const percent = percentOf(this.next());
      if (this.next() !== 'within') fail('A move is written "rises 2% within 15m".');
      return {
        kind: 'move',
        instrument,
        direction: MOVES[word as keyof typeof MOVES],
        percent,
        minutes: spanOf(this.next()) / 60,
        ...repeat,
      };
    }
    const cross = crossOf(word);
    const level = this.next()?.replaceAll(',', '') ?? '';
    numberOf(level, 'A level');
    return { kind: 'price', instrument, cross, level, ...repeat };
  }

  private readPnl(): AlertSpec {
    this.next();
    const of = this.words[0];
    const whole = of === 'day' || of === 'account';
    const instrument = whole ? null : this.instrument();
    if (whole) this.next();
    return {
      kind: 'pnl',
      of: whole ? of : 'position',
      instrument,
      cross: crossOf(this.next()),
      amount: numberOf(this.next(), 'An amount'),
      ...this.repeat,
    };
  }

  /** `each`, or `each 50` with the distance back, at the end. */
  private takeRepeat(): AlertRepeat {
    const at = this.words.lastIndexOf('each');
    if (at < 0) return { repeat: 'once', rearm: 0 };
    const [, distance, ...more] = this.words.splice(at);
    if (more.length > 0) fail(`"${more.join(' ')}" is too much.`);
    return { repeat: 'each', rearm: distance === undefined ? 0 : numberOf(distance, 'The distance back') };
  }

  private next(): string | undefined {
    return this.words.shift();
  }

  private instrument(): string {
    const word = this.next()?.toUpperCase() ?? '';
    const found = this.instruments.find((id) => id === word) ?? this.instruments.find((id) => id.startsWith(`${word}.`));
    return found ?? fail(word === '' ? 'Name what to watch.' : `There is no instrument ${word}.`);
  }
}

/** Reads an alert as `ALERT_FORMS` show; `instruments` are the ids that can be named, in whole or without their venue. */
export function readAlert(text: string, instruments: readonly string[]): ReadAlert {
  try {
    const spec = new AlertReader(text, instruments).read();
    const problem = alertProblem(spec);
    return problem === null ? { ok: true, spec } : { ok: false, problem };
  } catch (thrown) {
    if (thrown instanceof Misread) return { ok: false, problem: thrown.message };
    throw thrown;
  }
}
