import type { Clock } from '../../../src-main/ports/clock.ts';
import type { FaultRules, RequestFault } from './fault-rules.ts';
import type { Frost } from './frost.ts';

/** A request on its way into the venue, whatever carried it. */
export interface GatedRequest<Reply> {
  readonly surface: 'rest' | 'ws-api';
  readonly endpoint: string;
  readonly symbol: string | undefined;
  /** Carries it out; with parameters changed where a fault says so. */
  readonly carryOut: (shifted: readonly Extract<RequestFault, { kind: 'shift parameter' }>[]) => Reply;
  readonly reply: (reply: Reply) => void;
  /** Makes a reply of a fault's answer. */
  readonly instead: (answer: Extract<RequestFault, { kind: 'answer' }>) => Reply;
  /** Breaks the connection. */
  readonly cut: () => void;
  /** Sets the market up before an order or a cancel is carried out; answers what is left to do after it. */
  readonly stage: (fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>) => () => void;
}

/** Lets requests through, or lets go wrong what the script says. */
export class RequestGate {
  private readonly rules: FaultRules;
  private readonly frost: Frost;
  private readonly clock: Pick<Clock, 'after'>;

  constructor(rules: FaultRules, frost: Frost, clock: Pick<Clock, 'after'>) {
    this.rules = rules;
    this.frost = frost;
    this.clock = clock;
  }

  pass<Reply>(request: GatedRequest<Reply>): void {
    const faults = this.rules.ofRequest(request.surface, request.endpoint, request.symbol);
    const of = <Kind extends RequestFault['kind']>(kind: Kind) =>
      faults.filter((fault): fault is Extract<RequestFault, { kind: Kind }> => fault.kind === kind);
    const lost = of('lose request')[0];
    if (lost) return lost.silent ? undefined : request.cut();
    const late = of('delay request').reduce((sum, fault) => sum + fault.ms, 0);
    this.after(late, () => this.frost.whenThawed(() => this.process(request, of)));
  }

  private process<Reply>(
    request: GatedRequest<Reply>,
    of: <Kind extends RequestFault['kind']>(kind: Kind) => Extract<RequestFault, { kind: Kind }>[],
  ): void {
    const instead = of('answer')[0];
    if (instead && !instead.carriedOut) return this.answer(request, request.instead(instead), of('delay reply'));
    const shifted = of('shift parameter');
    const after = [...of('partial fill'), ...of('cancel race')].map((fault) => request.stage(fault));
    const reply = request.carryOut(shifted);
    for (const act of after) act();
    for (const again of of('duplicate request')) this.clock.after(again.afterMs, () => void request.carryOut(shifted));
    const lost = of('lose reply')[0];
    if (lost) return lost.silent ? undefined : request.cut();
    this.answer(request, instead ? request.instead(instead) : reply, of('delay reply'));
  }

  private answer<Reply>(request: GatedRequest<Reply>, reply: Reply, delays: readonly { readonly ms: number }[]): void {
    this.after(
      delays.reduce((sum, fault) => sum + fault.ms, 0),
      () => this.frost.whenThawed(() => request.reply(reply)),
    );
  }

  private after(ms: number, act: () => void): void {
    if (ms === 0) act();
    else this.clock.after(ms, act);
  }
}
