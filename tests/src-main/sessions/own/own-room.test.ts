import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { StrategyRequest } from '../../../../src-main/ports/strategy-process.ts';
import { type OpenedScript, OwnRoom } from '../../../../src-main/sessions/own/own-room.ts';
import { flatBars } from '../../core/engine/engine-kit.ts';
import { simulatedInstruments } from '../../../../src-main/command-services.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { StrategyDesk } from '../../../../src-main/core/strategies/strategy.ts';

const INSTRUMENT = new Instrument(simulatedInstruments()[0]!, 0);
const BARS = flatBars(0, '1m', [1, 2]);
const MARK = { file: 'mine.ts', hash: 'aa', warmupBars: 3 };

/** Room and process of one instance; the process answers when the test says so. */
class Kit {
  readonly asked: string[] = [];
  readonly delivered: string[] = [];
  readonly broken: unknown[] = [];
  ends = 0;
  /** Whether an answer cannot be taken. */
  fails = false;
  answer: (request: StrategyRequest) => unknown = () => ({ kind: 'took', rows: 1, wishes: [] });
  readonly room: OwnRoom;

  constructor(opening?: Promise<OpenedScript>) {
    const process = {
      callLater: (request: StrategyRequest) => {
        this.asked.push(request.kind);
        return Promise.resolve(this.answer(request));
      },
      end: () => {
        this.ends += 1;
      },
    };
    const spec = { id: 'mine', family: 'own', description: '', parameters: [] };
    this.room = new OwnRoom({
      id: 'mine',
      mark: MARK,
      opening: opening ?? Promise.resolve({ spec, script: { entry: 'mine.ts', files: {} }, hash: 'aa', process }),
      seed: 7,
      first: () => 500,
      deliver: ({ number }, { wishes, problem }) => {
        this.delivered.push(`${String(number)} ${problem ?? String(wishes.length)}`);
        if (this.fails) throw new TypeError('ours');
      },
      broken: (thrown) => this.broken.push(thrown),
    });
  }

  create() {
    return this.room.definition.create({}, INSTRUMENT);
  }
}

const desk = {
  instrument: INSTRUMENT,
  time: 60_000,
  positionLots: 0,
  outstandingLots: () => 0,
  workingTags: () => [],
} as unknown as StrategyDesk;

let kit: Kit;
beforeEach(() => {
  kit = new Kit();
});

describe('the room of one instance', () => {
  it('asks one thing after the other, and hands each answer over', async () => {
    const strategy = kit.create();
    strategy.warm(BARS);
    strategy.onBar(BARS, 1, desk);
    const measured = kit.room.measure({});
    kit.answer = (request) => (request.kind === 'measure' ? { warmup: 9, conflict: 'no' } : { wishes: [{ kind: 'enter' }] });
    expect(await measured).toEqual({ warmup: 9, conflict: { parameter: '', problem: 'no' } });
    await kit.room.idle();
    expect(kit.asked).toEqual(['create', 'warm', 'bars', 'measure']);
    expect(kit.delivered).toEqual(['501 0', '502 0', '503 1']);
    expect(kit.room.definition.warmupBars({})).toBe(3);
  });

  it('lets go of what was made before when it is made anew', async () => {
    kit.create();
    kit.create();
    await kit.room.idle();
    expect(kit.asked).toEqual(['create', 'forget', 'create']);
  });

  it('answers with why its script could not be opened', async () => {
    kit = new Kit(Promise.reject(new Fault('strategy.script', { place: 'mine.ts:2:1', problem: 'no.' })));
    kit.create();
    await kit.room.idle();
    expect(kit.delivered).toEqual(['501 mine.ts:2:1: no.']);
    await expect(kit.room.spec()).rejects.toThrow('mine.ts:2:1: no.');
    kit.room.end();
    expect(kit.broken).toEqual([]);
  });

  it('gives up on one that is a thousand bars behind, and says so once', async () => {
    const strategy = kit.create();
    kit.answer = () => new Promise(() => undefined);
    for (let bar = 0; bar < 1_500; bar += 1) strategy.onBar(BARS, 1, desk);
    await Promise.resolve();
    expect(kit.delivered).toEqual(['1501 mine.ts: it is 1000 bars and fills behind.']);
  });

  it('hands nothing over and asks nothing any more once it has ended', async () => {
    const strategy = kit.create();
    strategy.onBar(BARS, 1, desk);
    kit.room.end();
    kit.room.end();
    await kit.room.idle();
    expect([kit.asked, kit.delivered, kit.ends]).toEqual([[], [], 1]);
  });

  it('hides no mistake of the program itself', async () => {
    kit.answer = () => Promise.reject(new TypeError('ours'));
    kit.create();
    await kit.room.idle();
    expect(kit.broken).toEqual([new TypeError('ours')]);
    const other = new Kit();
    other.fails = true;
    other.create();
    await other.room.idle();
    expect(other.broken).toEqual([new TypeError('ours')]);
  });
});
