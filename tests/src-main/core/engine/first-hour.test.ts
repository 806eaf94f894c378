import { describe, expect, it } from 'vitest';
import type { Arming, JudgedStrategy } from '../../../../src-shared/domain/arming.ts';
import { DEFAULT_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { FIRST_HOUR_MEMORY } from '../../../../src-main/core/engine/first-hour.ts';
import { logLineOf } from '../../../../src-main/sessions/desk/log-lines.ts';
import { type Answer, EngineKit, intent, snapshot } from './engine-kit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** 2026-01-05 at a time of day, UTC. */
function at(hours: number, minutes = 0, seconds = 0): number {
  return Date.UTC(2026, 0, 5, hours, minutes, seconds);
}

const JUDGED: JudgedStrategy = {
  ...{ instance: 'sma-cross-1', strategy: 'sma-cross', instrument: 'BTC/USD.SIM', timeframe: '5m', parameters: { fast: 10 }, hash: null },
  ...{ gate: 'passed', sentence: 'It passed.' },
};

function arming(over: Partial<Arming> = {}): Arming {
  return { account: 'main', by: 'command line', code: '0.1.0', override: false, strategies: [], ...over };
}

/** An account with a new account's limits that is armed at a time of day; a coin is worth 100. */
function armed(time: number, over: Partial<Arming> = {}): EngineKit {
  const kit = new EngineKit({ limits: DEFAULT_LIMITS });
  kit.now = time;
  kit.deposit('1000000');
  kit.quote(100);
  kit.command({ type: 'arm', arming: arming(over) });
  return kit;
}

/** Prices every ten seconds up to a time, as a session hears them. Answers that asked for something. */
function run(kit: EngineKit, until: number): readonly Answer[] {
  const said: Answer[] = [];
  while (kit.now < until) {
    kit.now = Math.min(until, kit.now + 10 * SECOND);
    const answer = kit.quote(100);
    if (answer.records.length > 0) said.push(answer);
  }
  return said;
}

/** What the gate says of a buy worth so much at 100, that is taken back at once. */
function bought(kit: EngineKit, worth: number): string | null {
  const answer = kit.place(intent({ type: 'limit', limitTicks: 10_000, lots: worth * 1_000 }));
  for (const id of answer.sent) kit.end('cancelled', id);
  return answer.fault;
}

/** The same account after a restart, with what the ledger kept. */
function restarted(answers: readonly Answer[], time: number, last: number, over: Partial<Arming> = {}): EngineKit {
  const memory = answers.flatMap((answer) => answer.of('strategy-memory')).findLast(({ instance }) => instance === FIRST_HOUR_MEMORY);
  const kit = new EngineKit({ limits: DEFAULT_LIMITS });
  kit.restore(snapshot({ time: last as never, memories: new Map(memory === undefined ? [] : [[FIRST_HOUR_MEMORY, memory.memory]]) }));
  kit.now = last;
  kit.command({ type: 'arm', arming: arming(over) });
  kit.now = time;
  kit.quote(100);
  return kit;
}

describe('the first hour with real money', () => {
  it('holds the worked example of docs/risk.md: armed at 11:40, a quarter until 12:40', () => {
    const kit = armed(at(11, 40));
    expect(kit.engine.firstHour.until).toBe(at(12, 40));
    expect([bought(kit, 6_250), bought(kit, 6_251)]).toEqual([null, 'risk.max-order-notional']);
    const said = run(kit, at(12, 39, 59));
    expect(bought(kit, 6_251)).toBe('risk.max-order-notional');
    // It is kept every minute, so that a restart knows.
    expect(said.length).toBe(59);
    const [over] = run(kit, at(12, 40));
    expect(kit.engine.firstHour.until).toBeNull();
    expect([bought(kit, 25_000), bought(kit, 25_001)]).toEqual([null, 'risk.max-order-notional']);
    expect(over?.records.map(logLineOf).filter((line) => line !== null)).toEqual([
      { level: 'info', area: 'risk', message: 'Limits are whole again: the first hour with real money was over at 12:40 UTC' },
    ]);
  });

  it('counts running time alone: ended at 12:10 and begun again at 13:00, it holds until 13:30', () => {
    const kit = armed(at(11, 40));
    const kept = run(kit, at(12, 10));
    const again = restarted(kept, at(13), at(12, 10));
    expect(again.engine.firstHour.until).toBe(at(13, 30));
    run(again, at(13, 29, 59));
    expect(bought(again, 25_000)).toBe('risk.max-order-notional');
    run(again, at(13, 30));
    expect(bought(again, 25_000)).toBeNull();
  });

  it('does not count a pause: what the machine slept comes on top', () => {
    const kit = armed(at(11, 40));
    run(kit, at(12));
    kit.now = at(18);
    kit.quote(100);
    expect(kit.engine.firstHour.until).toBe(at(18, 40));
    kit.now += 30 * SECOND;
    kit.quote(100);
    expect(kit.engine.firstHour.until).toBe(at(18, 40));
  });

  it('does not count what an engine goes through step by step after a sleep, nor anything until ledger and venue agree', () => {
    const kit = new EngineKit({ limits: DEFAULT_LIMITS, reconciles: true });
    kit.now = at(11, 40);
    kit.look({ USD: '1000000' });
    kit.quote(100);
    kit.command({ type: 'arm', arming: arming() });
    run(kit, at(12));
    kit.step({ kind: 'lifecycle', time: kit.now, phase: 'paused' });
    // What was due meanwhile comes one after another, each at its own time.
    run(kit, at(18));
    expect(kit.engine.firstHour.until).toBe(at(18, 40));
    kit.look({ USD: '1000000' });
    run(kit, at(18, 39, 50));
    expect([kit.engine.gate.recovering, bought(kit, 25_000)]).toEqual([false, 'risk.max-order-notional']);
    run(kit, at(18, 40));
    expect(bought(kit, 25_000)).toBeNull();
  });

  it('is over for good with the same code, and begins anew with another version or a changed file', () => {
    const own = { ...JUDGED, strategy: 'mine', hash: 'aa' };
    const kit = armed(at(10), { strategies: [own] });
    const kept = run(kit, at(11));
    const begin = (over: Partial<Arming>) => restarted(kept, at(14), at(11), over).engine.firstHour.until;
    expect(begin({ strategies: [own] })).toBeNull();
    expect(begin({ strategies: [{ ...own, parameters: { fast: 11 } }] })).toBeNull();
    expect(begin({ strategies: [{ ...own, hash: 'bb' }] })).toBe(at(15));
    expect(begin({ strategies: [JUDGED] })).toBe(at(15));
    expect(begin({ code: '0.2.0' })).toBe(at(15));
  });

  it('goes on for what was armed when something more is, until all have run for an hour', () => {
    const kit = armed(at(10));
    run(kit, at(10, 30));
    kit.command({ type: 'arm', arming: arming({ strategies: [JUDGED] }) });
    expect(kit.engine.firstHour.until).toBe(at(11, 30));
    run(kit, at(11, 29, 50));
    expect(kit.engine.firstHour.on).toBe(true);
    run(kit, at(11, 30));
    expect(kit.engine.firstHour.on).toBe(false);
  });

  it('is not ended by other limits, nor by starting again', () => {
    const kit = armed(at(10));
    kit.command({ type: 'set-limits', limits: { ...DEFAULT_LIMITS, maxOrderNotional: '40000', maxPositionNotional: '80000' } });
    kit.command({ type: 'rearm' });
    expect([bought(kit, 10_000), bought(kit, 10_001)]).toEqual([null, 'risk.max-order-notional']);
  });

  it('lets what strictly reduces pass', () => {
    const kit = new EngineKit({ limits: DEFAULT_LIMITS });
    kit.now = at(10);
    kit.deposit('1000000');
    kit.quote(100);
    kit.buy(20_000_000);
    kit.command({ type: 'arm', arming: arming() });
    expect(bought(kit, 100)).toBe('risk.max-position');
    expect(kit.place(intent({ side: 'sell', lots: 20_000_000 })).fault).toBeNull();
  });

  it('changes nothing where nothing was armed', () => {
    const kit = new EngineKit({ limits: DEFAULT_LIMITS });
    kit.deposit('1000000');
    kit.quote(100);
    kit.now += 2 * MINUTE;
    expect(kit.quote(100).of('strategy-memory')).toEqual([]);
    expect([kit.engine.firstHour.until, bought(kit, 25_000)]).toEqual([null, null]);
  });
});

describe('who armed what', () => {
  it('is in the ledger, with the verdict or the override', () => {
    const kit = new EngineKit();
    kit.now = at(9);
    const failed: JudgedStrategy = { ...JUDGED, instance: 'grid-1', gate: 'failed', sentence: 'It did not pass.' };
    const answer = kit.command({ type: 'arm', arming: arming({ by: 'window', override: true, strategies: [JUDGED, failed] }) }, 'mine');
    expect(answer.of('signal').map(({ code, details }) => [code, details])).toEqual([
      [
        'arming.strategy',
        { account: 'main', by: 'window', instance: 'sma-cross-1', hash: null, gate: 'vouched for', sentence: 'It passed.' },
      ],
      [
        'arming.strategy',
        { account: 'main', by: 'window', instance: 'grid-1', hash: null, gate: 'overridden', sentence: 'It did not pass.' },
      ],
      ['arming.account', { account: 'main', by: 'window', code: '0.1.0', strategies: 2 }],
    ]);
    expect(answer.of('command')).toMatchObject([{ id: 'mine' }]);
    expect(answer.records.map(logLineOf)[1]?.message).toBe(
      'grid-1 may trade with real money on main: armed by window, overfit gate overridden. It did not pass.',
    );
  });
});

describe('a session with real money', () => {
  it('opens nothing before it was armed, whoever asks, and closes what is held', () => {
    const kit = new EngineKit({ limits: DEFAULT_LIMITS, needsArming: true });
    kit.now = at(11);
    kit.deposit('1000000');
    kit.quote(100);
    expect(bought(kit, 100)).toBe('risk.unarmed');
    // A person accepts differences, sets limits and starts trading again: none of it arms anything.
    kit.command({ type: 'set-limits', limits: DEFAULT_LIMITS });
    kit.command({ type: 'rearm' });
    expect(bought(kit, 100)).toBe('risk.unarmed');
    kit.command({ type: 'arm', arming: arming() });
    expect(bought(kit, 100)).toBeNull();
  });

  it('has to be armed again after each start, and sells meanwhile', () => {
    const kit = new EngineKit({ limits: DEFAULT_LIMITS, needsArming: true });
    const money = { cost: Decimal.of(1n), realised: Decimal.ZERO, fees: Decimal.ZERO };
    const balances = new Map([['BTC', Decimal.of(10n)]]);
    const positions = [{ instrument: 0, lots: 100_000, ...money, openedAt: utcMs(at(10)) }];
    kit.restore(snapshot({ time: utcMs(at(11)), balances, positions }));
    kit.now = at(11, 1);
    kit.quote(100);
    expect(bought(kit, 100)).toBe('risk.unarmed');
    expect(kit.place(intent({ side: 'sell', type: 'market', lots: 1_000 })).fault).toBeNull();
  });
});
