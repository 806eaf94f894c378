import { expect, test } from 'vitest';
import { Effects, type CommandOutcome } from '../../../src-main/core/engine/effects.ts';
import type { EngineCommand } from '../../../src-main/core/engine/engine-event.ts';
import { RunTally } from '../../../src-main/sessions/paper.ts';
import { sessionCommands } from '../../../src-main/sessions/session-commands.ts';
import type { TradingSession } from '../../../src-main/sessions/trading-session.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

const DONE: CommandOutcome = { ok: true, orders: [], cancelled: 2, kept: 3 };

/** A session that refuses so many orders while it carries a command out. */
function session(refusals: number, outcome: CommandOutcome = DONE) {
  const tally = new RunTally();
  const commands: EngineCommand[] = [];
  const refuse = (): void => {
    const effects = new Effects();
    effects.records.push({
      ...{ kind: 'refusal', code: 'risk.no-price', details: { instrument: 'BTC/USD.SIM' } },
      ...{ instrument: 0, origin: 'you', side: 'sell', time: utcMs(1) },
    });
    tally.after(null, effects);
  };
  const command = (each: EngineCommand): CommandOutcome => {
    commands.push(each);
    for (let count = 0; count < refusals; count += 1) refuse();
    return outcome;
  };
  return {
    commands,
    refuse,
    tally,
    ...sessionCommands({ command } as unknown as TradingSession, { tally, source: { instruments: [] } as never }),
  };
}

test('stopping is the kill switch, flattening closes everything, each under its name', () => {
  const { commands, kill, flatten } = session(0);
  expect(kill('k')).toMatchObject({ cancelled: 2, kept: 3 });
  expect(flatten('f')).toEqual({ closing: 3, refused: [] });
  expect(commands).toEqual([
    { type: 'kill', id: 'k' },
    { type: 'close', id: 'f', instrument: null, percent: 100 },
  ]);
});

test('what could not be closed is said, and nothing that was refused before or after', () => {
  const { flatten, refuse, tally } = session(2);
  refuse();
  const refused = 'Not sent: BTC/USD.SIM has no price yet, so the order cannot be valued.';
  expect(flatten('f')).toEqual({ closing: 1, refused: [refused, refused] });
  refuse();
  expect(tally.refusals).toEqual({ 'risk.no-price': 4 });
});

test('a command that is refused is thrown as its fault', () => {
  const { kill, flatten, alerts, refuse } = session(0, { ok: false, fault: new Fault('order.unknown', { order: 'o' }) });
  expect(() => kill('k')).toThrow('There is no open order o.');
  expect(() => flatten('f')).toThrow('There is no open order o.');
  expect(() => alerts({ command: 'a', type: 'seen', until: 5 })).toThrow('There is no open order o.');
  expect(refuse).not.toThrow();
});
