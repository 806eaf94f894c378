import type { CheckView } from '../../../src-shared/contract/checks.ts';
import type { StoredCheck } from '../../ports/research-store.ts';
import { decodeJson, encodeJson } from '../tagged-json.ts';
import type { CheckStart } from './check-messages.ts';

/** A check as it is kept. */
export function keptCheck({ id, check, at, engine }: Pick<CheckStart, 'id' | 'check' | 'at' | 'engine'>, view: CheckView): StoredCheck {
  return { run: id, kind: check.kind, at, engine, ask: check, view: encodeJson(view) };
}

/** What a kept check came to. */
export function viewOfCheck({ view }: Pick<StoredCheck, 'view'>): CheckView {
  return decodeJson(view) as CheckView;
}
