import type { OwnStrategiesRow } from '../../src-shared/contract/strategies.ts';
import type { SizeRule, StrategyParameters, StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { CONTRACT_STRATEGIES, STRATEGIES } from '../core/strategies/catalog.ts';
import type { StartRequest } from '../sessions/desk/desk-calls.ts';
import type { DeskClient } from './desk-client.ts';
import type { OwnStrategies } from './own-strategies.ts';

/** Strategies, built in and the user's own, and the instances placed on instruments. */
export class StrategiesService {
  private readonly desk: DeskClient;
  private readonly users: OwnStrategies;

  constructor(desk: DeskClient, users: OwnStrategies) {
    this.desk = desk;
    this.users = users;
  }

  gallery(): { readonly strategies: readonly StrategySpec[] } {
    const pairs = CONTRACT_STRATEGIES.filter(({ spec }) => spec.pair === true);
    return { strategies: [...STRATEGIES, ...pairs].map((definition) => definition.spec) };
  }

  /** The user's own, as they were read last. */
  own(): OwnStrategiesRow {
    return this.users.list();
  }

  /** Writes a strategy to begin with. Fails with `input.invalid` and `input.file`. */
  create(name: string): { readonly file: string } {
    return this.users.create(name);
  }

  /** Starts a built-in strategy, or one of the user's own from its files as they are now. */
  async start(request: StartRequest): Promise<{ readonly instance: string }> {
    const own = this.users.source(request.strategy);
    if (own === null) return { instance: await this.desk.call('startStrategy', request) };
    return { instance: await this.desk.call('startOwn', { ...request, script: own.script }) };
  }

  /** Gives a running instance of the user's own the version of its file that is there now; false where it runs that already. */
  async reload(command: string, instance: string): Promise<{ readonly reloaded: boolean }> {
    const script = this.users.read(await this.desk.call('strategyFile', { instance }));
    return { reloaded: await this.desk.call('reloadStrategy', { command, instance, script }) };
  }

  async change(request: {
    readonly command: string;
    readonly instance: string;
    readonly parameters: StrategyParameters;
    readonly size?: SizeRule | undefined;
  }): Promise<{ readonly changed: boolean }> {
    const { command, instance, parameters, size } = request;
    return { changed: await this.desk.call('changeStrategy', { command, instance, parameters, size: size ?? null }) };
  }

  async stop(command: string, instance: string, close: boolean): Promise<{ readonly stopped: boolean }> {
    return { stopped: await this.desk.call('stopStrategy', { command, instance, close }) };
  }
}
