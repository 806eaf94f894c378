import type { ChangeOutcome, PlaceOutcome } from '../../../src-shared/contract/orders.ts';
import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import type { ReplayRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import type { DeskSnapshot } from '../../../src-shared/contract/stream.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { asFault, Fault } from '../../../src-shared/kernel/fault.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { CommandOutcome } from '../../core/engine/effects.ts';
import type { AnswerEvent, EngineCommand } from '../../core/engine/engine-event.ts';
import { spanText } from '../../core/risk/risk-texts.ts';
import { StrategyCalls } from '../own/strategy-calls.ts';
import { alertCommand } from '../alert-command.ts';
import { deskCandles, deskSparkline } from './desk-bars.ts';
import type { DeskCalls, StartRequest } from './desk-calls.ts';
import type { DeskParts } from './desk-parts.ts';
import { intentsOf, orderTicksOf, termsOfChange } from './order-translation.ts';
import { refusedBy } from './refused-by.ts';
import { VenueCalls } from './venue-calls.ts';

/** How often the market is moved on, wall ms. */
const TICK_MS = 20;
/** Events handled in one go, so that commands never wait long. */
const EVENTS_A_TICK = 5_000;
/** Ticks between two tellings of market, account and status. */
const EVERY = { market: 5, account: 25, status: 25 };
/** How long a feed is lost that is lost on purpose, wall ms. */
const FEED_LOSS_MS = 20_000;

/** The trading loop with its doors: moves the market on, carries out what windows ask, and tells them what happens. */
export class TradingDesk implements DeskCalls {
  private readonly parts: DeskParts;
  private readonly strategies: StrategyCalls;
  private readonly venue: VenueCalls;
  private readonly recovered: number;
  private ticks = 0;
  private stopped = false;
  /** While nothing is heard of the market: since when on both clocks. */
  private silent: { readonly monotonic: number; readonly wall: UtcMs } | null = null;
  private failure: Fault | null = null;
  /** Market time at which a replay's account was told last. */
  private toldAt = Number.NaN;

  constructor(parts: DeskParts) {
    this.parts = parts;
    // Made when the session is open, that is when the venue has been asked.
    this.recovered = parts.publisher.fillsBooked;
    const send = (command: EngineCommand): void => void this.done(this.send(command));
    this.strategies = new StrategyCalls({ ...parts, send });
    this.venue = new VenueCalls({ knowledge: parts.live?.knowledge ?? null, reader: parts.reader, send });
    parts.rooms?.attach({
      session: parts.session,
      handle: (event) => {
        this.handle(event);
      },
      broken: (thrown) => {
        this.fail(thrown);
      },
    });
  }

  /** Starts moving. */
  run(): void {
    const { session, publisher, venue, seed, report, replay, live } = this.parts;
    const open = session.engine.account.orders.size;
    const market = replay === null && live === null ? `${venue}, seed ${String(seed)}` : venue;
    publisher.logLine('info', 'desk', `Started: ${market}; ${String(open)} orders are open.`);
    if (report.afterCrash) {
      const told = [`${String(report.fills)} fills were checked`, `${String(report.missing)} are missing`];
      publisher.logLine(
        'warn',
        'desk',
        `The last run ended unexpectedly; ${told.join(', ')}; the venue told of ${String(this.recovered)} more.`,
      );
    }
    for (const [instance, found] of this.parts.rooms?.found ?? []) publisher.logVersion(instance, found);
    this.tick();
  }

  /** The fence: nothing is handled any more. What was handled is durable. */
  stop(): void {
    this.stopped = true;
  }

  report(): ReturnType<DeskCalls['report']> {
    return { ...this.parts.report, recovered: this.recovered };
  }

  snapshot(): DeskSnapshot {
    return { ...this.parts.publisher.snapshot(this.status(), this.parts.reader), venue: this.venue.row() };
  }

  instruments(): ReturnType<DeskCalls['instruments']> {
    return this.parts.source.instruments.map((instrument) => instrument.spec);
  }

  look(interest: Parameters<DeskCalls['look']>[0]): boolean {
    this.parts.live?.look(interest.books);
    this.parts.publisher.look(interest);
    this.parts.publisher.publishMarket();
    return true;
  }

  candles(request: Parameters<DeskCalls['candles']>[0]): ReturnType<DeskCalls['candles']> {
    return deskCandles(this.parts, this.instrument(request.instrument).index, request);
  }

  tape(request: { readonly instrument: string }): ReturnType<DeskCalls['tape']> {
    const { index } = this.instrument(request.instrument);
    return { trades: this.parts.publisher.tape(index), book: this.parts.publisher.book(index) };
  }

  sparkline(request: { readonly instrument: string }): ReturnType<DeskCalls['sparkline']> {
    return deskSparkline(this.parts, this.instrument(request.instrument).index);
  }

  setSpeed(request: { readonly speed: number }): number {
    const { pace, session, clock, live } = this.parts;
    if (live !== null) throw new Fault('live.market');
    pace.rebase(session.time, clock.monotonic(), request.speed);
    this.tellStatus();
    return request.speed;
  }

  moveReplay(move: ReplayMove): ReplayRow {
    const { replay, clock } = this.parts;
    if (replay === null) throw new Fault('replay.off');
    replay.move(move, clock.monotonic());
    this.advance();
    return replay.row();
  }

  loseNext({ what }: Parameters<DeskCalls['loseNext']>[0]): boolean {
    if (this.parts.replay !== null) throw new Fault('replay.on');
    if (this.parts.live !== null) throw new Fault('live.market');
    if (what === 'feed') {
      const { clock } = this.parts;
      this.silent = { monotonic: clock.monotonic(), wall: clock.now() };
      this.tellStatus();
    } else this.parts.loseNext(what);
    return true;
  }

  place(request: Parameters<DeskCalls['place']>[0]): PlaceOutcome {
    const { command, order } = request;
    const silence = this.silence();
    if (silence !== null && !order.reduceOnly) return refusedBy(silence);
    const intents = intentsOf(order, this.instrument(order.instrument), command);
    const outcome = this.send({ type: 'place', id: command, intents });
    return outcome.ok ? { outcome: 'recorded', orders: outcome.orders } : refusedBy(outcome.fault);
  }

  amend(request: Parameters<DeskCalls['amend']>[0]): ChangeOutcome {
    const { command, change } = request;
    const order = request.order as ClientOrderId;
    const entry = this.parts.session.engine.account.orders.get(order);
    const instrument = this.parts.source.instruments[entry?.order.instrument ?? -1];
    if (instrument === undefined) throw new Fault('order.unknown', { order });
    return this.changed(this.send({ type: 'amend', id: command, order, terms: termsOfChange(change, instrument) }));
  }

  protect(request: Parameters<DeskCalls['protect']>[0]): ChangeOutcome {
    const { instrument: id, stop, targets } = request.protection;
    const instrument = this.instrument(id);
    const stopTicks = stop === null ? null : orderTicksOf(stop, instrument);
    const wanted = targets.map(({ price, share }) => ({ ticks: orderTicksOf(price, instrument), share }));
    return this.changed(this.send({ type: 'protect', id: request.command, instrument: instrument.index, stopTicks, targets: wanted }));
  }

  cancel(request: { readonly command: string; readonly order: string }): boolean {
    this.done(this.send({ type: 'cancel', id: request.command, order: request.order as ClientOrderId }));
    return true;
  }

  cancelAll(request: { readonly command: string }): { cancelled: number; kept: number } {
    return this.done(this.send({ type: 'cancel-all', id: request.command }));
  }

  close(request: Parameters<DeskCalls['close']>[0]): ReturnType<DeskCalls['close']> {
    const instrument = request.instrument === null ? null : this.instrument(request.instrument).index;
    const { publisher } = this.parts;
    const refusals = publisher.hearRefusals(() =>
      this.done(this.send({ type: 'close', id: request.command, instrument, percent: request.percent })),
    );
    const { value, refused } = refusals;
    return { orders: value.kept - refused.length, refused };
  }

  reverse(request: Parameters<DeskCalls['reverse']>[0]): ChangeOutcome {
    const silence = this.silence();
    if (silence !== null) return refusedBy(silence);
    return this.changed(this.send({ type: 'reverse', id: request.command, instrument: this.instrument(request.instrument).index }));
  }

  startStrategy(request: StartRequest): string | Promise<string> {
    return this.strategies.start(request);
  }

  startOwn(request: Parameters<DeskCalls['startOwn']>[0]): Promise<string> {
    return this.strategies.startOwn(request);
  }

  changeStrategy(request: Parameters<DeskCalls['changeStrategy']>[0]): boolean | Promise<boolean> {
    return this.strategies.change(request);
  }

  reloadStrategy(request: Parameters<DeskCalls['reloadStrategy']>[0]): Promise<boolean> {
    return this.strategies.reload(request);
  }

  stopStrategy(request: Parameters<DeskCalls['stopStrategy']>[0]): boolean {
    return this.strategies.stop(request);
  }

  strategyFile(request: { readonly instance: string }): string {
    return this.strategies.fileOf(request.instance);
  }

  readonly alerts: DeskCalls['alerts'] = () => this.parts.publisher.alerts();

  readonly changeAlerts: DeskCalls['changeAlerts'] = (change) => this.done(this.send(alertCommand(change, this.parts))) && this.alerts({});

  readonly venueState: DeskCalls['venueState'] = () => this.venue.row();

  readonly orderEvidence: DeskCalls['orderEvidence'] = ({ order }) => this.venue.evidence(order);

  readonly acceptDifferences: DeskCalls['acceptDifferences'] = (request) => this.venue.accept(request);

  readonly lookAtAccount: DeskCalls['lookAtAccount'] = () => this.venue.look();

  riskState(): ReturnType<DeskCalls['riskState']> {
    return this.parts.publisher.risk();
  }

  setLimits(request: Parameters<DeskCalls['setLimits']>[0]): ReturnType<DeskCalls['setLimits']> {
    this.done(this.send({ type: 'set-limits', id: request.command, limits: request.limits }));
    return this.parts.publisher.risk();
  }

  kill(request: { readonly command: string }): { cancelled: number; kept: number } {
    const outcome = this.done(this.send({ type: 'kill', id: request.command }));
    this.parts.publisher.notice('desk.killed', { cancelled: outcome.cancelled, kept: outcome.kept }, 'assertive');
    return outcome;
  }

  reduce(request: { readonly command: string }): ReturnType<DeskCalls['reduce']> {
    this.done(this.send({ type: 'reduce', id: request.command }));
    return this.parts.publisher.risk();
  }

  rearm(request: { readonly command: string }): ReturnType<DeskCalls['rearm']> {
    this.done(this.send({ type: 'rearm', id: request.command }));
    return this.parts.publisher.risk();
  }

  async endLive({ command }: { readonly command: string }): Promise<number> {
    const { live } = this.parts;
    if (live === null) throw new Fault('live.off');
    const left = live.end(command);
    this.tellStatus();
    return left;
  }

  private send(command: EngineCommand): CommandOutcome {
    if (this.failure !== null) throw new Fault('desk.stopped', { problem: this.failure.message });
    try {
      return this.parts.session.command(command);
    } catch (thrown) {
      throw this.fail(thrown);
    }
  }

  /** What a strategy of the user's own wants, or why it cannot go on: an event like any other. */
  private handle(event: AnswerEvent): void {
    if (this.failure === null) this.parts.session.handle(event);
  }

  private changed(outcome: CommandOutcome): ChangeOutcome {
    if (outcome.ok) this.parts.publisher.publishAccount();
    return outcome.ok ? { outcome: 'recorded' } : refusedBy(outcome.fault);
  }

  private done(outcome: CommandOutcome): { cancelled: number; kept: number } {
    if (!outcome.ok) throw outcome.fault;
    this.parts.publisher.publishAccount();
    return { cancelled: outcome.cancelled, kept: outcome.kept };
  }

  private tick(): void {
    if (this.stopped || this.failure !== null) return;
    const { session, pace, clock, publisher } = this.parts;
    try {
      const wall = clock.monotonic();
      if (this.silent !== null && wall >= this.silent.monotonic + FEED_LOSS_MS) {
        this.silent = null;
        pace.rebase(session.time, wall);
        this.tellStatus();
      }
      this.parts.live?.turn();
      this.pump(wall);
      this.ticks += 1;
      if (this.silent === null && this.ticks % EVERY.market === 0) this.tellMarket();
      if (this.ticks % EVERY.account === 0) {
        publisher.publishAccount();
        publisher.publishRisk();
      }
      if (this.ticks % EVERY.status === 0) this.tellStatus();
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    clock.after(TICK_MS, () => {
      this.tick();
    });
  }

  /** Moves the market on as far as it should have come. */
  private pump(wall: number): void {
    const { session, pace } = this.parts;
    const handled = this.silent !== null ? 0 : session.pump(utcMs(pace.target(wall)), EVENTS_A_TICK);
    if (handled === EVENTS_A_TICK) pace.rebase(session.time, wall);
  }

  /** A replay that was moved by hand is seen at once. */
  private advance(): void {
    if (this.failure !== null) throw new Fault('desk.stopped', { problem: this.failure.message });
    try {
      this.pump(this.parts.clock.monotonic());
    } catch (thrown) {
      throw this.fail(thrown);
    }
    this.tellMarket();
    this.tellStatus();
  }

  /** A replay's bars come with what they leave of the account, and with the clock. */
  private tellMarket(): void {
    const { publisher, replay, session } = this.parts;
    publisher.publishMarket();
    if (replay === null || this.toldAt === session.time) return;
    this.toldAt = session.time;
    publisher.publishAccount();
    this.tellStatus();
  }

  /** A step that failed leaves the engine ahead of the ledger: the desk stops, and the next start goes on from the ledger. */
  private fail(thrown: unknown): Fault {
    const fault = asFault(thrown);
    this.failure ??= fault;
    // Nothing is booked any more, but what rests at a venue has to be ended there.
    void this.parts.live?.end('');
    this.parts.publisher.logLine('error', 'desk', fault.message);
    this.parts.publisher.notice('desk.failed', { problem: fault.message }, 'assertive');
    this.tellStatus();
    return fault;
  }

  private tellStatus(): void {
    this.parts.publisher.publishStatus(this.status(), this.venue.row());
  }

  private status(): StatusRow {
    const { session, clock, pace, venue, seed, publisher, report, replay, live } = this.parts;
    return {
      marketTime: session.time,
      // What is heard no more ages: the window counts on from when it was heard last.
      wallTime: this.silent?.wall ?? clock.now(),
      speed: pace.speed,
      seed,
      connected: this.failure === null && this.silent === null && live?.heard() !== false,
      venue,
      orderLatencyMs: publisher.latency.last,
      orderLatencyP95Ms: publisher.latency.p95,
      ledger: this.failure === null ? 'saved' : 'failed',
      balanced: report.balanced,
      recovering: session.engine.gate.recovering,
      replay: replay?.row() ?? null,
      live: live?.row() ?? null,
    };
  }

  /** Nothing new is sent on prices that stand still. */
  private silence(): Fault | null {
    if (this.silent === null) return null;
    const actualMs = Math.round(this.parts.clock.monotonic() - this.silent.monotonic);
    const limitMs = this.parts.session.engine.gate.limits.maxDataAgeMs ?? 0;
    if (actualMs <= limitMs) return null;
    return new Fault('risk.stale-data', { actual: spanText(actualMs), limit: spanText(limitMs), actualMs, limitMs });
  }

  private instrument(id: string): Instrument {
    const instrument = this.parts.source.instruments.find((candidate) => candidate.id === id);
    if (instrument === undefined) throw new Fault('instrument.unknown', { instrument: id });
    return instrument;
  }
}
