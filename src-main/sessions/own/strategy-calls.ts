import { type ArmedStrategy, heldAs } from '../../../src-shared/domain/arming.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { unwrap } from '../../../src-shared/kernel/result.ts';
import type { EngineCommand } from '../../core/engine/engine-event.ts';
import type { StrategyInstance } from '../../core/engine/strategy-host.ts';
import { chooseStrategy } from '../../core/strategies/catalog.ts';
import { completeParameters } from '../../core/strategies/parameters.ts';
import { specOnly } from '../../core/user-strategies/spec-only.ts';
import type { ScriptMark, StrategyRecord } from '../../ports/ledger.ts';
import type { MarketSource } from '../../ports/market-source.ts';
import type { DeskCalls, StartRequest } from '../desk/desk-calls.ts';
import type { DeskLive, DeskReplay } from '../desk/desk-parts.ts';
import type { TradingSession } from '../trading-session.ts';
import type { OpenedScript } from './own-room.ts';
import { fittingWarmup, type OwnRooms } from './own-rooms.ts';

/** What the calls act on. */
export interface StrategyCallsParts {
  readonly session: TradingSession;
  readonly source: MarketSource;
  readonly replay: DeskReplay | null;
  readonly live: DeskLive | null;
  /** Null where no strategy of the user's own runs. */
  readonly rooms: OwnRooms | null;
  /** Has a command carried out. Fails with what it was refused for. */
  readonly send: (command: EngineCommand) => void;
}

type Request<Name extends keyof DeskCalls> = Parameters<DeskCalls[Name]>[0];

/** What a person asks of strategies, those that are built in and those of their own. */
export class StrategyCalls {
  private readonly parts: StrategyCallsParts;

  constructor(parts: StrategyCallsParts) {
    this.parts = parts;
  }

  start(request: StartRequest): string | Promise<string> {
    const { definition, parameters } = unwrap(chooseStrategy(request.strategy, request.parameters));
    const warmupBars = definition.warmupBars(parameters);
    const chosen = { parameters, warmupBars };
    const begun = (): string => {
      this.begin(request, chosen);
      return instanceOf(request);
    };
    return this.parts.live === null ? begun() : this.heard(request, chosen).then(begun);
  }

  /** Starts a script of the user's: it is loaded while everything else goes on. */
  async startOwn(request: Request<'startOwn'>): Promise<string> {
    const { script, parameters: given, strategy } = request;
    const rooms = this.rooms();
    const instance = instanceOf(request);
    const prepared = await rooms.prepare(script, (opened) => {
      keepsId(opened, strategy);
      return given;
    });
    try {
      const { parameters, mark } = prepared;
      await this.heard(request, { parameters, warmupBars: mark.warmupBars, script: mark });
    } catch (thrown) {
      prepared.opened.process.end();
      throw thrown;
    }
    rooms.enter(instance, prepared, () => {
      const { parameters, mark } = prepared;
      this.begin(request, { parameters, warmupBars: mark.warmupBars, script: mark });
    });
    return instance;
  }

  change(request: Request<'changeStrategy'>): boolean | Promise<boolean> {
    const instance = request.instance as StrategyInstanceId;
    const { record } = this.running(instance);
    if (record.script !== undefined) return this.changeOwn(request, record);
    const { definition, parameters } = unwrap(chooseStrategy(record.strategy, request.parameters));
    this.changeTo(request, { parameters, warmupBars: definition.warmupBars(parameters) });
    return true;
  }

  /** Gives a running instance the version of its file that is there now; where it cannot be run, the one before goes on. */
  async reload(request: Request<'reloadStrategy'>): Promise<boolean> {
    const { script } = request;
    const instance = request.instance as StrategyInstanceId;
    const rooms = this.rooms();
    const room = rooms.of(instance);
    const { record } = this.running(instance);
    if (room === undefined || record.script === undefined) throw notRunning(instance);
    const prepared = await rooms.prepare(script, (opened) => {
      keepsId(opened, record.strategy);
      return knownValues(record.parameters, opened);
    });
    // A bar that is being decided on is decided by the version that it was shown to.
    await room.idle();
    const stale = rooms.of(instance) !== room || this.find(instance)?.record !== record;
    if (stale || prepared.mark.hash === record.script.hash) {
      prepared.opened.process.end();
      return stale ? this.reload(request) : false;
    }
    rooms.enter(instance, prepared, () => {
      const { parameters, mark } = prepared;
      this.changeTo({ ...request, size: null }, { parameters, warmupBars: mark.warmupBars, script: mark });
    });
    return true;
  }

  stop({ command, instance, close }: Request<'stopStrategy'>): boolean {
    this.parts.send({ type: 'stop-strategy', id: command, instance: instance as StrategyInstanceId, close });
    return true;
  }

  /** The file of a running script of the user's. */
  fileOf(instance: string): string {
    const room = this.parts.rooms?.of(instance as StrategyInstanceId);
    if (room === undefined) throw notRunning(instance);
    return room.mark.file;
  }

