import { beforeEach, describe, expect, it } from 'vitest';
import { simulatedInstruments } from '../../../../src-main/command-services.ts';
import type { AnswerEvent } from '../../../../src-main/core/engine/engine-event.ts';
import type { Strategy } from '../../../../src-main/core/strategies/strategy.ts';
import type { StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import type { StrategyRequest, StrategyScript } from '../../../../src-main/ports/strategy-process.ts';
import { OwnRooms } from '../../../../src-main/sessions/own/own-rooms.ts';
import type { TradingSession } from '../../../../src-main/sessions/trading-session.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';

const INSTRUMENT = new Instrument(simulatedInstruments()[0]!, 0);
const INSTANCE = 'mine-1' as StrategyInstanceId;
const SPEC = {
  id: 'mine',
  family: 'own',
  description: '',
  parameters: [{ name: 'fast', label: 'fast', unit: '', default: 5, min: 1, max: 9, integer: true }],
};
const MARK = { file: 'mine.ts', hash: 'aa', warmupBars: 3 };
const RECORD: StrategyRecord = {
  instance: INSTANCE,
  strategy: 'mine',
  instrument: INSTRUMENT.id,
  timeframe: '1m',
  parameters: { fast: 5 },
  size: { kind: 'all' },
  running: true,
  startedAt: utcMs(0),
  stopReason: null,
  script: MARK,
};
const scriptOf = (text: string): StrategyScript => ({ entry: 'mine.ts', files: { 'mine.ts': text } });

/** Rooms whose processes are lists of what was asked, and a session that runs what the test says. */
class Kit {
  readonly processes: { readonly text: string; readonly asked: string[]; ended: boolean }[] = [];
  readonly kept: string[] = [];
  readonly answers: AnswerEvent[] = [];
  readonly running: { readonly strategy: Strategy; readonly record: StrategyRecord }[] = [];
  answer: (request: StrategyRequest) => unknown = () => ({ warmup: 3, conflict: null, wishes: [{ kind: 'enter' }] });
  readonly rooms = new OwnRooms({
    open: (script) => {
      const process = { text: script.files['mine.ts'] ?? '', asked: [] as string[], ended: false };
      this.processes.push(process);
      const callLater = (request: StrategyRequest) => {
        process.asked.push(request.kind);
        return Promise.resolve(this.answer(request));
      };
      const end = () => {
        process.ended = true;
      };
      return Promise.resolve({ spec: SPEC, script, hash: process.text, process: { callLater, end } });
    },
    versions: {
      keep: (_, hash) => this.kept.push(hash),
      read: () => scriptOf('kept'),
      state: ({ hash }) => (hash === 'aa' ? 'changed' : null),
    },
    seed: 7,
  });

  constructor() {
    const session = { time: utcMs(1_000), engine: { director: { running: this.running } } } as unknown as TradingSession;
    this.rooms.attach({ session, handle: (event) => this.answers.push(event), broken: () => undefined });
  }

  /** What the engine does when it takes a strategy. */
  take(record = RECORD): void {
    const strategy = this.rooms.find(record.strategy, record.instance)!.create({}, INSTRUMENT);
    this.running.splice(0, this.running.length, { strategy, record });
  }
}

let kit: Kit;
beforeEach(() => {
  kit = new Kit();
});

describe('the rooms of a desk', () => {
  it('find a built-in strategy by its id, and one of the user’s own by its instance', async () => {
    expect(kit.rooms.find('sma-cross', INSTANCE)?.spec.id).toBe('sma-cross');
    expect(kit.rooms.find('mine', INSTANCE)).toBeUndefined();
    const prepared = await kit.rooms.prepare(scriptOf('new'), () => ({}));
    expect(prepared).toMatchObject({ parameters: { fast: 5 }, mark: { file: 'mine.ts', hash: 'new', warmupBars: 3 } });
    expect(kit.kept).toEqual(['new']);
    kit.rooms.enter(INSTANCE, prepared, () => {
      kit.take();
    });
    expect(kit.rooms.find('mine', INSTANCE)?.spec.id).toBe('mine');
    await kit.rooms.idle();
    // What it is made with has no answer that is worth an event.
    expect([kit.processes[0]?.asked, kit.answers]).toEqual([['measure', 'create'], []]);
  });

  it('keep no process of a version that cannot run with its values', async () => {
    await expect(kit.rooms.prepare(scriptOf('new'), () => ({ fast: 10 }))).rejects.toThrow('10 is not within 1 to 9');
    kit.answer = () => ({ warmup: 0, conflict: 'fast must be odd.' });
    await expect(kit.rooms.prepare(scriptOf('new'), () => ({}))).rejects.toThrow('fast must be odd.');
    kit.answer = () => ({ warmup: -1 });
    await expect(kit.rooms.prepare(scriptOf('new'), () => ({}))).rejects.toThrow('no whole number');
    expect([kit.processes.map(({ ended }) => ended), kit.kept]).toEqual([[true, true, true], []]);
  });

  it('leave the version before as it was where the engine does not take the new one', async () => {
    kit.rooms.enter(INSTANCE, await kit.rooms.prepare(scriptOf('one'), () => ({})), () => {
      kit.take();
    });
    const refuse = (): never => {
      throw new Error('refused');
    };
    const two = await kit.rooms.prepare(scriptOf('two'), () => ({}));
    expect(() => {
      kit.rooms.enter(INSTANCE, two, refuse);
    }).toThrow('refused');
    const other = 'mine-2' as StrategyInstanceId;
    // A command that was carried out before makes nothing.
    kit.rooms.enter(other, await kit.rooms.prepare(scriptOf('three'), () => ({})), () => undefined);
    await kit.rooms.idle();
    expect(kit.processes.map(({ text, ended }) => [text, ended])).toEqual([
      ['one', false],
      ['two', true],
      ['three', true],
    ]);
    expect([kit.rooms.of(INSTANCE)?.mark.hash, kit.rooms.of(other)]).toEqual(['one', undefined]);
    kit.rooms.enter(INSTANCE, await kit.rooms.prepare(scriptOf('four'), () => ({})), () => {
      kit.take();
    });
    await kit.rooms.idle();
    expect(kit.processes[0]?.ended).toBe(true);
  });

  it('go on with what ran, say what became of its file, and end it when it stops', async () => {
    kit.rooms.recover([RECORD, { ...RECORD, instance: 'b' as StrategyInstanceId, running: false }], 5);
    expect([...kit.rooms.found]).toEqual([[INSTANCE, { file: 'mine.ts', state: 'changed' }]]);
    kit.take();
    await kit.rooms.idle();
    expect(kit.processes).toEqual([{ text: 'kept', asked: ['create'], ended: false }]);
    kit.rooms.after({ records: [{ kind: 'strategy', record: RECORD }] });
    kit.rooms.after({ records: [{ kind: 'strategy', record: { ...RECORD, running: false } }] });
    await Promise.resolve();
    expect([kit.processes[0]?.ended, kit.rooms.of(INSTANCE)]).toEqual([true, undefined]);
    kit.rooms.after({ records: [] });
    kit.rooms.recover([{ ...RECORD, script: { ...MARK, hash: 'lost' } }], 5);
    expect(kit.rooms.found.size).toBe(1);
    kit.rooms.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(kit.processes[1]?.ended).toBe(true);
  });
});
