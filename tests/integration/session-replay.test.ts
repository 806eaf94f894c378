import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JournalReader } from '../../src-main/adapters/journal-files/journal-reader.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { replaySession } from '../../src-main/sessions/replay-session.ts';
import { FRAME } from '../../src-main/sessions/session-recorder.ts';
import { Crossings } from '../crash/crossings.ts';
import { readLedger } from '../crash/ledger-content.ts';
import { filesOf, runScenario } from '../crash/run-scenario.ts';
import { temporaryFolder } from '../support/ledger-kit.ts';

let folder: { readonly path: string; remove(): void };

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

class Death extends Error {}

async function live(home: string, seed: number, dieAt: number | null = null, number = 0): Promise<string> {
  const crossings = new Crossings(dieAt, () => {
    throw new Death();
  });
  const acknowledged = new Set<string>();
  try {
    await runScenario({ home, seed, number, acknowledged, crossings, journal: true, tell: () => undefined });
  } catch (thrown) {
    if (!(thrown instanceof Death)) throw thrown;
  }
  return crossings.passed;
}

function framesOf(home: string, number = 0): Uint8Array[] {
  return [...new JournalReader(join(home, `life${String(number)}`))];
}

describe('the journal of a session', () => {
  /** Of one that went to its end undisturbed; nobody changes it. */
  let whole: readonly Uint8Array[];
  beforeAll(async () => {
    const home = temporaryFolder();
    await live(home.path, 5);
    whole = framesOf(home.path);
    home.remove();
  });

  test('replays without a difference', () => {
    const finding = replaySession(whole, findStrategy);
    expect(finding).toMatchObject({ firstDifference: null, difference: '' });
    expect(finding.inputs).toBeGreaterThan(1_000);
  });

  test('of a session that died, and of the one that went on, replays likewise', async () => {
    const crossings = await live(join(folder.path, 'whole'), 6);
    const home = join(folder.path, 'died');
    await live(home, 6, Math.floor(crossings.length / 2));
    await live(home, 6, null, 1);
    for (const number of [0, 1]) expect(replaySession(framesOf(home, number), findStrategy).firstDifference).toBeNull();
  });

  test('shows a changed byte of an effect', () => {
    const frames = whole;
    const outputs = frames.flatMap((frame, place) => (frame[0] === FRAME.output ? [place] : []));
    for (const place of [outputs[0]!, outputs[outputs.length >> 1]!, outputs.at(-1)!]) {
      const changed = frames.map((frame) => frame);
      const bytes = Uint8Array.from(frames[place]!);
      // A digit of a number in the text: still JSON, and not what the engine said.
      const digit = bytes.findIndex((byte, at) => at > 0 && byte >= 0x30 && byte <= 0x39);
      bytes[digit] = 0x30 + ((bytes[digit]! - 0x30 + 1) % 10);
      changed[place] = bytes;
      const inputs = frames.slice(0, place).filter((frame) => frame[0] === FRAME.input).length;
      expect(replaySession(changed, findStrategy).firstDifference).toBe(inputs);
    }
  });

  test('shows an effect that is missing', () => {
    const frames = whole;
    const output = frames.findIndex((frame) => frame[0] === FRAME.output);
    const finding = replaySession(frames.toSpliced(output, 1), findStrategy);
    expect(finding.firstDifference).not.toBeNull();
    expect(finding.difference).toContain('Written was nothing');
  });
});

describe('an undisturbed session', () => {
  test('of one seed writes the same ledger and the same journal, byte for byte', async () => {
    const homes = ['a', 'b'].map((name) => join(folder.path, name));
    for (const home of homes) await live(home, 9);
    const [one, other] = homes.map((home) => readdirSync(join(home, 'life0')).map((file) => readFileSync(join(home, 'life0', file))));
    expect(one).toEqual(other);
    const [first, second] = homes.map((home) => readFileSync(filesOf(home).ledger));
    expect(first).toEqual(second);
    expect(readLedger(filesOf(homes[0]!).ledger).problems).toEqual([]);
  });
});
