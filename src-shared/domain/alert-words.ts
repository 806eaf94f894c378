import type { AlertFiring } from './alert.ts';
import type { AlertSpec, Crossing, IndicatorLine } from './alert-spec.ts';
import { indicatorOf } from './indicators/catalog.ts';

/** How figures are written. */
export interface AlertFigures {
  /** A price of an instrument. */
  price(instrument: string, value: string | number): string;
  /** An amount of the account's currency, signed. */
  amount(value: number): string;
  /** Any other number. */
  number(value: number): string;
}

const DIRECTIONS = { up: 'rises', down: 'falls', either: 'moves' } as const;

/** An instrument's name without its venue. */
function symbolOf(instrument: string): string {
  return instrument.split('.')[0] ?? instrument;
}

function lineWords({ indicator, parameters, output }: IndicatorLine): string {
  const definition = indicatorOf(indicator);
  if (definition === undefined) return indicator;
  const label = definition.outputs.find(({ name }) => name === output)?.label ?? '';
  const title = definition.title(parameters);
  return label === '' ? title : `${title} ${label}`;
}

function pnlWords(instrument: string | null, of: 'position' | 'day' | 'account'): string {
  return instrument === null ? `P&L of the ${of}` : `P&L of ${symbolOf(instrument)}`;
}

function limitWords(rule: string): string {
  return rule === 'any' ? 'any limit' : `the limit ${rule.replace('risk.', '')}`;
}

/** A span of seconds in the largest unit that says it in whole numbers. */
function spanWords(seconds: number): string {
  if (seconds % 3_600 === 0) return `${String(seconds / 3_600)} h`;
  return seconds % 60 === 0 ? `${String(seconds / 60)} min` : `${String(seconds)} s`;
}

function reaches(cross: Crossing): string {
  return cross === 'above' ? 'at or above' : 'at or below';
}

/** What an alert waits for, without a full stop. */
export function alertWords(spec: AlertSpec, figures: AlertFigures): string {
  switch (spec.kind) {
    case 'price':
      return `${symbolOf(spec.instrument)} ${spec.cross} ${figures.price(spec.instrument, spec.level)}`;
    case 'move':
      return `${symbolOf(spec.instrument)} ${DIRECTIONS[spec.direction]} ${figures.number(spec.percent)}% within ${spanWords(spec.minutes * 60)}`;
    case 'indicator': {
      const against = typeof spec.against === 'number' ? figures.number(spec.against) : lineWords(spec.against);
      return `${symbolOf(spec.instrument)} ${spec.timeframe} ${lineWords(spec.line)} ${spec.cross} ${against}`;
    }
    case 'pnl':
      return `${pnlWords(spec.instrument, spec.of)} ${spec.cross} ${figures.amount(spec.amount)}`;
    case 'limit':
      return `${figures.number(spec.percent)}% of ${limitWords(spec.rule)} used`;
    case 'feed':
      return `${symbolOf(spec.instrument)} without a price for ${spanWords(spec.seconds)}`;
    case 'doubt':
      return `An order in doubt for ${spanWords(spec.seconds)}`;
  }
}

function saidOf({ spec, value, against, subject }: AlertFiring, figures: AlertFigures): string {
  switch (spec.kind) {
    case 'price': {
      const { instrument } = spec;
      return `${symbolOf(instrument)} is ${reaches(spec.cross)} ${figures.price(instrument, spec.level)}: the last price is ${figures.price(instrument, value)}.`;
    }
    case 'move': {
      const way = value < 0 ? 'fell' : 'rose';
      const from = against === null ? '' : ` from ${figures.price(spec.instrument, against)}`;
      return `${symbolOf(spec.instrument)} ${way} ${figures.number(Math.abs(value))}%${from} within ${spanWords(spec.minutes * 60)}.`;
    }
    case 'indicator': {
      const other = typeof spec.against === 'number' ? '' : `${lineWords(spec.against)} at `;
      const name = `${symbolOf(spec.instrument)} ${spec.timeframe}: ${lineWords(spec.line)}`;
      return `${name} at ${figures.number(value)} crossed ${spec.cross} ${other}${figures.number(against ?? 0)}.`;
    }
    case 'pnl':
      return `${pnlWords(spec.instrument, spec.of)} is ${reaches(spec.cross)} ${figures.amount(spec.amount)}: it stands at ${figures.amount(value)}.`;
    case 'limit':
      return `${figures.number(value)}% of ${subject ?? limitWords(spec.rule)} is used; the alert stands at ${figures.number(spec.percent)}%.`;
    case 'feed':
      return `${symbolOf(spec.instrument)} has had no price for ${spanWords(Math.round(value))}.`;
    case 'doubt':
      return `Order ${subject ?? ''} has been in doubt for ${spanWords(Math.round(value))}.`;
  }
}

/** What an alert said, as a sentence. */
export function firingWords(firing: AlertFiring, figures: AlertFigures): string {
  const said = saidOf(firing, figures);
  return firing.away ? `${said} It crossed while away.` : said;
}

/** Figures as plain numbers with a point: at most the decimals that a price has, two for amounts. */
export const PLAIN_FIGURES: AlertFigures = {
  price: (_instrument, value) => String(value),
  amount: (value) => value.toFixed(2),
  number: (value) => String(Number(value.toFixed(4))),
};
