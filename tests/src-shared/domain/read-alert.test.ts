import { describe, expect, test } from 'vitest';
import type { AlertFiring } from '../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../src-shared/domain/alert-spec.ts';
import { alertWords, firingWords, PLAIN_FIGURES } from '../../../src-shared/domain/alert-words.ts';
import { ALERT_FORMS, readAlert } from '../../../src-shared/domain/read-alert.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

const IDS = ['BTC/USD.SIM', 'ETH/USD.SIM'];
const BTC = 'BTC/USD.SIM';
const ONCE = { repeat: 'once', rearm: 0 } as const;
const EACH = { repeat: 'each', rearm: 0 } as const;

const line = (indicator: string, parameters: Readonly<Record<string, number>>, output = 'value') => ({ indicator, parameters, output });

/** Words, what they mean, and how that is said. */
const CASES: readonly (readonly [string, AlertSpec, string])[] = [
  ['BTC/USD above 62500', { kind: 'price', instrument: BTC, cross: 'above', level: '62500', ...ONCE }, 'BTC/USD above 62500'],
  [
    'btc/usd.sim below 62,500.5 each 10',
    { kind: 'price', instrument: BTC, cross: 'below', level: '62500.5', repeat: 'each', rearm: 10 },
    'BTC/USD below 62500.5',
  ],
  [
    'BTC/USD falls 2% within 15m each',
    { kind: 'move', instrument: BTC, direction: 'down', percent: 2, minutes: 15, ...EACH },
    'BTC/USD falls 2% within 15 min',
  ],
  [
    'ETH/USD moves 0.5% within 4h',
    { kind: 'move', instrument: 'ETH/USD.SIM', direction: 'either', percent: 0.5, minutes: 240, ...ONCE },
    'ETH/USD moves 0.5% within 4 h',
  ],
  [
    'BTC/USD 1h rsi:14 below 30',
    { kind: 'indicator', instrument: BTC, timeframe: '1h', line: line('rsi', { period: 14 }), cross: 'below', against: 30, ...ONCE },
    'BTC/USD 1h RSI 14 below 30',
  ],
  [
    'BTC/USD 1h ema:12 above ema:26',
    {
      kind: 'indicator',
      instrument: BTC,
      timeframe: '1h',
      line: line('ema', { period: 12 }),
      cross: 'above',
      against: line('ema', { period: 26 }),
      ...ONCE,
    },
    'BTC/USD 1h EMA 12 above EMA 26',
  ],
  [
    'pnl day below -500',
    { kind: 'pnl', of: 'day', instrument: null, cross: 'below', amount: -500, ...ONCE },
    'P&L of the day below -500.00',
  ],
  [
    'pnl BTC/USD above 200',
    { kind: 'pnl', of: 'position', instrument: BTC, cross: 'above', amount: 200, ...ONCE },
    'P&L of BTC/USD above 200.00',
  ],
  ['limit daily-loss 80%', { kind: 'limit', rule: 'risk.daily-loss', percent: 80, ...ONCE }, '80% of the limit daily-loss used'],
  ['limit any 90%', { kind: 'limit', rule: 'any', percent: 90, ...ONCE }, '90% of any limit used'],
  ['feed BTC/USD 30s', { kind: 'feed', instrument: BTC, seconds: 30, ...ONCE }, 'BTC/USD without a price for 30 s'],
  ['doubt 10s', { kind: 'doubt', seconds: 10, ...ONCE }, 'An order in doubt for 10 s'],
];

describe('the words of an alert', () => {
  test.each(CASES)('%s', (text, spec, said) => {
    expect(readAlert(text, IDS)).toEqual({ ok: true, spec });
    expect(alertWords(spec, PLAIN_FIGURES)).toBe(said);
  });

  test('a line of several is named after a slash', () => {
    const read = readAlert('BTC/USD 4h macd:12,26,9/signal above 0', IDS);
    expect(read.ok && alertWords(read.spec, PLAIN_FIGURES)).toBe('BTC/USD 4h MACD 12 26 9 Signal above 0');
  });

  test.each(ALERT_FORMS.map((form) => [form]))('%s, as the help shows it, can be read', (form) => {
    expect(readAlert(form, IDS)).toMatchObject({ ok: true });
  });

  test.each([
    ['', 'Name what to watch.'],
    ['XRP/USD above 1', 'There is no instrument XRP/USD.'],
    ['BTC/USD over 1', 'A level is crossed "above" or "below"; "over" is neither.'],
    ['BTC/USD above x', 'A level is a number; "x" is none.'],
    ['BTC/USD above 1 2', '"2" is too much.'],
    ['BTC/USD above 1 each 2 3', '"3" is too much.'],
    ['BTC/USD above -1', 'The level is a price above 0.'],
    ['BTC/USD rises 2 within 15m', 'A share is written with its sign, 2%; "2" is not.'],
    ['BTC/USD rises 2% in 15m', 'A move is written "rises 2% within 15m".'],
    ['BTC/USD rises 2% within 15', 'A span is written 30s, 15m or 4h; "15" is not.'],
    ['BTC/USD 1h nothing above 1', 'There is no indicator nothing.'],
    ['BTC/USD 1h rsi:1,2 above 1', 'rsi has 1 parameters.'],
    ['limit price-collar 80%', 'price-collar is no limit that is used up.'],
  ])('"%s" is answered with what is wrong', (text, problem) => {
    expect(readAlert(text, IDS)).toEqual({ ok: false, problem });
  });
});

describe('what an alert said', () => {
  const said = (text: string, over: Partial<AlertFiring>): string => {
    const read = readAlert(text, IDS);
    if (!read.ok) throw new Error(read.problem);
    const firing = { alert: 1, number: 1, spec: read.spec, time: utcMs(0), value: 0, against: null, subject: null, away: false };
    return firingWords({ ...firing, ...over }, PLAIN_FIGURES);
  };

  test.each<[string, Partial<AlertFiring>, string]>([
    ['BTC/USD above 62500', { value: 62_501.5 }, 'BTC/USD is at or above 62500: the last price is 62501.5.'],
    ['BTC/USD below 62500', { value: 62_000, away: true }, 'BTC/USD is at or below 62500: the last price is 62000. It crossed while away.'],
    ['BTC/USD moves 2% within 15m', { value: -2.1, against: 60_000 }, 'BTC/USD fell 2.1% from 60000 within 15 min.'],
    ['BTC/USD rises 2% within 15m', { value: 2 }, 'BTC/USD rose 2% within 15 min.'],
    ['BTC/USD 1h rsi:14 below 30', { value: 29.5, against: 30 }, 'BTC/USD 1h: RSI 14 at 29.5 crossed below 30.'],
    ['BTC/USD 1h ema:2 above ema:3', { value: 5, against: 4 }, 'BTC/USD 1h: EMA 2 at 5 crossed above EMA 3 at 4.'],
    ['pnl day below -500', { value: -512.345 }, 'P&L of the day is at or below -500.00: it stands at -512.35.'],
    ['limit any 80%', { value: 81, subject: 'risk.drawdown all' }, '81% of risk.drawdown all is used; the alert stands at 80%.'],
    ['limit any 80%', { value: 81 }, '81% of any limit is used; the alert stands at 80%.'],
    ['feed BTC/USD 2m', { value: 120 }, 'BTC/USD has had no price for 2 min.'],
    ['doubt 10s', { value: 10, subject: 'abc' }, 'Order abc has been in doubt for 10 s.'],
  ])('%s', (text, over, sentence) => {
    expect(said(text, over)).toBe(sentence);
  });
});
