import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { LedgerScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { ControlAnswer, ControlBook, ControlRequest, SessionControl } from '../ports/session-control.ts';
import type { OrderTrail } from '../ports/venue-talk.ts';
import type { AlertsChange } from './desk/desk-calls.ts';
import { controlBook } from './control-book.ts';
import { orderEvidence } from './order-evidence.ts';
import type { TradingSession } from './trading-session.ts';

/** What a session that can be stopped from outside is made of. */
export interface RunningControlParts {
  readonly session: TradingSession;
  readonly scope: LedgerScope;
  readonly reader: LedgerReader;
  /** What was asked and heard of an order at a real venue; absent where there is none. */
  readonly trail?: (order: ClientOrderId) => OrderTrail | null;
  readonly kill: (command: string) => { readonly cancelled: number; readonly kept: number };
  readonly alerts: (change: AlertsChange) => void;
  /** Closes every position at market: how many are being closed, and why the others are not. */
  readonly flatten: (command: string) => { readonly closing: number; readonly refused: readonly string[] };
}

/** A running session as its control door sees it. What it says is what the ledger has, so it is true whatever happens next. */
export class RunningControl implements SessionControl {
  private readonly parts: RunningControlParts;

  constructor(parts: RunningControlParts) {
    this.parts = parts;
  }

  /** A name is one of its own kind's: what was stopped under it can still be flattened under it. */
  answer(request: ControlRequest): ControlAnswer {
    const { kill, flatten } = this.parts;
    switch (request.kind) {
      case 'kill': {
        const { cancelled, kept } = kill(`kill-${request.command}`);
        return { kind: 'killed', cancelled, kept, status: this.book().status };
      }
      case 'flatten': {
        const { closing, refused } = flatten(`flatten-${request.command}`);
        return { kind: 'flattening', closing, refused, status: this.book().status };
      }
      case 'alerts': {
        this.alerts(request);
        return { kind: 'alerts-changed', account: this.parts.scope.account };
      }
      case 'orders':
        return { kind: 'orders', ...this.book() };
      case 'status':
        return { kind: 'status', status: this.book().status };
    }
  }

  private alerts({ command, account, change }: Extract<ControlRequest, { readonly kind: 'alerts' }>): void {
    const { scope, session, alerts } = this.parts;
    if (account !== null && account !== scope.account) throw new Fault('alert.other-account', { account, running: scope.account });
    const id = `alerts-${command}`;
    if (change.type === 'seen') alerts({ command: id, type: 'seen', until: session.time });
    else if (change.type === 'add') alerts({ command: id, type: 'set', text: change.text });
    else alerts({ command: id, type: change.type, alert: change.alert });
  }

  private book(): ControlBook {
    const { session, scope, reader } = this.parts;
    const { time, engine } = session;
    const { gate, firstHour } = engine;
    const now = { session: scope.session, time, recovering: gate.recovering, reducedUntil: firstHour.until };
    const trail = (order: string) => this.parts.trail?.(order as ClientOrderId) ?? null;
    return controlBook(scope, reader.holding(scope), now, (order) => orderEvidence(order, reader, trail(order)));
  }
}
