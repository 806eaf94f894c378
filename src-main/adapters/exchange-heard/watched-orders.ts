import type { TalkCountsRow } from '../../../src-shared/contract/venue.ts';
import type { EvidenceCode } from '../../../src-shared/domain/order-evidence.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExitAbilities, SeenFill, SeenOrder, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import type { SwitchTalk, TimedRequest, VenueTalk } from '../../ports/venue-talk.ts';
import { AnswerClock } from './answer-times.ts';
import { type KeptLines, OrderTrails } from './order-trails.ts';
import { TornAnswers } from './torn-answers.ts';

const NOTHING: TalkCountsRow = {
  ...{ placed: 0, refused: 0, unsent: 0, unknown: 0, cancelsRefused: 0, cancelsUnknown: 0, unanswered: 0, looks: 0, looksFailed: 0 },
};

/** Which count an answer belongs to. */
const COUNTED: Readonly<Partial<Record<VenueMessage['kind'], keyof TalkCountsRow>>> = {
  placed: 'placed',
  refused: 'refused',
  unsent: 'unsent',
  unknown: 'unknown',
  'cancel-refused': 'cancelsRefused',
  'cancel-unknown': 'cancelsUnknown',
  unanswered: 'unanswered',
  looked: 'looks',
  'look-failed': 'looksFailed',
};

/** Which request an answer ends, and whether it is the venue's own word. */
const ENDS: Readonly<Partial<Record<VenueMessage['kind'], readonly [request: TimedRequest, answered: boolean]>>> = {
  placed: ['place', true],
  refused: ['place', true],
  unsent: ['place', false],
  unknown: ['place', false],
  'cancel-taken': ['cancel', true],
  'cancel-refused': ['cancel', true],
  'cancel-unknown': ['cancel', false],
  found: ['ask', true],
  absent: ['ask', true],
  unanswered: ['ask', false],
  looked: ['look', true],
  'look-failed': ['look', false],
};

/** Not heard from the venue: what this program says of the way to it. */
const SILENT: ReadonlySet<string> = new Set<VenueMessage['kind']>(['health', 'died', 'ended']);

/** How an order is named that was told by the venue's number alone. */
export function venueName(symbol: string, venueId: string): string {
  return `${symbol} ${venueId}`;
}

/** The orders of an account, with everything that is asked and heard written down beside it: when, and how long it took. It changes nothing, but lets no answer pass whose parts do not belong together. */
export class WatchedOrders implements VenueOrders {
  private readonly orders: VenueOrders;
  private readonly clock: Clock;
  private readonly torn: TornAnswers;
  private readonly trails = new OrderTrails();
  private readonly clocks: Readonly<Record<TimedRequest, AnswerClock>> = {
    place: new AnswerClock(),
    cancel: new AnswerClock(),
    ask: new AnswerClock(),
    look: new AnswerClock(),
  };
  private counts: TalkCountsRow = NOTHING;
  private heardAt: number | null = null;
  private toldAt: number | null = null;
  private lookProblem: string | null = null;
  private deadMan: SwitchTalk = { askedAt: null, answeredAt: null, until: null, problem: null };

  constructor(orders: VenueOrders, clock: Clock) {
    this.orders = orders;
    this.clock = clock;
    this.torn = new TornAnswers(clock);
  }

  get deadMansSwitch(): boolean {
    return this.orders.deadMansSwitch;
  }

  get exits(): ExitAbilities | null {
    return this.orders.exits ?? null;
  }

  get talk(): VenueTalk {
    const { place, cancel, ask, look } = this.clocks;
    const times = { place: place.figures, cancel: cancel.figures, ask: ask.figures, look: look.figures };
    const { counts, heardAt, toldAt, lookProblem, deadMan } = this;
    return { times, counts, heardAt, toldAt, lookProblem, deadMansSwitch: deadMan };
  }

  /** What was asked and heard of an order under these names. */
  lines(names: readonly string[]): KeptLines | null {
    return this.trails.of(names);
  }

  send(request: VenueRequest): void {
    this.torn.asked(request);
    this.asked(request);
    this.orders.send(request);
  }

  listen(listener: (message: VenueMessage) => void): Releasable {
    return this.orders.listen((told) => {
      const message = this.torn.heard(told);
      this.heard(message);
      listener(message);
    });
  }

  close(): Promise<void> {
    return this.orders.close();
  }

