import type { SizeRule, StrategyParameters, StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { STRATEGIES } from '../core/strategies/catalog.ts';
import type { StartRequest } from '../sessions/desk/desk-calls.ts';
import type { DeskClient } from './desk-client.ts';

/** Built-in strategies and the instances placed on instruments. */
export class StrategiesService {
  private readonly desk: DeskClient;

  constructor(desk: DeskClient) {
    this.desk = desk;
  }

  gallery(): { readonly strategies: readonly StrategySpec[] } {
    return { strategies: STRATEGIES.map((definition) => definition.spec) };
  }

  async start(request: StartRequest): Promise<{ readonly instance: string }> {
    return { instance: await this.desk.call('startStrategy', request) };
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
