import { runCli } from '../../../src-main/cli/cli.ts';
import type { CliContext, CliServices } from '../../../src-main/cli/context.ts';
import { SqliteResearch } from '../../../src-main/adapters/research-sqlite/sqlite-research.ts';
import { changeAlerts, listAlerts } from '../../../src-main/alert-services.ts';
import { awaySince } from '../../../src-main/away-services.ts';
import { openCandleFiles, simulatedInstruments } from '../../../src-main/command-services.ts';
import { DepthServices } from '../../../src-main/depth-services.ts';
import { CONTRACT_STRATEGIES, STRATEGIES } from '../../../src-main/core/strategies/catalog.ts';
import {
  openCandleExport,
  openCandleStore,
  openCandleVenues,
  openMarketCatalogue,
  openMarketFeed,
  openMarketLists,
  openFrameFeed,
  openFundingStore,
  openTableFiles,
} from '../../../src-main/market-services.ts';
import type { LogEvent } from '../../../src-main/ports/log.ts';
import { backtest, depthBacktest } from '../../../src-main/run-backtest.ts';
import { USER_STRATEGIES } from '../../../src-main/user-strategies.ts';
import { checkLeaks } from '../../../src-main/run-leaks.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

/** What a call of the command line left behind. */
export interface CliCall {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout. */
  readonly lastLine: string;
  readonly log: readonly LogEvent[];
}

function unused(): never {
  throw new Error('this test does not use it');
}

/** Calls the command line inside this process; services that a test does not name are the real ones, or fail when they would need a home folder. */
export async function callCli(
  argv: readonly string[],
  more: { readonly services?: Partial<CliServices>; readonly context?: Partial<CliContext> } = {},
): Promise<CliCall> {
  const written = { stdout: '', stderr: '' };
  const log: LogEvent[] = [];
  let elapsed = 0;
  const code = await runCli(argv, {
    stdout: { write: (text) => void (written.stdout += text), terminal: false },
    stderr: { write: (text) => void (written.stderr += text), terminal: false },
    env: {},
    cwd: '/',
    home: '/nowhere',
    // Every look at the clock is 200 ms later, so that progress is told.
    clock: { now: () => utcMs(0), monotonic: () => (elapsed += 200), after: unused },
    log: { write: (event) => void log.push(event) },
    version: '1.2.3',
    correlationId: () => 'correlation-1',
    signal: new AbortController().signal,
    ...more.context,
    services: {
      candleFiles: openCandleFiles(),
      tableFiles: openTableFiles(),
      candleStore: openCandleStore,
      fundingStore: openFundingStore,
      candleExport: openCandleExport(),
      candleVenues: openCandleVenues(),
      marketCatalogue: openMarketCatalogue,
      marketLists: openMarketLists(),
      marketFeed: openMarketFeed,
      frameFeed: openFrameFeed,
      strategies: [...STRATEGIES, ...CONTRACT_STRATEGIES],
      profiles: simulatedInstruments(),
      backtest,
      depth: new DepthServices(),
      depthBacktest,
      userStrategies: USER_STRATEGIES,
      research: () => new SqliteResearch(':memory:'),
      alerts: async (home, account) => listAlerts(home, account),
      changeAlerts,
      notices: null,
      away: async (home, asked) => awaySince(home, asked),
      trialThread: unused,
      ids: { next: () => '0000000000000run' },
      cores: 2,
      leaks: checkLeaks,
      paper: unused,
      live: unused,
      venueOrders: unused,
      replay: unused,
      attribute: unused,
      ownFills: unused,
      verifyLedger: unused,
      accounts: unused,
      askSecrets: unused,
      askWord: unused,
      control: unused,
      heldBooks: unused,
      probes: unused,
      ...more.services,
    },
  });
  return { code, ...written, lastLine: written.stdout.trimEnd().split('\n').at(-1) ?? '', log };
}
