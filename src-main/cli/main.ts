import { changeAlerts, listAlerts } from '../alert-services.ts';
import { randomUUID } from 'node:crypto';
import { availableParallelism, homedir } from 'node:os';
import packageFile from '../../package.json' with { type: 'json' };
import { openAccounts, openVenueAccounts, openVenueOrders, probeKeychain } from '../account-services.ts';
import { awaySince } from '../away-services.ts';
import {
  askSession,
  checkLedger,
  heldBooks,
  openCandleFiles,
  ownFills,
  probeDatabase,
  simulatedInstruments,
  systemClock,
  systemIds,
} from '../command-services.ts';
import { DepthServices } from '../depth-services.ts';
import { openResearchStore } from '../research-bars.ts';
import { CONTRACT_STRATEGIES, STRATEGIES } from '../core/strategies/catalog.ts';
import { notifySend } from '../hosts/notify-send.ts';
import { stopSignal } from '../hosts/stop-signal.ts';
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
} from '../market-services.ts';
import { backtest, depthBacktest } from '../run-backtest.ts';
import { checkLeaks } from '../run-leaks.ts';
import { attributeJournal } from '../run-attribution.ts';
import { runLive } from '../run-live.ts';
import { replayJournal, runPaper } from '../run-paper.ts';
import { homeFolder } from '../services/home-folder.ts';
import { USER_STRATEGIES } from '../user-strategies.ts';
import { trialThread } from '../trial-threads.ts';
import { runCli } from './cli.ts';
import type { CliServices } from './context.ts';
import { environmentProbes } from './environment-probes.ts';
import { failureLog } from './failure-log.ts';
import { secretInput } from './secret-input.ts';
import { typedWord } from './typed-word.ts';
import type { TextOutput } from './text-output.ts';

/** A stream of the process as text output. A reader that went away ends the process quietly: `cryptoorch … | head` is no failure. */
function textOutput(stream: NodeJS.WriteStream): TextOutput {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
  return { write: (text) => void stream.write(text), terminal: stream.isTTY };
}

const clock = systemClock();
const stdout = textOutput(process.stdout);
const stderr = textOutput(process.stderr);
const home = homeFolder({ env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });

const services: CliServices = {
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
  research: openResearchStore,
  trialThread,
  ids: systemIds(),
  cores: availableParallelism(),
  leaks: checkLeaks,
  paper: (folder, spec) => runPaper(folder, spec, packageFile.version),
  live: (folder, spec) => runLive(folder, spec, { engineVersion: packageFile.version, clock }),
  venueOrders: openVenueOrders,
  replay: async (folder, session) => replayJournal(folder, session),
  attribute: attributeJournal,
  alerts: async (folder, account) => listAlerts(folder, account),
  changeAlerts,
  notices: notifySend(),
  away: async (folder, asked) => awaySince(folder, asked),
  ownFills: async (folder) => ownFills(folder),
  verifyLedger: async (folder) => checkLedger(folder),
  accounts: (folder) => openAccounts({ home: folder, by: 'command line', profiles: openVenueAccounts().profiles }),
  askWord: typedWord(process.stdin, stderr),
  control: askSession,
  heldBooks: async (folder) => heldBooks(folder),
  askSecrets: (labels) => secretInput(process.stdin, stderr)(labels),
  probes: async (folder, env) =>
    environmentProbes(folder, env, {
      nodeVersion: process.versions.node,
      platform: process.platform,
      database: probeDatabase,
      keychain: probeKeychain,
      program: import.meta.filename,
    }),
};

const stop = new AbortController();
const argv = process.argv.slice(2);
/** What is ended in order, with `depth record`: a session with its ledger, a search so that it can be gone on with. */
const ENDS_IN_ORDER: readonly string[] = ['paper', 'live', 'optimise', 'walk-forward'];
// Everything else is ended by the signal itself, also in the middle of a long computation.
const stopping = ENDS_IN_ORDER.includes(argv[0] ?? '') || (argv[0] === 'depth' && argv[1] === 'record') ? stopSignal() : null;
void stopping?.asked.then(() => {
  stop.abort();
});

process.exitCode = await runCli(argv, {
  stdout,
  stderr,
  env: process.env,
  cwd: process.cwd(),
  home,
  clock,
  log: failureLog(home, clock, (line) => {
    stderr.write(`${line}\n`);
  }),
  version: packageFile.version,
  correlationId: randomUUID,
  signal: stop.signal,
  services,
});
stopping?.dispose();
