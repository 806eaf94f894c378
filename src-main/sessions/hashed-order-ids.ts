import { clientOrderId } from '../../src-shared/kernel/ids.ts';
import type { EngineConfig } from '../core/engine/engine-config.ts';
import type { LedgerScope } from '../ports/ledger.ts';

/** Ids that are a pure function of what is decided, for books that outlive the session. */
export function hashedOrderIds({ book, account }: Pick<LedgerScope, 'book' | 'account'>): EngineConfig['orderId'] {
  return (instrument, source) =>
    clientOrderId({ book, account, instrument: instrument.id, origin: source.origin, decision: source.decision(), leg: source.leg });
}
