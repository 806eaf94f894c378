import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src-main/cli/commands.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';
import { VENUE_FEES_DATE } from '../../../src-shared/domain/venue-fees.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR);

/** Bars of an hour whose closes rise and fall in waves. */
function bars(count: number, skip: readonly number[] = []): string {
  const rows = ['ts,open,high,low,close,volume'];
  let before = 100;
  for (let i = 0; i < count; i += 1) {
    const close = Math.round((100 + 20 * Math.sin(i / 7)) * 100) / 100;
    if (!skip.includes(i))
      rows.push(`${START + i * HOUR},${before},${Math.max(before, close) + 1},${Math.min(before, close) - 1},${close},1000.5`);
    before = close;
  }
  return `${rows.join('\n')}\n`;
}

const file = join(folder, 'bars.csv');
writeFileSync(file, bars(400));
const gaps = join(folder, 'gaps.csv');
writeFileSync(gaps, bars(400, [100, 101, 200]));

const BASE = [
  'backtest',
  '--candles',
  file,
  '--instrument',
  'BTC/USD',
  '--timeframe',
  '1h',
  '--strategy',
  'sma-cross',
  '--param',
  'fast=3',
  '--param',
  'slow=9',
];

describe('options', () => {
  it.each([
    [['backtset'], 'Unknown command backtset. Did you mean backtest?'],
    [['ledger'], 'Did you mean ledger verify?'],
    [['ledger', 'verfy'], 'Did you mean ledger verify?'],
    [[], 'Commands are backtest'],
    [['--json'], 'A command comes first'],
    [['backtest', '--candle', file], 'Unknown option --candle. Did you mean --candles?'],
    [[...BASE, '--slip', '3'], 'Did you mean --slippage-bps?'],
    [[...BASE, '--xyzzy'], '--help lists the options'],
    [[...BASE, '-j'], 'Unknown option -j'],
    [['backtest', '--candles', file], 'Option --instrument is needed'],
    [['backtest', '--candles', file, '--timeframe', '1h', '--strategy', 'sma-cross'], 'Option --instrument is needed'],
    [['backtest', '--instrument', 'BTC/USD', '--timeframe', '1h', '--strategy', 'sma-cross'], 'Option --candles is needed'],
    [['paper', '--timeframe', '5s'], 'a session has bars from 1m on, not 5s'],
    [['backtest', '--candles'], 'Option --candles: needs a value'],
    [['backtest', '--candles', '--json'], 'Option --candles: needs a value'],
    [[...BASE, '--cash='], 'Option --cash: needs a value'],
    [[...BASE, '--json=yes'], 'Option --json: is a switch'],
    [[...BASE, '--no-json'], 'Unknown option --no-json'],
    [[...BASE, '--cash', '1', '--cash', '2'], 'Option --cash: is given twice'],
    [[...BASE, '--cash', '0'], 'not above zero'],
    [[...BASE, '--cash', '-5'], 'not above zero'],
    [[...BASE, '--cash', '1e30'], 'more than'],
    [[...BASE, '--cash', '0x10'], 'is not a number'],
    [[...BASE, '--cash', '1_000'], 'is not a number'],
    [[...BASE, '--cash', 'NaN'], 'is not a number'],
    [[...BASE, '--fee-bps', '-1'], 'not from 0 to 1000'],
    [[...BASE, '--fee-bps', 'Infinity'], 'is not a number'],
    [[...BASE, '--participation', '0'], 'above 0 and at most 1'],
    [[...BASE, '--participation', '1.1'], 'above 0 and at most 1'],
    [[...BASE, '--latency-ms', '1.5'], 'whole number'],
    [[...BASE, '--impact', 'on'], 'is not a number'],
    [[...BASE, '--costs', 'none'], 'none of conservative, ideal'],
    [[...BASE, '--costs', 'venue:krakn'], 'Did you mean kraken?'],
    [[...BASE, '--costs', 'venue:mtgox'], 'There are binance, '],
    [[...BASE, '--volume-30d', '5'], 'only with --costs venue:ID'],
    [[...BASE, '--limits', 'all'], 'none of none, default'],
    [[...BASE, '--size', 'half'], 'none of all, base:N, quote:N, equity:F'],
    [[...BASE, '--size', 'base:0'], 'not above zero'],
    [[...BASE, '--size', 'equity:2'], 'at most 1'],
    [[...BASE, '--tick', '0'], 'not above zero'],
    [[...BASE, '--tick', '500'], 'less than one step'],
    [[...BASE, '--tick', '0.000000000000001'], 'too many steps'],
    [[...BASE, '--seed', '-1'], 'not from 0'],
    [[...BASE, '--param', 'fast'], 'is not name=value'],
    [[...BASE, '--param', 'fast=4'], 'given twice'],
    [[...BASE, '--param', 'fats=4'], 'Did you mean fast?'],
    [['backtest', '--candles', file, '--instrument', 'BTC/USD', '--timeframe', '1h', '--strategy', 'sma-crss'], 'Did you mean sma-cross?'],
    [
      ['backtest', '--candles', file, '--instrument', 'BTC/USD', '--timeframe', '1h', '--strategy', 'sma-cross', '--param', 'fast=2.5'],
      'whole number',
    ],
    [['backtest', '--candles', file, '--instrument', 'BTCUSD', '--timeframe', '1h', '--strategy', 'sma-cross'], 'is not an instrument'],
    [['backtest', '--candles', file, '--instrument', 'BTC/BTC', '--timeframe', '1h', '--strategy', 'sma-cross'], 'against itself'],
    [
      ['backtest', '--candles', file, '--instrument', 'BTC/USD.NOWHERE', '--timeframe', '1h', '--strategy', 'sma-cross'],
      'no instrument BTC/USD.NOWHERE',
    ],
    [['backtest', '--candles', file, '--instrument', 'BTC/USD', '--timeframe', '3h', '--strategy', 'sma-cross'], 'none of 1s, 5s, 10s, 1m'],
    [
      ['backtest', '--candles', file, '--instrument', 'BTC/USD', '--timeframe', '4h', '--strategy', 'sma-cross'],
      'not a whole number of 4h bars',
    ],
    [
      ['backtest', '--candles', join(folder, 'none.csv'), '--instrument', 'BTC/USD', '--timeframe', '1h', '--strategy', 'sma-cross'],
      'there is no such file',
    ],
    [[...BASE, 'cash'], 'Unexpected argument cash. Did you mean --cash?'],
    [['paper', '--for', '20'], 'is not a length of time'],
    [['paper', '--for', '0s'], 'between 1ms and 168h'],
    [['paper', '--speed', '5000'], 'not from 1 to 1000'],
    [['paper', '--instrument', 'BTC/EUR'], 'BTC/EUR is not traded here. The simulated market has BTC/USD, ETH/USD'],
    [['paper', '--candles', file], 'Option --instrument is needed'],
    [['replay'], 'Option SESSION is needed'],
    [['replay', 'a', 'b'], 'Unexpected argument b'],
  ])('%j', async (argv, sentence) => {
    const call = await callCli(argv);
    expect(call.stderr).toContain(sentence);
    expect(call.code).toBe(2);
    expect(call.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(call.stderr).not.toMatch(/\n\s+at /u);
  });

  it('a fault with --json is an object on stdout too', async () => {
    const call = await callCli(['backtest', '--candles', file, '--json', '--timefame', '1h']);
    expect(JSON.parse(call.lastLine)).toEqual({
      error: {
        code: 'input.option-unknown',
        message: 'Unknown option --timefame. Did you mean --timeframe?',
        details: { option: '--timefame', suggestion: 'Did you mean --timeframe?' },
        correlationId: 'correlation-1',
      },
    });
  });

  it('gaps are refused with their line, and allowed when asked for', async () => {
    const argv = BASE.map((word) => (word === file ? gaps : word));
    const refused = await callCli(argv);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/gaps\.csv lacks 3 bars in 2 gaps, the first after line 101 .*--allow-gaps/u);
    const allowed = await callCli([...argv, '--allow-gaps', '--json']);
    expect(allowed.code).toBe(0);
    expect(allowed.stderr).toMatch(/lacks 3 bars in 2 gaps/u);
    expect(JSON.parse(allowed.lastLine)).toMatchObject({ bars: 397, assumptions: { gaps: 2, missingBars: 3 } });
  });
});

