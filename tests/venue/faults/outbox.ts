import type { Clock } from '../../../src-main/ports/clock.ts';
import type { FaultRules } from './fault-rules.ts';
import type { Frost } from './frost.ts';

/** A message of a stream on its way out. */
export interface OutgoingMessage {
  readonly surface: 'stream' | 'user';
  readonly name: string;
  readonly symbol: string | undefined;
  readonly text: string;
}

/** Sends the messages of one connection, or lets go wrong what the script says. */
export class Outbox {
  private readonly parts: { readonly rules: FaultRules; readonly frost: Frost; readonly clock: Pick<Clock, 'after'> };
  private readonly wire: { send(text: string): void; cut(): void };
  /** Held back until the next one has gone. */
  private held: string[] = [];

  constructor(
    parts: { readonly rules: FaultRules; readonly frost: Frost; readonly clock: Pick<Clock, 'after'> },
    wire: { send(text: string): void; cut(): void },
  ) {
    this.parts = parts;
    this.wire = wire;
  }

  /** Sends what no fault can strike, such as the answer to a subscription. */
  sendPlain(text: string): void {
    this.parts.frost.whenThawed(() => this.wire.send(text));
  }

  send({ surface, name, symbol, text: whole }: OutgoingMessage): void {
    const faults = this.parts.rules.ofMessage(surface, name, symbol);
    const struck = (kind: string) => faults.some((fault) => fault.kind === kind);
    const text = struck('corrupt')
      ? whole.replace(/(\d\.\d*)(\d)/u, (_, front: string, last: string) => front + String((Number(last) + 1) % 10))
      : whole;
    if (struck('cut')) return this.wire.cut();
    if (struck('drop')) return;
    if (struck('reorder')) return void this.held.push(text);
    const late = faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.ms : 0), 0);
    const go = () => {
      this.sendPlain(text);
      if (struck('duplicate')) this.sendPlain(text);
      for (const earlier of this.held.splice(0)) this.sendPlain(earlier);
    };
    if (late === 0) go();
    else this.parts.clock.after(late, go);
  }
}
