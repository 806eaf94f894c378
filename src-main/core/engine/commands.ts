import type { IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { Posting } from '../../ports/ledger.ts';
import type { HaltReason } from '../risk/risk-monitor.ts';
import { expiryFault, validateGroup, validateIntent } from '../risk/validate-intent.ts';
import type { AccountState } from './account.ts';
import { runAlertCommand } from './alert-commands.ts';
import type { Alerts } from './alerts.ts';
import type { Amendments } from './amendments.ts';
import type { Closings } from './closings.ts';
import type { CommandOutcome } from './effects.ts';
import type { EngineCommand } from './engine-event.ts';
import { closable, exitSide } from './exit-side.ts';
import type { FirstHour } from './first-hour.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Protections } from './protections.ts';
import { isProtective } from './order-register.ts';
import type { StrategyDirector } from './strategy-director.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { TradingControl } from './trading-control.ts';

/** Origin of a person's orders. */
const PERSON = 'you';

type Of<Type extends EngineCommand['type']> = Extract<EngineCommand, { type: Type }>;

const DONE: CommandOutcome = { ok: true, orders: [], cancelled: 0, kept: 0 };

/** What the commands act on. */
export interface CommandParts {
  readonly account: AccountState;
  readonly desk: OrderDesk;
  readonly control: TradingControl;
  readonly amendments: Amendments;
  readonly protections: Protections;
  readonly closings: Closings;
  readonly director: StrategyDirector;
  readonly reconciliation: Reconciliation;
  readonly alerts: Alerts;
  readonly firstHour: FirstHour;
}

/** Carries out what a person asks. Each command leaves its id in the ledger with what it did, in one transaction. */
export class Commands {
  private readonly parts: CommandParts;

  constructor(parts: CommandParts) {
    this.parts = parts;
  }

  run(command: EngineCommand): CommandOutcome {
    const { account, desk } = this.parts;
    const outcome = this.carryOut(command);
    desk.effects.records.push({ kind: 'command', id: command.id, time: utcMs(account.time) });
    return outcome;
  }

  private carryOut(command: EngineCommand): CommandOutcome {
    const { control, director, desk } = this.parts;
    switch (command.type) {
      case 'deposit':
        return this.deposit(command);
      case 'place':
        return this.place(command);
      case 'cancel':
        return this.cancelOne(command);
      case 'amend':
        return this.amend(command);
      case 'protect':
        return answer(this.parts.protections.protect(command, PERSON));
      case 'cancel-all':
        return this.cancelOpening('user');
      case 'close':
        return this.close(command);
      case 'reverse':
        return this.reverse(command);
      case 'start-strategy':
        return director.start(command.record, command.history);
      case 'stop-strategy':
        return director.stop(command.instance, 'you', command.close ? this.parts.closings : null);
      case 'change-strategy':
        return director.change(command);
      case 'accept-differences':
        return answer(this.parts.reconciliation.accept(command.differences, desk.effects));
      case 'arm':
        this.parts.firstHour.arm(command.arming, this.parts.account.time, desk.effects);
        return DONE;
      case 'set-limits':
        control.setLimits(command.limits, desk.effects);
        return DONE;
      case 'kill':
        return this.kill(command.reason);
      case 'reduce':
        control.reduce(desk.effects);
        return DONE;
      case 'rearm':
        control.rearm(desk.effects);
        return DONE;
      case 'set-alert':
      case 'remove-alert':
      case 'rearm-alert':
      case 'seen-alert':
        return runAlertCommand(command, { account: this.parts.account, alerts: this.parts.alerts, effects: desk.effects });
    }
  }

  private deposit(command: Of<'deposit'>): CommandOutcome {
    const { account, desk, control } = this.parts;
    const postings: Posting[] = [
      { account: 'holdings', asset: command.asset, amount: command.amount },
      { account: 'funding', asset: command.asset, amount: command.amount.neg() },
    ];
    desk.effects.records.push({ kind: 'transfer', reason: 'deposit', postings, note: command.note, time: utcMs(account.time) });
    account.balances.add(command.asset, command.amount);
    for (const instrument of account.instruments) account.sync(instrument.index);
    if (command.asset === account.quote) control.onTransfer(command.amount.toNumber(), desk.effects);
    return DONE;
  }

  private place(command: Of<'place'>): CommandOutcome {
    const { account, desk } = this.parts;
    const orders: IdentifiedOrder[] = [];
    for (const [leg, intent] of command.intents.entries()) {
      const instrument = account.instruments[intent.instrument];
      invariant(instrument !== undefined, 'an intent names an instrument of the session');
      const checked = validateIntent(intent, instrument);
      if (!checked.ok) return { ok: false, fault: checked.fault };
      const past = expiryFault(intent, account.time);
      if (past !== null) return { ok: false, fault: past };
      orders.push(desk.identify(intent, { origin: PERSON, decision: () => command.id, leg }));
    }
    const [entry, ...legs] = orders;
    if (entry === undefined) return { ok: false, fault: new Fault('input.invalid', { field: 'orders', problem: 'There is none.' }) };
    const { instrument: index } = entry;
    const instrument = account.instruments[index];
    invariant(instrument !== undefined, 'an intent names an instrument of the session');
    const group = validateGroup(command.intents, instrument, account.market.markTicks[index] ?? 0);
    if (!group.ok) return { ok: false, fault: group.fault };
    const refusal = legs.length === 0 ? desk.place(entry) : desk.placeGroup(entry, legs);
    if (refusal !== null) return { ok: false, fault: new Fault(refusal.code, refusal.details) };
    return { ok: true, orders: orders.map((order) => order.id), cancelled: 0, kept: 0 };
  }

  private cancelOne(command: Of<'cancel'>): CommandOutcome {
    const { account, desk } = this.parts;
    const entry = account.orders.get(command.order);
    if (entry === undefined) return { ok: false, fault: new Fault('order.unknown', { order: command.order }) };
    if (!account.orders.isOpen(command.order)) {
      return { ok: false, fault: new Fault('order.closed', { order: command.order, state: entry.state }) };
    }
    desk.cancel(entry, 'user');
    return { ok: true, orders: [], cancelled: 1, kept: 0 };
  }

  private amend(command: Of<'amend'>): CommandOutcome {
    const { account, amendments } = this.parts;
    const entry = account.orders.get(command.order);
    if (entry === undefined) return { ok: false, fault: new Fault('order.unknown', { order: command.order }) };
    if (!account.orders.isOpen(command.order)) {
      return { ok: false, fault: new Fault('order.closed', { order: command.order, state: entry.state }) };
    }
    return answer(amendments.ask(entry, command.terms));
  }

  private cancelOpening(reason: EndReason): CommandOutcome {
    let cancelled = 0;
    let kept = 0;
    for (const entry of this.parts.account.orders.all()) {
      // A leg that sleeps goes and stays with its entry: the venue ends it when the entry ends unfilled.
      if (isProtective(entry.order)) kept += 1;
      else {
        this.parts.desk.cancel(entry, reason);
        cancelled += 1;
      }
    }
    return { ok: true, orders: [], cancelled, kept };
  }

  private close(command: Of<'close'>): CommandOutcome {
    const { account, closings, protections } = this.parts;
    let orders = 0;
    for (const instrument of account.instruments) {
      if (command.instrument !== null && command.instrument !== instrument.index) continue;
      const held = account.positions.lots(instrument.index);
      if (held === 0) continue;
      const side = exitSide(instrument, held);
      const part = Math.max(1, Math.floor((closable(side, held) * command.percent) / 100));
      const lots = command.percent === 100 ? held : closable(side, part);
      protections.forget(instrument.index);
      closings.begin({ instrument: instrument.index, lots, origin: PERSON, decision: command.id });
      orders += 1;
    }
    return { ok: true, orders: [], cancelled: 0, kept: orders };
  }

  private reverse({ id, instrument: index }: Of<'reverse'>): CommandOutcome {
    const { account, closings, protections } = this.parts;
    const held = account.positions.lots(index);
    if ((account.instruments[index]?.margin ?? null) === null)
      return { ok: false, fault: new Fault('order.not-offered', { feature: 'Turning a position in coins' }) };
    if (held === 0) return { ok: false, fault: new Fault('input.invalid', { field: 'instrument', problem: 'Nothing of it is held.' }) };
    const closing = { instrument: index, lots: held, origin: PERSON, decision: id, turns: true } as const;
    const refusal = closings.mayTurn(closing);
    if (refusal !== null) return { ok: false, fault: new Fault(refusal.code, refusal.details) };
    protections.forget(index);
    closings.begin(closing);
    return DONE;
  }

  private kill(reason: HaltReason | undefined): CommandOutcome {
    const { control, director, desk } = this.parts;
    control.kill(desk.effects, reason);
    director.stopAll('kill-switch');
    return this.cancelOpening('kill-switch');
  }
}

function answer(fault: Fault | null): CommandOutcome {
  return fault === null ? DONE : { ok: false, fault };
}
