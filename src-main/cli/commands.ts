import { alertsAddCommand } from './alerts-add-command.ts';
import { alertsListCommand } from './alerts-list-command.ts';
import { alertsRearmCommand } from './alerts-rearm-command.ts';
import { alertsRemoveCommand } from './alerts-remove-command.ts';
import { alertsSeenCommand } from './alerts-seen-command.ts';
import { accountsAddCommand } from './accounts-add-command.ts';
import { accountsCheckCommand } from './accounts-check-command.ts';
import { accountsDisableCommand } from './accounts-disable-command.ts';
import { accountsEnableCommand } from './accounts-enable-command.ts';
import { accountsListCommand } from './accounts-list-command.ts';
import { accountsLockCommand } from './accounts-lock-command.ts';
import { accountsLogCommand } from './accounts-log-command.ts';
import { accountsRemoveCommand } from './accounts-remove-command.ts';
import { accountsRotateCommand } from './accounts-rotate-command.ts';
import { accountsUnlockCommand } from './accounts-unlock-command.ts';
import { attributeCommand } from './attribute-command.ts';
import { awayCommand } from './away-command.ts';
import { backtestCommand } from './backtest-command.ts';
import type { Command } from './command.ts';
import { costsEstimateCommand } from './costs-estimate-command.ts';
import { depthImportCommand } from './depth-import-command.ts';
import { depthListCommand } from './depth-list-command.ts';
import { depthRecordCommand } from './depth-record-command.ts';
import { depthVerifyCommand } from './depth-verify-command.ts';
import { depthWatchCommand } from './depth-watch-command.ts';
import { dataCompactCommand } from './data-compact-command.ts';
import { dataDownloadCommand } from './data-download-command.ts';
import { dataExportCommand } from './data-export-command.ts';
import { dataImportCommand } from './data-import-command.ts';
import { dataListCommand } from './data-list-command.ts';
import { dataRemoveCommand } from './data-remove-command.ts';
import { dataVerifyCommand } from './data-verify-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { flattenCommand } from './flatten-command.ts';
import { haltCommand } from './halt-command.ts';
import { leaksCommand } from './leaks-command.ts';
import { ledgerVerifyCommand } from './ledger-verify-command.ts';
import { liveCommand } from './live-command.ts';
import { marketsFindCommand } from './markets-find-command.ts';
import { marketsListCommand } from './markets-list-command.ts';
import { marketsRefreshCommand } from './markets-refresh-command.ts';
import { optimiseCommand } from './optimise-command.ts';
import { ordersCommand } from './orders-command.ts';
import { overfitCommand } from './overfit-command.ts';
import { paperCommand } from './paper-command.ts';
import { reconcileCommand } from './reconcile-command.ts';
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
  liveCommand,
  reconcileCommand,
  ordersCommand,
  haltCommand,
  flattenCommand,
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
  marketsListCommand,
  marketsRefreshCommand,
  marketsFindCommand,
  replayCommand,
  attributeCommand,
  costsEstimateCommand,
  depthRecordCommand,
  depthImportCommand,
  depthListCommand,
  depthVerifyCommand,
  depthWatchCommand,
  accountsAddCommand,
  accountsListCommand,
  accountsCheckCommand,
  accountsRotateCommand,
  accountsDisableCommand,
  accountsEnableCommand,
  accountsRemoveCommand,
  accountsLockCommand,
  accountsUnlockCommand,
  accountsLogCommand,
  alertsAddCommand,
  alertsListCommand,
  alertsRemoveCommand,
  alertsRearmCommand,
  alertsSeenCommand,
  awayCommand,
  ledgerVerifyCommand,
  doctorCommand,
];
