import type { AccountsService } from '../services/accounts-service.ts';
import type { CliContext } from './context.ts';

/** Works with the accounts of the home folder and lets go of them. */
export async function withAccounts<Value>(
  context: CliContext,
  work: (accounts: AccountsService) => Promise<Value> | Value,
): Promise<Value> {
  const open = context.services.accounts(context.home);
  try {
    return await work(open.service);
  } finally {
    open.close();
  }
}
