import type { AlertsRow } from '../../src-shared/contract/alerts.ts';
import type { DeskClient } from './desk-client.ts';

/** The alerts of the account that is traded. */
export class AlertsService {
  private readonly desk: DeskClient;

  constructor(desk: DeskClient) {
    this.desk = desk;
  }

  list(): Promise<AlertsRow> {
    return this.desk.call('alerts', {});
  }

  set(command: string, text: string): Promise<AlertsRow> {
    return this.desk.call('changeAlerts', { command, type: 'set', text });
  }

  remove(command: string, alert: number): Promise<AlertsRow> {
    return this.desk.call('changeAlerts', { command, type: 'remove', alert });
  }

  rearm(command: string, alert: number): Promise<AlertsRow> {
    return this.desk.call('changeAlerts', { command, type: 'rearm', alert });
  }

  seen(command: string, until: number): Promise<AlertsRow> {
    return this.desk.call('changeAlerts', { command, type: 'seen', until });
  }
}
