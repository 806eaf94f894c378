import type { AppFigures, AppInfo, LeaveChoice } from '../../src-shared/contract/app.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Settings } from '../ports/settings.ts';

/** The program itself, and what the window keeps. */
export class AppService {
  private readonly parts: {
    readonly info: () => AppInfo;
    readonly figures: () => Promise<AppFigures>;
    readonly openHome: () => Promise<boolean>;
    readonly leave: (choice: LeaveChoice) => boolean;
    readonly settings: Settings;
    readonly log: Log;
    readonly ids: Ids;
  };

  constructor(parts: AppService['parts']) {
    this.parts = parts;
  }

  info(): AppInfo {
    return this.parts.info();
  }

  figures(): Promise<AppFigures> {
    return this.parts.figures();
  }

  async openHome(): Promise<{ readonly opened: boolean }> {
    return { opened: await this.parts.openHome() };
  }

  /** Answers the question that a closed window puts. */
  leave(choice: LeaveChoice): { readonly taken: boolean } {
    return { taken: this.parts.leave(choice) };
  }

  loadSetting(key: string): { readonly value: string | null } {
    return { value: this.parts.settings.load(key) };
  }

  saveSetting(key: string, value: string | null): { readonly saved: boolean } {
    this.parts.settings.save(key, value);
    return { saved: true };
  }

  reportFault(area: string, message: string): { readonly correlationId: string } {
    const correlationId = this.parts.ids.next();
    this.parts.log.write({ level: 'error', area: 'window', event: 'window.fault', fields: { area, message }, correlationId });
    return { correlationId };
  }
}
