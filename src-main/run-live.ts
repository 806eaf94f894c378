import type { AccountId, SessionId, VenueId } from '../src-shared/kernel/ids.ts';
import { thenClose } from '../src-shared/kernel/close-all.ts';
import type { LiveVenue } from './adapters/exchange-heard/live-venue.ts';
import { openHome } from './adapters/home/home.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { tradedTogether } from './exchange-ground.ts';
import type { MarketHearing } from './market-hearing.ts';
import { armSession, type LiveGround, openLiveMarket, openLiveSession } from './open-live.ts';
import type { Clock } from './ports/clock.ts';
import type { LedgerScope } from './ports/ledger.ts';
import type { MarketHeard } from './ports/market-feed.ts';
import { checkedLedger, findAmong, hashesOf, outcomeOf } from './run-paper.ts';
import { openSessionDoor } from './session-door.ts';
import { armedStrategies } from './sessions/armed-strategies.ts';
import { LiveDuties } from './sessions/live-duties.ts';
import { LiveKnowledge, shownDifferences } from './sessions/live-knowledge.ts';
import type { LiveOutcome, LiveSpec } from './sessions/live-types.ts';
import type { OpenedSession } from './sessions/open-session.ts';
import { placeStrategies, RunTally, runPaced } from './sessions/paper.ts';
import type { Rest } from './sessions/rest.ts';
import { StrategyQuestions } from './sessions/strategy-questions.ts';

/** Trades with an account at a venue. Fails with the faults of home, ledger, feed and disk. */
export async function runLive(
  home: string,
  spec: LiveSpec,
  at: { readonly engineVersion: string; readonly clock: Clock },
): Promise<LiveOutcome> {
  const { clock } = at;
  const paths = openHome(home, 'cryptoorch live', clock.now());
  const heldSince = clock.monotonic();
  try {
    const specs = await tradedTogether(spec.feed, spec.symbols, spec.leverage);
    const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
    const scope: LedgerScope = {
      book: spec.sandbox ? 'testnet' : 'live',
      account: spec.account as AccountId,
      venue: spec.venue as VenueId,
      session: new SystemIds().next() as SessionId,
    };
    const outcome = await thenClose(() => playLive(spec, { paths, ledger, clock, specs, scope, heldSince }, at.engineVersion), [ledger]);
    return { ...outcome, ledger: checkedLedger(paths) };
  } finally {
    paths.release();
  }
}

/** Trades on a home that is taken and a ledger that is open, until it is told to end. Fails with the faults of ledger, feed and disk. */
export async function playLive(spec: LiveSpec, ground: LiveGround, engineVersion: string): Promise<Omit<LiveOutcome, 'ledger'>> {
  const { ledger, specs, scope, paths } = ground;
  const tally = new RunTally(spec.onAlert);
  const questions = new StrategyQuestions();
  const find = findAmong(spec, questions);
  const live = openLiveMarket(spec, ground);
  const { venue, hearing, clock, rest } = live;
  const from = clock.now();
  const session = async (): Promise<Omit<LiveOutcome, 'ledger'>> => {
    const going = ledger.snapshot(scope, specs).strategies.filter(({ running }) => running);
    const arming = (await spec.arm?.(armedStrategies(spec, going, specs))) ?? null;
    await hearing.prepare();
    const opened = openLiveSession(spec, ground, { live, engineVersion, find, configuration: hashesOf(spec), observer: () => tally });
    const way = wayOf(opened, { spec, scope, venue, hearing, clock, machine: ground.clock });
    const door = openSessionDoor(paths, { opened, scope, source: venue, tally, trail: (order) => venue.trail(order), onNote: spec.onNote });
    const running = new Set(opened.engine.director.running.map(({ record }) => record.instance as string));
    const placements = spec.placements.filter(({ instance }) => !running.has(instance));
    const { leftOpen, lost } = await thenClose(() => {
      if (arming !== null) spec.onNote(armSession(opened, arming, scope.session));
      placeStrategies(opened, placements, { session: scope.session, source: venue, find });
      hearing.begin(opened);
      return trade(opened, { spec, venue, hearing, clock, rest, questions, ...way });
    }, [door]);
    const { reconciliation, gate } = opened.engine;
    const paper = outcomeOf(opened, tally, { instruments: venue.instruments, from, session: scope.session });
    const differences = shownDifferences(reconciliation.differences);
    opened.close();
    return { ...paper, differences, agreed: reconciliation.looks > 0 && !gate.differing, leftOpen, lost };
  };
  return thenClose(session, [hearing, venue]);
}

interface WayParts {
  readonly spec: LiveSpec;
  readonly scope: LedgerScope;
  readonly venue: LiveVenue;
  readonly hearing: MarketHearing;
  readonly clock: Clock;
  readonly machine: Clock;
}

/** The way to the account: what is done to keep it, what is known of it, and that it was lost. */
interface Way {
  readonly duties: LiveDuties;
  readonly knowledge: LiveKnowledge;
  readonly lost: AbortController;
}

function wayOf(opened: OpenedSession, { spec, scope, venue, hearing, clock, machine }: WayParts): Way {
  const lost = new AbortController();
  const deadMansSwitch = spec.purpose === 'trade' && spec.orders.deadMansSwitch;
  const duties = new LiveDuties({
    ...{
      opened,
      account: venue,
      clock,
      machine,
      deadMansSwitch,
      onNote: spec.onNote,
      ...(spec.keys === undefined ? {} : { keys: spec.keys }),
    },
    onLost: (problem) => {
      lost.abort(problem);
    },
  });
  const heard = (): MarketHeard => hearing.heard;
  const names = { account: scope.account, venue: scope.venue };
  return { duties, knowledge: new LiveKnowledge({ opened, scope, names, venue, duties, heard, deadMansSwitch, clock }), lost };
}

interface TradeParts extends Way {
  readonly spec: LiveSpec;
  readonly venue: LiveVenue;
  readonly hearing: MarketHearing;
  readonly clock: Clock;
  readonly rest: Rest;
  readonly questions: StrategyQuestions;
}

/** Runs until it is told to end, its time is over or the way to the account is lost; then sweeps up. */
async function trade(
  opened: OpenedSession,
  { spec, venue, hearing, clock, rest, questions, duties, knowledge, lost }: TradeParts,
): Promise<{ readonly leftOpen: number; readonly lost: string | null }> {
  const end = new AbortController();
  const paced = runPaced(opened, {
    ...{ clock, rest },
    until: spec.durationMs === null ? Number.POSITIVE_INFINITY : clock.now() + spec.durationMs,
    speed: 'wall',
    signal: AbortSignal.any([spec.signal, end.signal, lost.signal]),
    onProgress: (done) => spec.onProgress?.(done),
    turn: () => {
      hearing.turn();
      duties.turn();
      if (spec.onTurn?.(opened, venue.link, knowledge) === 'end') end.abort();
    },
    ...(spec.own === undefined ? {} : { questions }),
  });
  try {
    await paced;
  } catch (thrown) {
    if (opened.session.failed && spec.purpose === 'trade') await duties.stop('');
    throw thrown;
  }
  return { leftOpen: spec.purpose === 'trade' ? await duties.stop(`stop-${opened.session.time}`) : 0, lost: venue.link.ended };
}
