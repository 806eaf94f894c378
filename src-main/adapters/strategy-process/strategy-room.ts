import { constants, createContext, runInContext, Script } from 'node:vm';
import type { StrategyRequest } from '../../ports/strategy-process.ts';
import { BAR_NUMBERS, type Frame } from './frames.ts';
import type { Realm, RealmDoors } from './realm-doors.ts';
import { realmSource } from './realm.ts';
import { ScriptFault } from './script-fault.ts';
import { ScriptModules } from './script-modules.ts';
import { placeInStack } from './script-places.ts';
import { StrategyColumns } from './strategy-columns.ts';

/** Name that the realm's own program has in stacks. */
const OWN_FILE = 'cryptoorch';
/** Wall time after which a run of bars is answered as far as it came, ms. */
const PAUSE_MS = 50;

type Answer = Readonly<Record<string, unknown>>;
const DONE: Answer = { kind: 'done' };

/** The room that a user's strategy lives in, inside its process: a realm with minimal names, and the answers to what is asked. */
export class StrategyRoom {
  private readonly monotonic: () => number;
  private readonly context = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
  private readonly realm: Realm;
  private readonly instances = new Map<number, StrategyColumns>();
  private files: readonly string[] = [];
  /** What the doors of the realm lead to now. */
  private current = new StrategyColumns(0);
  private time = 0;

  constructor(monotonic: () => number) {
    this.monotonic = monotonic;
    const start = new Script(realmSource(), { filename: OWN_FILE }).runInContext(this.context) as (
      doors: RealmDoors,
      world: unknown,
    ) => Realm;
    this.realm = start(this.doors(), runInContext('globalThis', this.context));
  }

  /** Answers a request; what the script did wrong is an answer too. */
  async answer({ json, bars }: Frame): Promise<Answer> {
    try {
      return await this.handle(json as StrategyRequest, bars);
    } catch (thrown) {
      if (thrown instanceof ScriptFault) return { kind: 'fault', place: thrown.place, problem: thrown.message };
      throw thrown;
    }
  }

  private async handle(request: StrategyRequest, bars: Float64Array): Promise<Answer> {
    const { realm } = this;
    if (request.kind === 'ready') return DONE;
    if (request.kind === 'load') {
      const modules = new ScriptModules(request.files, this.context);
      const { namespace } = await modules.run(request.entry);
      this.files = modules.files;
      return { kind: 'loaded', spec: this.read(realm.load(namespace)), files: this.files };
    }
    if (request.kind === 'measure') return this.read(realm.measure(JSON.stringify(request.parameters)));
    if (request.kind === 'forget') {
      this.instances.clear();
      realm.forget();
      this.current = new StrategyColumns(0);
      return DONE;
    }
    if (request.kind === 'create') {
      this.current = new StrategyColumns(request.seed);
      this.instances.set(request.instance, this.current);
      this.read(realm.create(request.instance, JSON.stringify(request.parameters), JSON.stringify(request.instrument)));
      return DONE;
    }
    const columns = this.instances.get(request.instance);
    if (columns === undefined) return { kind: 'fault', place: '', problem: 'There is no such instance.' };
    this.current = columns;
    if (request.kind === 'warm') {
      for (let at = 0; at < bars.length; at += BAR_NUMBERS) columns.push(bars, at);
      return DONE;
    }
    realm.view(JSON.stringify(request.view));
    this.time = request.view.time;
    if (request.kind === 'fill') return { kind: 'took', ...this.read(realm.fill(request.instance, JSON.stringify(request.fill)), []) };
    return this.takeBars(request, columns, bars);
  }

  private takeBars(request: Extract<StrategyRequest, { kind: 'bars' }>, columns: StrategyColumns, bars: Float64Array): Answer {
    const { realm, monotonic } = this;
    const count = bars.length / BAR_NUMBERS;
    const begun = monotonic();
    for (let row = 0; row < count; row += 1) {
      columns.push(bars, row * BAR_NUMBERS);
      this.time = bars[row * BAR_NUMBERS]! + request.barMs;
      const said = realm.decide(request.instance);
      if (said !== '') return { kind: 'took', rows: row + 1, ...this.read(said) };
      if (monotonic() - begun > PAUSE_MS) return { kind: 'took', rows: row + 1, wishes: [] };
    }
    return { kind: 'took', rows: count, wishes: [] };
  }

  /** What the realm said, or how the strategy failed, with the place in its own file. */
  private read(text: string, wishes?: readonly unknown[]): Answer {
    if (text === '') return wishes === undefined ? {} : { wishes };
    const said = JSON.parse(text) as Answer;
    const { failed, stack } = said;
    if (typeof failed !== 'string') return said;
    throw new ScriptFault(placeInStack(typeof stack === 'string' ? stack : '', this.files), failed);
  }

  private doors(): RealmDoors {
    return {
      bar: (column, back) => this.current.value(column, back),
      bars: () => this.current.length,
      makeIndicator: (id, parameters) => this.current.add(id, JSON.parse(parameters) as Readonly<Record<string, unknown>>),
      indicator: (handle, output, before) => this.current.indicator(handle, output, before),
      random: () => this.current.random.next(),
      now: () => this.time,
    };
  }
}
