import type { AlertFiring } from '../../../../src-shared/domain/alert.ts';
import type { AlertSpec } from '../../../../src-shared/domain/alert-spec.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { SECOND_MS } from '../../../../src-shared/kernel/time.ts';
import type { EngineEvent } from '../../../../src-main/core/engine/engine-event.ts';
import { type Answer, EngineKit } from './engine-kit.ts';

export const BTC = 'BTC/USD.SIM';
export const NO_BARS = candleColumns(0);
export const ONCE = { repeat: 'once', rearm: 0 } as const;
export const EACH = { repeat: 'each', rearm: 0 } as const;

export function price(level: string, cross: 'above' | 'below' = 'above', repeat: Pick<AlertSpec, 'repeat' | 'rearm'> = ONCE): AlertSpec {
  return { kind: 'price', instrument: BTC, cross, level, ...repeat };
}

/** An engine with alerts, and what it said. */
export class AlertKit extends EngineKit {
  set(spec: AlertSpec, history = NO_BARS): Answer {
    return this.command({ type: 'set-alert', spec, history });
  }

  /** What the ledger would have been given to go on with. */
  memory = '';

  override step(event: EngineEvent): Answer {
    const answer = super.step(event);
    this.memory = answer.of('strategy-memory').findLast(({ instance }) => instance === 'alerts')?.memory ?? this.memory;
    return answer;
  }

  /** A price a second later. */
  tick(value: number, seconds = 1): readonly AlertFiring[] {
    this.now += seconds * SECOND_MS;
    return firings(this.quote(value));
  }

  /** Buys at market; a whole coin pays a fee of 1.00. */
  bought(lots: number, price: number): void {
    const id = this.order({ lots });
    this.ack(id);
    this.fill(id, lots, { price });
  }

  /** How the first alert stands. */
  get standing(): string | undefined {
    return this.engine.alerts.all[0]?.status;
  }
}

export function firings(answer: Answer): readonly AlertFiring[] {
  return answer.of('alert-fired').map(({ firing }) => firing);
}
