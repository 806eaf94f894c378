import { describe, expect, it } from 'vitest';
import { simulatedInstruments } from '../../../../src-main/command-services.ts';
import type { EngineCommand } from '../../../../src-main/core/engine/engine-event.ts';
import type { StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import type { MarketSource } from '../../../../src-main/ports/market-source.ts';
import type { StrategyScript } from '../../../../src-main/ports/strategy-process.ts';
import type { DeskLive } from '../../../../src-main/sessions/desk/desk-parts.ts';
import { OwnRooms } from '../../../../src-main/sessions/own/own-rooms.ts';
import { StrategyCalls } from '../../../../src-main/sessions/own/strategy-calls.ts';
import type { TradingSession } from '../../../../src-main/sessions/trading-session.ts';
import type { ArmedStrategy } from '../../../../src-shared/domain/arming.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';

const INSTRUMENT = new Instrument(simulatedInstruments()[0]!, 0);
const REQUEST = {
  ...{ command: 'aaaa-bbbb-cccc', strategy: 'mine', instrument: INSTRUMENT.id as string, timeframe: '1m' as const },
  ...{ parameters: { fast: 5 }, size: { kind: 'all' as const } },
};
const parameter = (name: string) => ({ name, label: name, unit: '', default: 1, min: 1, max: 9, integer: true });
const scriptOf = (hash: string, ...names: string[]): StrategyScript => ({
  entry: 'mine.ts',
  files: { 'mine.ts': hash, names: names.join(' ') },
});

/** An account whose overfit gate vouches for everything, or for nothing any more but what it is told. */
class Gated {
  /** Of what is let pass: its parameters, and the hash of its files. */
  vouches: ((strategy: ArmedStrategy) => boolean) | null = null;
  readonly armed: (readonly [command: string, strategy: ArmedStrategy])[] = [];
  readonly heard: string[] = [];

  check(strategy: ArmedStrategy): void {
    if (this.vouches?.(strategy) === false) throw new Fault('live.unarmed', { account: 'main', reason: 'Never judged.' });
  }

  arm(strategy: ArmedStrategy, command: string): void {
    this.check(strategy);
    this.armed.push([command, strategy]);
  }

  ready({ timeframe }: { readonly timeframe: string }): Promise<void> {
    this.heard.push(timeframe);
    return Promise.resolve();
  }
}

/** Calls over an engine that does what it is told, and scripts whose hash and parameters are their text. */
class Kit {
  readonly sent: EngineCommand[] = [];
  running: { record: StrategyRecord; instrument: Instrument }[] = [];
  ended = 0;
  /** Something that happens while a version is being loaded. */
  meanwhile: () => void = () => undefined;
  readonly calls: StrategyCalls;

  constructor(withRooms = true, live: DeskLive | null = null) {
    const rooms = new OwnRooms({
      open: (script) => {
        const spec = {
          id: script.files['id'] ?? 'mine',
          family: 'own',
          description: '',
          parameters: script.files['names']!.split(' ').map(parameter),
        };
        this.meanwhile();
        this.meanwhile = () => undefined;
        const process = { callLater: () => Promise.resolve({ warmup: 4, conflict: null }), end: () => void (this.ended += 1) };
        return Promise.resolve({ spec, script, hash: script.files['mine.ts']!, process });
      },
      versions: { keep: () => undefined, read: (mark) => scriptOf(mark.hash), state: () => null },
      seed: 7,
    });
    const session = { time: utcMs(1_000), engine: { director: this.director() } } as unknown as TradingSession;
    rooms.attach({ session, handle: () => undefined, broken: () => undefined });
    const source = { instruments: [INSTRUMENT], subscribe: () => undefined, history: () => candleColumns(0) } as unknown as MarketSource;
    this.calls = new StrategyCalls({
      session,
      source,
      replay: null,
      live,
      rooms: withRooms ? rooms : null,
      send: (command) => {
        this.sent.push(command);
        const record = this.recordAfter(command);
        if (record === null) return;
        rooms.find(record.strategy, record.instance)?.create(record.parameters, INSTRUMENT);
        this.running = [{ record, instrument: INSTRUMENT }];
      },
    });
  }

  private director() {
    const now = (): Kit['running'] => this.running;
    return {
      get running() {
        return now();
      },
    };
  }

  private recordAfter(command: EngineCommand): StrategyRecord | null {
    if (command.type === 'start-strategy') return command.record;
    const [before] = this.running;
    if (command.type !== 'change-strategy' || before === undefined) return null;
    return { ...before.record, parameters: command.parameters, ...(command.script && { script: command.script }) };
  }
}

async function started(live: DeskLive | null = null): Promise<Kit> {
  const kit = new Kit(true, live);
  expect(await kit.calls.startOwn({ ...REQUEST, script: scriptOf('one', 'fast') })).toBe('mine-aaaabbbb');
  return kit;
}

describe('what a person asks of strategies', () => {
  it('starts and changes built-in ones at once', () => {
    const kit = new Kit();
    const built = { ...REQUEST, strategy: 'sma-cross', parameters: {} };
    expect(kit.calls.start(built)).toBe('sma-cross-aaaabbbb');
    expect(kit.calls.change({ command: 'c', instance: 'sma-cross-aaaabbbb', parameters: { fast: 5 }, size: null })).toBe(true);
    expect(kit.sent.map(({ type }) => type)).toEqual(['start-strategy', 'change-strategy']);
    expect(() => kit.calls.change({ command: 'c', instance: 'other', parameters: {}, size: null })).toThrow('It is not running.');
    expect(() => kit.calls.start({ ...built, instrument: 'NO/SUCH' })).toThrow('NO/SUCH');
    expect(() => kit.calls.fileOf('sma-cross-aaaabbbb')).toThrow('It is not running.');
  });

  it('takes a version over with the values that it still has', async () => {
    const kit = await started();
    expect(kit.calls.fileOf('mine-aaaabbbb')).toBe('mine.ts');
    const reload = (script: StrategyScript) => kit.calls.reload({ command: 'r', instance: 'mine-aaaabbbb', script });
    expect(await reload(scriptOf('one', 'fast'))).toBe(false);
    expect(await reload(scriptOf('two', 'fast', 'slow'))).toBe(true);
    expect(kit.running[0]?.record).toMatchObject({ parameters: { fast: 5, slow: 1 }, script: { hash: 'two', warmupBars: 4 } });
    expect(await reload(scriptOf('three', 'slow'))).toBe(true);
    expect(kit.running[0]?.record.parameters).toEqual({ slow: 1 });
    const renamed = { entry: 'mine.ts', files: { ...scriptOf('four', 'slow').files, id: 'yours' } };
    await expect(reload(renamed)).rejects.toThrow('mine.ts: its id is "yours" now and was "mine".');
    await Promise.resolve();
    // Two versions that were replaced, the same one and the renamed one.
    expect(kit.ended).toBe(4);
  });

  it('takes values that were changed while the version was loaded', async () => {
    const kit = await started();
    kit.meanwhile = () => {
      const [{ record, instrument }] = kit.running as [Kit['running'][number]];
      kit.running = [{ record: { ...record, parameters: { fast: 8 } }, instrument }];
    };
    expect(await kit.calls.reload({ command: 'r', instance: 'mine-aaaabbbb', script: scriptOf('two', 'fast') })).toBe(true);
    expect(kit.running[0]?.record).toMatchObject({ parameters: { fast: 8 }, script: { hash: 'two' } });
  });

  it('reloads nothing that has stopped meanwhile, or is built in', async () => {
    const kit = await started();
    kit.meanwhile = () => {
      kit.running = [];
    };
    const reload = (instance: string) => kit.calls.reload({ command: 'r', instance, script: scriptOf('two', 'fast') });
    await expect(reload('mine-aaaabbbb')).rejects.toThrow('It is not running.');
    expect(kit.ended).toBe(1);
    await kit.calls.start({ ...REQUEST, strategy: 'sma-cross', parameters: {} });
    await expect(reload('sma-cross-aaaabbbb')).rejects.toThrow('It is not running.');
  });

  it('begins with real money exactly what the overfit gate vouches for, and puts down that it does', async () => {
    const account = new Gated();
    account.vouches = ({ parameters }) => parameters['fast'] === 5;
    const kit = new Kit(true, account as unknown as DeskLive);
    const built = { ...REQUEST, strategy: 'sma-cross' };
    await expect(async () => kit.calls.start({ ...built, parameters: { fast: 6 } })).rejects.toThrow(
      'Never judged. Judge exactly that in Luck or edge, or with `overfit`; or stop, and trade with main again',
    );
    // No bar is asked for what may not decide.
    expect([kit.sent, account.heard]).toEqual([[], []]);
    await kit.calls.start({ ...built, parameters: { fast: 5 } });
    const { record } = kit.running[0]!;
    const { instance, strategy, instrument, timeframe, parameters } = record;
    const exactly = { instance, strategy, instrument, timeframe, parameters, hash: null };
    expect(parameters).toMatchObject({ fast: 5, slow: expect.any(Number) as number });
    expect([account.armed, account.heard]).toEqual([[[REQUEST.command, exactly]], ['1m']]);
  });

  it('changes the size alone of what runs with real money; other parameters need the gate', async () => {
    const account = new Gated();
    const kit = new Kit(true, account as unknown as DeskLive);
    await kit.calls.start({ ...REQUEST, strategy: 'sma-cross', parameters: {} });
    const { record } = kit.running[0]!;
    account.vouches = ({ parameters }) => parameters['fast'] === 8;
    const change = (parameters: Record<string, number>) =>
      kit.calls.change({ command: 'c', instance: record.instance, parameters, size: { kind: 'all' } });
    const sent = kit.sent.length;
    expect(() => change({ ...record.parameters, fast: 9 })).toThrow('Never judged.');
    expect(kit.sent).toHaveLength(sent);
    expect(change(record.parameters)).toBe(true);
    expect(account.armed).toHaveLength(1);
    expect(change({ ...record.parameters, fast: 8 })).toBe(true);
    expect(kit.sent).toHaveLength(sent + 2);
    expect(account.armed.at(-1)).toMatchObject(['c', { parameters: { fast: 8 }, hash: null }]);
  });

  it('reloads with real money the version of a file alone that the gate has judged', async () => {
    const account = new Gated();
    const kit = await started(account as unknown as DeskLive);
    expect(account.armed).toMatchObject([[REQUEST.command, { strategy: 'mine', hash: 'one', parameters: { fast: 5 } }]]);
    account.vouches = ({ hash }) => hash === 'three';
    const reload = (hash: string) => kit.calls.reload({ command: 'r', instance: 'mine-aaaabbbb', script: scriptOf(hash, 'fast') });
    // The version that runs is no other one.
    expect(await reload('one')).toBe(false);
    await expect(reload('two')).rejects.toThrow('Never judged.');
    expect(kit.running[0]?.record.script).toMatchObject({ hash: 'one' });
    expect(await reload('three')).toBe(true);
    expect(kit.running[0]?.record.script).toMatchObject({ hash: 'three' });
    const other = { ...REQUEST, command: 'dddd-eeee-ffff', script: scriptOf('four', 'fast') };
    await expect(kit.calls.startOwn(other)).rejects.toThrow('Never judged.');
    // Each version that did not come in has ended, and the one that was replaced.
    expect(kit.ended).toBe(4);
  });

  it('runs nothing of the user’s own where there is no room for it', async () => {
    const kit = new Kit(false);
    await expect(kit.calls.startOwn({ ...REQUEST, script: scriptOf('one', 'fast') })).rejects.toThrow('A replay is on.');
    expect(() => kit.calls.fileOf('mine-aaaabbbb')).toThrow('It is not running.');
  });
});