  /** A venue's bars are fetched before a strategy is placed on them, if it may decide there at all. */
  private async heard(request: StartRequest, chosen: Chosen): Promise<void> {
    const { instrument, timeframe } = request;
    this.parts.live?.check(armedOf(placeOf(request), chosen, this.instrument(instrument)));
    await this.parts.live?.ready({ instrument: this.instrument(instrument).index, timeframe }, chosen.warmupBars);
  }

  private begin(request: StartRequest, chosen: Chosen): void {
    const { parameters, warmupBars, script } = chosen;
    const { session, source, replay, live } = this.parts;
    replay?.needs(request.timeframe);
    const instrument = this.instrument(request.instrument);
    source.subscribe(instrument.index, request.timeframe);
    const record: StrategyRecord = {
      instance: instanceOf(request),
      strategy: request.strategy,
      instrument: request.instrument,
      timeframe: request.timeframe,
      parameters,
      size: request.size,
      running: true,
      startedAt: session.time,
      stopReason: null,
      ...(script && { script }),
    };
    const history = source.history(instrument.index, request.timeframe, session.time, warmupBars);
    live?.arm(armedOf(record, chosen, instrument), request.command);
    this.parts.send({ type: 'start-strategy', id: request.command, record, history });
  }

  private async changeOwn(request: Request<'changeStrategy'>, { strategy, instance }: StrategyRecord): Promise<boolean> {
    const room = this.rooms().of(instance);
    if (room === undefined) throw notRunning(instance);
    const parameters = unwrap(completeParameters(specOnly(await room.spec()), request.parameters));
    // Answered when everything before has been, so that no bar is left undecided.
    const warmupBars = fittingWarmup(strategy, await room.measure(parameters));
    if (this.rooms().of(instance) !== room) return this.changeOwn(request, this.running(instance).record);
    this.changeTo(request, { parameters, warmupBars, script: { ...room.mark, warmupBars } });
    return true;
  }

  private changeTo(
    { command, instance: name, size }: Pick<Request<'changeStrategy'>, 'command' | 'instance' | 'size'>,
    chosen: Chosen,
  ): void {
    const { parameters, warmupBars, script } = chosen;
    const { session, source, send, live } = this.parts;
    const instance = name as StrategyInstanceId;
    const { record, instrument } = this.running(instance);
    // Another size is the same strategy to the overfit gate; other parameters, or another version, are not.
    const same = isSame(parameters, record.parameters) && (script === undefined || script.hash === record.script?.hash);
    if (!same) live?.arm(armedOf(record, chosen, instrument), command);
    const history = source.history(instrument.index, record.timeframe, session.time, warmupBars);
    send({ type: 'change-strategy', id: command, instance, parameters, size, history, ...(script && { script }) });
  }

  private find(instance: StrategyInstanceId): StrategyInstance | undefined {
    return this.parts.session.engine.director.running.find(({ record }) => record.instance === instance);
  }

  private running(instance: StrategyInstanceId): StrategyInstance {
    const found = this.find(instance);
    if (found === undefined) throw notRunning(instance);
    return found;
  }

  private rooms(): OwnRooms {
    const { rooms } = this.parts;
    if (rooms === null) throw new Fault('replay.on');
    return rooms;
  }

  private instrument(id: string): Instrument {
    const instrument = this.parts.source.instruments.find((candidate) => candidate.id === id);
    if (instrument === undefined) throw new Fault('instrument.unknown', { instrument: id });
    return instrument;
  }
}

/** What an instance runs with. */
interface Chosen {
  readonly parameters: StrategyParameters;
  readonly warmupBars: number;
  readonly script?: ScriptMark;
}

/** Where a strategy is placed, under which name. */
type Place = Pick<StrategyRecord, 'instance' | 'strategy' | 'instrument' | 'timeframe' | 'ways'>;

function placeOf(request: StartRequest): Place {
  const { strategy, instrument, timeframe } = request;
  return { instance: instanceOf(request), strategy, instrument, timeframe };
}

/** What the overfit gate is asked about. */
function armedOf(
  { instance, strategy, instrument, timeframe, ways }: Place,
  { parameters, script }: Pick<Chosen, 'parameters' | 'script'>,
  { spec }: Instrument,
): ArmedStrategy {
  return { instance, strategy, instrument, timeframe, parameters, hash: script?.hash ?? null, ...heldAs(spec, ways) };
}

function instanceOf({ strategy, command }: StartRequest): StrategyInstanceId {
  return `${strategy}-${command.replaceAll('-', '').slice(0, 8)}` as StrategyInstanceId;
}

function isSame(one: StrategyParameters, other: StrategyParameters): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

function notRunning(instance: string): Fault {
  return new Fault('strategy.unknown', { strategy: instance, suggestion: 'It is not running.' });
}

/** The file may have been saved between being listed and being loaded, or since an instance began. */
function keepsId({ spec, script }: OpenedScript, id: string): void {
  if (spec.id === id) return;
  const problem = `its id is "${spec.id}" now and was "${id}". Start it under its new id.`;
  throw new Fault('strategy.script', { place: script.entry, problem });
}

/** Values that the new version still has; what it has beside them begins with its presets. */
function knownValues(values: StrategyParameters, { spec }: OpenedScript): StrategyParameters {
  return Object.fromEntries(Object.entries(values).filter(([name]) => spec.parameters.some((parameter) => parameter.name === name)));
}
