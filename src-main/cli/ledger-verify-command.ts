import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';

/** Checks the whole ledger. */
export const ledgerVerifyCommand: Command = {
  name: 'ledger verify',
  about: 'Check the whole ledger: every transaction sums to zero per asset, every fill is booked once, the audit chain holds.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch ledger verify', 'cryptoorch ledger verify --json'],
  async run(values, context) {
    const check = await context.services.verifyLedger(context.home);
    if (values.has(JSON_OPTION)) printJson(context, { ...check, ledger: check.balanced ? 'balanced' : 'unbalanced' });
    else {
      printLines(context, [
        check.balanced ? 'The ledger balances.' : 'The ledger does not balance:',
        ...check.problems.map((problem) => `  ${problem}`),
        `${check.transactions} transactions, ${check.postings} postings, ${check.fills} fills, ${check.orders} orders, ${check.auditEntries} audit entries.`,
      ]);
    }
    return check.balanced && check.problems.length === 0 ? 0 : 1;
  },
};