  private asked(request: VenueRequest): void {
    const now = this.clock.monotonic();
    switch (request.kind) {
      case 'place':
        this.placing(request.order.id, now);
        return;
      case 'place-pair':
        // Answered as the placing of the stop.
        this.placing(request.pair.stop.id, now);
        this.note(request.pair.target.id, 'asked.place');
        return;
      case 'replace':
        this.note(request.old.id, 'asked.replace');
        this.placing(request.order.id, now);
        return;
      case 'amend':
        this.note(request.id, 'asked.amend');
        return;
      case 'cancel':
      case 'ask':
        this.clocks[request.kind].asked(request.id, now);
        this.note(request.id, `asked.${request.kind}`);
        return;
      case 'look':
        this.clocks.look.asked(String(request.number), now);
        return;
      case 'keep-alive':
        this.deadMan = { ...this.deadMan, askedAt: this.clock.now() };
        return;
      case 'identify':
      case 'list':
    }
  }

  private placing(id: string, now: number): void {
    this.clocks.place.asked(id, now);
    this.note(id, 'asked.place');
  }

  private heard(message: VenueMessage): void {
    if (!SILENT.has(message.kind)) this.heardAt = this.clock.now();
    const counted = COUNTED[message.kind];
    if (counted !== undefined) this.counts = { ...this.counts, [counted]: this.counts[counted] + 1 };
    this.time(message);
    this.write(message);
  }

  private time(message: VenueMessage): void {
    const ended = ENDS[message.kind];
    if (ended === undefined) return;
    const name = nameOf(message);
    const [request, answered] = ended;
    if (answered) this.clocks[request].answered(name, this.clock.monotonic());
    else this.clocks[request].failed(name);
  }

  private write(message: VenueMessage): void {
    switch (message.kind) {
      case 'placed':
        this.note(message.id, 'venue.placed', { number: message.venueId }, message.time);
        return;
      case 'refused':
      case 'unsent':
      case 'unknown':
      case 'unanswered':
      case 'cancel-refused':
      case 'cancel-unknown':
      case 'amend-refused':
      case 'amend-unknown':
        this.note(message.id, `venue.${message.kind}`, { problem: message.problem });
        return;
      case 'cancel-taken':
      case 'amend-taken':
        this.note(message.id, `venue.${message.kind}`);
        return;
      case 'found':
        this.note(message.order.id, 'venue.found', shown(message.order), message.order.time);
        return;
      case 'absent':
        this.note(message.id, 'venue.absent', { searched: message.searched.join(', ') }, message.time);
        return;
      case 'order':
        this.toldAt = this.clock.now();
        this.note(nameOfSeen(message.order), 'venue.told', shown(message.order), message.order.time);
        return;
      case 'fill':
        this.toldAt = this.clock.now();
        this.note(nameOfSeen(message.fill), 'venue.fill', { size: message.fill.size, price: message.fill.price }, message.fill.time);
        return;
      case 'kept-alive':
        this.keptAlive(message);
        return;
      case 'looked':
        this.lookProblem = null;
        return;
      case 'look-failed':
        this.lookProblem = message.problem;
        return;
      case 'identified':
      case 'unidentified':
      case 'listed':
      case 'list-failed':
      case 'health':
      case 'died':
      case 'ended':
    }
  }

  /** One that was not taken leaves what the venue has taken before. */
  private keptAlive({ until, problem }: Extract<VenueMessage, { kind: 'kept-alive' }>): void {
    const { askedAt, until: before } = this.deadMan;
    this.deadMan = { askedAt, answeredAt: this.clock.now(), until: problem === null ? until : before, problem };
  }

  private note(name: string, code: EvidenceCode, details: Readonly<Record<string, string>> = {}, venueTime: number | null = null): void {
    this.trails.add(name, this.clock.now(), { code, details, venueTime });
  }
}

function nameOf(message: VenueMessage): string {
  if (message.kind === 'looked' || message.kind === 'look-failed') return String(message.number);
  if (message.kind === 'found') return message.order.id;
  return 'id' in message ? message.id : '';
}

function nameOfSeen({ id, symbol, venueId }: Pick<SeenOrder | SeenFill, 'id' | 'symbol' | 'venueId'>): string {
  return id ?? venueName(symbol, venueId);
}

function shown({ state, filled }: SeenOrder): Readonly<Record<string, string>> {
  return { state, filled };
}
