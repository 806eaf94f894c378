import { accountsAddCommand } from './accounts-add-command.ts';
import { accountsCheckCommand } from './accounts-check-command.ts';
import { accountsDisableCommand } from './accounts-disable-command.ts';
import { accountsEnableCommand } from './accounts-enable-command.ts';
import { accountsListCommand } from './accounts-list-command.ts';
import { accountsLogCommand } from './accounts-log-command.ts';
import { accountsRemoveCommand } from './accounts-remove-command.ts';
import { accountsRotateCommand } from './accounts-rotate-command.ts';
import { backtestCommand } from './backtest-command.ts';
import type { Command } from './command.ts';
import { costsEstimateCommand } from './costs-estimate-command.ts';
import { depthImportCommand } from './depth-import-command.ts';
import { depthListCommand } from './depth-list-command.ts';
import { depthRecordCommand } from './depth-record-command.ts';
import { depthVerifyCommand } from './depth-verify-command.ts';
import { dataCompactCommand } from './data-compact-command.ts';
import { dataDownloadCommand } from './data-download-command.ts';
import { dataExportCommand } from './data-export-command.ts';
import { dataImportCommand } from './data-import-command.ts';
import { dataListCommand } from './data-list-command.ts';
import { dataRemoveCommand } from './data-remove-command.ts';
import { dataVerifyCommand } from './data-verify-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { leaksCommand } from './leaks-command.ts';
import { ledgerVerifyCommand } from './ledger-verify-command.ts';
import { optimiseCommand } from './optimise-command.ts';
import { overfitCommand } from './overfit-command.ts';
import { paperCommand } from './paper-command.ts';
import { replayCommand } from './replay-command.ts';
import { strategyCheckCommand } from './strategy-check-command.ts';
import { strategyListCommand } from './strategy-list-command.ts';
import { strategyNewCommand } from './strategy-new-command.ts';
import { strategyWatchCommand } from './strategy-watch-command.ts';
import { searchesListCommand } from './searches-list-command.ts';
import { searchesShowCommand } from './searches-show-command.ts';
import { verifyCommand } from './verify-command.ts';
import { walkForwardCommand } from './walk-forward-command.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  backtestCommand,
  optimiseCommand,
  walkForwardCommand,
  searchesListCommand,
  searchesShowCommand,
  overfitCommand,
  verifyCommand,
  paperCommand,
  strategyNewCommand,
  strategyCheckCommand,
  strategyWatchCommand,
  strategyListCommand,
  leaksCommand,
  dataImportCommand,
  dataDownloadCommand,
  dataListCommand,
  dataVerifyCommand,
  dataExportCommand,
  dataCompactCommand,
  dataRemoveCommand,
  replayCommand,
  costsEstimateCommand,
  depthRecordCommand,
  depthImportCommand,
  depthListCommand,
  depthVerifyCommand,
  accountsAddCommand,
  accountsListCommand,
  accountsCheckCommand,
  accountsRotateCommand,
  accountsDisableCommand,
  accountsEnableCommand,
  accountsRemoveCommand,
  accountsLogCommand,
  ledgerVerifyCommand,
  doctorCommand,
];