describe('help and version', () => {
  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s lists every option with its default, and can be typed',
    async (name, command) => {
      const call = await callCli([...name.split(' '), '--help']);
      expect(call.code).toBe(0);
      const text = call.stdout.replace(/\s+/gu, ' ');
      for (const option of command.options) {
        expect(text).toContain(`--${option.name} `);
        expect(text).toContain(option.shownDefault === null ? 'Needed.' : `Default: ${option.shownDefault}.`);
      }
      for (const example of command.examples) expect(call.stdout).toContain(example);
      expect(text).toMatch(/Exit codes 0 done 1 .* 2 .* 3 .* 70 /u);
      expect(Math.max(...call.stdout.split('\n').map((line) => line.length))).toBeLessThan(160);
    },
  );

  it('names strategies with their parameters and the cost profiles', async () => {
    const { stdout } = await callCli(['backtest', '--help']);
    expect(stdout).toMatch(/sma-cross[\s\S]*fast[\s\S]*Default: 20\.[\s\S]*slow[\s\S]*Default: 50\./u);
    expect(stdout).toMatch(/conservative[\s\S]*ideal/u);
    expect(stdout).toContain('--cash AMOUNT');
    expect(stdout).toContain('Default: 10000.');
  });

  it.each([['--help'], ['-h'], ['help']])('%s', async (word) => {
    const call = await callCli([word]);
    expect(call.code).toBe(0);
    for (const command of COMMANDS) expect(call.stdout).toContain(command.examples[0]);
    expect(call.stdout).toContain('Exit codes');
  });

  it('help of a command by its name', async () => {
    expect((await callCli(['help', 'ledger', 'verify'])).stdout).toContain('Usage: cryptoorch ledger verify');
    expect((await callCli(['help', 'nothing'])).code).toBe(2);
  });

  it('version', async () => {
    expect((await callCli(['--version'])).stdout).toBe('1.2.3\n');
    expect(JSON.parse((await callCli(['--version', '--json'])).lastLine)).toEqual({ version: '1.2.3' });
  });
});

