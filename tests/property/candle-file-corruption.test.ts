import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { callCli } from '../src-main/cli/call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'corruption-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = 1_700_000_000_000 - (1_700_000_000_000 % 60_000);
const good = Buffer.from(
  `${['ts,open,high,low,close,volume', ...Array.from({ length: 120 }, (_, i) => `${START + i * 60_000},${100 + (i % 7)}.25,110.5,90,${100 + ((i + 1) % 7)}.25,${i}.125`)].join('\n')}\n`,
);

/** Overwrites, cuts, doubles and inserts bytes. */
const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('set', 'insert', 'cut', 'drop', 'repeat'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 4 },
);
const telling = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.constantFrom(
      ',',
      '\n',
      '\r',
      '"',
      '-',
      'NaN',
      '0',
      'e9',
      '1e999',
      '.',
      ' ',
      '\0',
      'ts',
      '٣',
      '1e300',
      '1e-300',
      '99999999999999999999',
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function damaged(bytes: Buffer, steps: readonly { at: number; kind: string; bytes: Uint8Array }[]): Buffer {
  let result = bytes;
  for (const step of steps) {
    const at = Math.floor(step.at * result.length);
    const head = result.subarray(0, at);
    const rest = result.subarray(at);
    if (step.kind === 'set') result = Buffer.concat([head, step.bytes, rest.subarray(step.bytes.length)]);
    else if (step.kind === 'insert') result = Buffer.concat([head, step.bytes, rest]);
    else if (step.kind === 'cut') result = head;
    else if (step.kind === 'drop') result = Buffer.concat([head, rest.subarray(step.bytes.length)]);
    else result = Buffer.concat([head, rest.subarray(0, 40), rest]);
  }
  return result;
}

let count = 0;
async function check(content: Buffer, name: string): Promise<void> {
  count += 1;
  const file = join(folder, `${count}-${name}`);
  writeFileSync(file, content);
  const home = join(folder, 'home');
  const argv = [
    'backtest',
    '--candles',
    file,
    '--instrument',
    'BTC/USD',
    '--timeframe',
    '1m',
    '--strategy',
    'sma-cross',
    '--param',
    'fast=2',
    '--param',
    'slow=5',
  ];
  const call = await callCli([...argv, '--json'], { context: { home } });
  expect([0, 2]).toContain(call.code);
  const answer = JSON.parse(call.lastLine) as { error?: { code: string; details: Record<string, unknown> } };
  if (call.code === 2) {
    expect(call.stderr).toContain(file);
    expect(['input.row', 'input.gaps']).toContain(answer.error?.code);
    expect(answer.error?.details['line']).toBeGreaterThanOrEqual(1);
    expect(['ts', 'open', 'high', 'low', 'close', 'volume']).toContain(answer.error?.details['column']);
  }
  rmSync(file);
  expect(readdirSync(folder)).toEqual([]);
}

it('law: a damaged file is read or refused by line and column, never a crash, and nothing is written', async () => {
  await fc.assert(
    fc.asyncProperty(damage, async (steps) => check(damaged(good, steps), 'bars.csv')),
    { numRuns: 300, seed: 11 },
  );
});

it('law: so is one with single signs that mean something', async () => {
  const property = fc.asyncProperty(telling, async (steps) =>
    check(
      damaged(
        good,
        steps.map(({ at, text }) => ({ at, kind: 'insert', bytes: Buffer.from(text) })),
      ),
      'bars.csv',
    ),
  );
  await fc.assert(property, { numRuns: 300, seed: 12 });
});

it('law: so is a damaged compressed one', async () => {
  const packed = gzipSync(good);
  await fc.assert(
    fc.asyncProperty(damage, async (steps) => check(damaged(packed, steps), 'bars.csv.gz')),
    { numRuns: 200, seed: 13 },
  );
});
