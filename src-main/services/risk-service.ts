import type { RiskRow } from '../../src-shared/contract/rows.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { DeskClient } from './desk-client.ts';

/** Trading state and limits. */
export class RiskService {
  private readonly desk: DeskClient;

  constructor(desk: DeskClient) {
    this.desk = desk;
  }

  state(): Promise<RiskRow> {
    return this.desk.call('riskState', {});
  }

  setLimits(command: string, limits: RiskLimits): Promise<RiskRow> {
    return this.desk.call('setLimits', { command, limits });
  }

  kill(command: string): Promise<{ readonly cancelled: number; readonly kept: number }> {
    return this.desk.call('kill', { command });
  }

  reduce(command: string): Promise<RiskRow> {
    return this.desk.call('reduce', { command });
  }

  rearm(command: string): Promise<RiskRow> {
    return this.desk.call('rearm', { command });
  }
}