describe('backtest', () => {
  const KEYS = [
    'bars',
    'finalEquity',
    'totalReturn',
    'fees',
    'closedTrades',
    'maxDrawdown',
    'sharpe',
    'buyAndHold',
    'openPosition',
    'assumptions',
    'trades',
  ];

  it('prints one compact object, and nothing else, on stdout', async () => {
    const call = await callCli([...BASE, '--json']);
    expect(call.code).toBe(0);
    expect(call.stdout.match(/\n/gu)).toHaveLength(1);
    const answer = JSON.parse(call.stdout) as Record<string, unknown>;
    for (const key of KEYS) expect(answer).toHaveProperty(key);
    expect(JSON.stringify(answer)).toBe(call.stdout.trimEnd());
    expect(Object.keys((answer['trades'] as object[])[0]!)).toEqual([
      'side',
      'entryTime',
      'exitTime',
      'entryPrice',
      'exitPrice',
      'quantity',
      'fee',
      'pnl',
    ]);
    expect(answer['assumptions']).toMatchObject({
      tick: '0.01',
      lot: '0.1',
      cash: '10000',
      limits: 'none',
      size: 'all',
      seed: 7,
      costs: { profile: 'conservative', spreadBps: 2, off: [] },
    });
  });

  it('takes single costs out of the profile', async () => {
    const answer = JSON.parse(
      (await callCli([...BASE, '--json', '--fee-bps', '7.5', '--spread-bps', '4', '--impact', 'off'])).lastLine,
    ) as { assumptions: unknown };
    expect(answer.assumptions).toMatchObject({
      costs: {
        takerFeeBps: 7.5,
        makerFeeBps: 7.5,
        spreadBps: 4,
        slippageBps: 1,
        impact: 0,
        participation: 0.1,
        latencyMs: 250,
        off: ['impact'],
      },
    });
  });

  it('takes the fees of a venue at a volume, and the two fees one by one', async () => {
    const costs = async (...argv: string[]): Promise<unknown> => {
      const call = await callCli([...BASE, '--json', '--no-sensitivity', ...argv]);
      return (JSON.parse(call.lastLine) as { assumptions: { costs: unknown } }).assumptions.costs;
    };
    const venue = ['--costs', 'venue:kraken'];
    expect(await costs(...venue)).toMatchObject({ profile: 'venue:kraken', takerFeeBps: 40, makerFeeBps: 25, slippageBps: 1, off: [] });
    expect(await costs(...venue)).toMatchObject({ feesAsOf: VENUE_FEES_DATE });
    expect(await costs(...venue, '--volume-30d', '12000000')).toMatchObject({ takerFeeBps: 10, makerFeeBps: 0, off: [] });
    expect(await costs(...venue, '--fee-bps', '7', '--maker-fee-bps', '-1')).toMatchObject({ takerFeeBps: 7, makerFeeBps: -1 });
    expect(await costs('--taker-fee-bps', '3')).toMatchObject({ takerFeeBps: 3, makerFeeBps: 8, feesAsOf: null });
    expect(await costs('--slippage-bps', '0', '--slippage-deviations', '0.5')).toMatchObject({ slippageDeviations: 0.5, off: [] });
  });

  it('says what it took of a venue and of slippage', async () => {
    const call = await callCli([...BASE, '--no-sensitivity', '--costs', 'venue:okx', '--slippage-deviations', '2']);
    expect(call.stdout).toContain('venue:okx: fee 10 bp taking, 8 bp resting');
    expect(call.stdout).toContain('slippage 1 bp and 2 deviations of a minute');
    expect(call.stdout).toContain(`fees as published, table of ${VENUE_FEES_DATE}`);
  });

  it('shows the same run under other costs: each line is what a run with those costs comes to', async () => {
    const answer = async (...argv: string[]): Promise<Record<string, unknown>> =>
      JSON.parse((await callCli([...BASE, '--json', ...argv])).lastLine) as Record<string, unknown>;
    const lines = (await answer())['sensitivity'] as { readonly id: string }[];
    const alone: readonly (readonly [id: string, argv: string])[] = [
      ['costs-none', '--fee-bps 0 --spread-bps 0 --slippage-bps 0 --impact 0'],
      ['costs-as-run', '--fee-bps 10 --maker-fee-bps 8'],
      ['costs-double', '--taker-fee-bps 20 --maker-fee-bps 16 --spread-bps 4 --slippage-bps 2 --impact 2'],
      ['latency-1s', '--latency-ms 1250'],
      ['participation-half', '--participation 0.05'],
      ['participation-double', '--participation 0.2'],
    ];
    expect(lines.map(({ id }) => id)).toEqual(alone.map(([id]) => id));
    for (const [place, [id, argv]] of alone.entries()) {
      const { totalReturn, sharpe, maxDrawdown, closedTrades, sensitivity } = await answer('--no-sensitivity', ...argv.split(' '));
      expect(lines[place]).toEqual({ id, totalReturn, sharpe, maxDrawdown, closedTrades });
      expect(sensitivity).toBeNull();
    }
    const page = (await callCli(BASE)).stdout;
    expect(page).toMatch(/If\s+Return\s+Sharpe ratio\s+Deepest fall\s+Closed trades\nNo fee, spread, slippage, impact/u);
    expect((await callCli([...BASE, '--no-sensitivity'])).stdout).not.toContain('Costs doubled');
  });

  it('takes tick, lot and fees of a venue that is named', async () => {
    const argv = BASE.map((word) => (word === 'BTC/USD' ? 'btc/usd.sim' : word));
    const answer = JSON.parse((await callCli([...argv, '--json'])).lastLine) as { assumptions: unknown };
    expect(answer.assumptions).toMatchObject({ instrument: 'BTC/USD.SIM', tick: '0.01', lot: '0.00001' });
  });

  it('prints a report with buy-and-hold beside every figure', async () => {
    const call = await callCli(BASE);
    expect(call.code).toBe(0);
    expect(call.stdout.split('\n')[0]).toMatch(/^sma-cross fast 3 slow 9 · BTC\/USD\.FILE 1h · 2023-11-14 to 2023-12-01$/u);
    expect(call.stdout).toMatch(/10,000\.00 became [\d,.]+ USD \([-+]?[\d.,]+%\), (more|less) than holding/u);
    expect(call.stdout).toMatch(/Strategy\s+Buy and hold\nFinal equity\s+[\d,.]+\s+[\d,.]+\n/u);
    expect(call.stdout).toMatch(/Sharpe ratio\s+18 daily returns, 30 are needed\s+18 daily returns, 30 are needed/u);
    expect(call.stdout).toContain('Assumptions');
    expect(call.stdout).not.toContain('switched off');
    expect(call.stdout + call.stderr).not.toContain('\u001b');
    expect(call.stderr).toMatch(/Kept as trial 1 of sma-cross on these bars\.\n$/u);
  });

  it.each([
    ['--fee-bps', 'fee'],
    ['--spread-bps', 'spread'],
    ['--slippage-bps', 'slippage'],
    ['--impact', 'impact'],
    ['--latency-ms', 'latency'],
  ])('says in the title that costs are switched off: %s 0', async (option, name) => {
    expect((await callCli([...BASE, option, '0'])).stdout.split('\n')[0]).toContain(`costs switched off: ${name}`);
  });

  it('the ideal profile switches every cost off', async () => {
    expect((await callCli([...BASE, '--costs', 'ideal'])).stdout.split('\n')[0]).toContain(
      'costs switched off: fee, spread, slippage, impact, participation, latency',
    );
  });

  it('says why nothing was traded', async () => {
    const few = join(folder, 'few.csv');
    writeFileSync(few, bars(5));
    const call = await callCli(BASE.map((word) => (word === file ? few : word)));
    expect(call.code).toBe(0);
    expect(call.stdout).toContain('Nothing was traded in 5 bars');
    expect(call.stdout).toContain('No closed trades.');
  });

  it('takes relative paths from the working folder', async () => {
    const argv = BASE.map((word) => (word === file ? 'bars.csv' : word));
    expect((await callCli(argv, { context: { cwd: folder } })).code).toBe(0);
  });

  it('writes nothing to the disk', async () => {
    const before = readdirSync(folder);
    const home = join(folder, 'home');
    await callCli([...BASE, '--json'], { context: { home } });
    await callCli([...BASE, '--cash', 'x'], { context: { home } });
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('faults of our own', () => {
  it('exit with 70, a correlation id and no stack; the log has the stack', async () => {
    const services = {
      backtest: () => {
        throw new InvariantError('the impossible');
      },
    };
    const call = await callCli([...BASE, '--json'], { services });
    expect(call.code).toBe(70);
    expect(call.stderr).toContain('Correlation id correlation-1.');
    expect(call.stdout + call.stderr).not.toMatch(/impossible|\n\s+at /u);
    expect(call.log).toMatchObject([{ level: 'error', correlationId: 'correlation-1', fields: { code: 'internal' } }]);
    expect(String(call.log[0]!.fields['cause'])).toMatch(/the impossible/u);
  });
});

it('docs/cli.md names every command and every option', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  for (const command of COMMANDS) {
    expect(page).toContain(`| \`${[command.name, ...command.positionals].join(' ')}\` |`);
    for (const option of command.options) expect(page).toContain(`\`--${option.name}\``);
  }
});
