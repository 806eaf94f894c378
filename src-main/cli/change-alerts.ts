import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AccountAlerts } from '../alert-services.ts';
import type { AlertChange } from '../ports/session-control.ts';
import { alertLines } from './alert-text.ts';
import { ALERT_ACCOUNT } from './alert-options.ts';
import { JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';

/** No session listens: the ledger is free, or the program that holds it has none and says so there. */
const NOBODY: ReadonlySet<string> = new Set(['control.absent', 'control.unreachable']);

/** Changes alerts through the session that runs, else in the ledger, and shows how they stand. */
export async function changeAlertsWith(change: AlertChange, values: OptionValues, context: CliContext): Promise<0> {
  const account = values.given(ALERT_ACCOUNT) ?? null;
  const alerts = (await throughSession(change, account, context)) ?? (await inLedger(change, account, context));
  if (values.has(JSON_OPTION)) printJson(context, alerts);
  else printLines(context, alertLines(alerts));
  return 0;
}

async function throughSession(change: AlertChange, account: string | null, { services, home }: CliContext): Promise<AccountAlerts | null> {
  try {
    const changed = await services.control(home, { kind: 'alerts', command: services.ids.next(), account, change });
    return await services.alerts(home, changed.account);
  } catch (thrown) {
    if (thrown instanceof Fault && NOBODY.has(thrown.code)) return null;
    throw thrown;
  }
}

function inLedger(change: AlertChange, account: string | null, { services, home, version }: CliContext): Promise<AccountAlerts> {
  return services.changeAlerts({ home, account, version }, change);
}
