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

/** An account that is armed for what runs by then and nothing else. */
class ArmedAlone {
  closed = false;

  allowOther(): void {
    if (this.closed) throw new Fault('live.gate', { account: 'main', reason: 'Armed for these alone.' });
  }

  async ready(): Promise<void> {
    this.allowOther();
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

  it('changes the size alone of what an account was armed for; other parameters, versions and strategies need it to be armed for them', async () => {
    const account = new ArmedAlone();
    const kit = new Kit(true, account as unknown as DeskLive);
    const built = { ...REQUEST, strategy: 'sma-cross', parameters: {} };
    await kit.calls.start(built);
    account.closed = true;
    const { record } = kit.running[0]!;
    const change = (parameters: Record<string, number>) =>
      kit.calls.change({ command: 'c', instance: record.instance, parameters, size: { kind: 'all' } });
    const sent = kit.sent.length;
    expect(() => change({ ...record.parameters, fast: 9 })).toThrow('Armed for these alone.');
    await expect(async () => kit.calls.start(built)).rejects.toThrow('Armed for these alone.');
    expect(kit.sent).toHaveLength(sent);
    expect(change(record.parameters)).toBe(true);
    expect(kit.sent).toHaveLength(sent + 1);
  });

  it('reloads no other version of the user’s own on such an account', async () => {
    const account = new ArmedAlone();
    const kit = await started(account as unknown as DeskLive);
    account.closed = true;
    const reload = kit.calls.reload({ command: 'r', instance: 'mine-aaaabbbb', script: scriptOf('two', 'fast') });
    await expect(reload).rejects.toThrow('Armed for these alone.');
    expect(kit.running[0]?.record.script).toMatchObject({ hash: 'one' });
  });

  it('runs nothing of the user’s own where there is no room for it', async () => {
    const kit = new Kit(false);
    await expect(kit.calls.startOwn({ ...REQUEST, script: scriptOf('one', 'fast') })).rejects.toThrow('A replay is on.');
    expect(() => kit.calls.fileOf('mine-aaaabbbb')).toThrow('It is not running.');
  });
});
