import type { ChangeOutcome } from '../../../src-shared/contract/orders.ts';
import type { Fault } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';

/** What the gate refused is an answer; every other fault is one. */
export function refusedBy(fault: Fault): Extract<ChangeOutcome, { outcome: 'refused' }> {
  const { code, message, details } = fault;
  if (!isRefusal(code)) throw fault;
  return { outcome: 'refused', code, message, details };
}

function isRefusal(code: string): code is RiskRefusalCode {
  return code.startsWith('risk.');
}
