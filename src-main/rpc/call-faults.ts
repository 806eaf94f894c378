import { ORPCError } from '@orpc/client';
import { ValidationError } from '@orpc/contract';
import { FAULTS } from '../../src-shared/kernel/fault-codes.ts';
import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import type { FaultEnvelope } from '../../src-shared/kernel/fault.ts';
import { inputProblem } from './input-problem.ts';

/** Exit codes 2 are the caller's doing; the library wants a status that says whose fault a fault is. */
function statusOf(fault: Fault): number {
  return FAULTS[fault.code].exit === 2 ? 400 : 500;
}

/** Whatever a handler or the library threw, as a fault of the table. A broken output is our own fault, a broken input the caller's. */
export function faultOfCall(thrown: unknown): Fault {
  if (thrown instanceof ORPCError) {
    const { cause } = thrown;
    if (thrown.code === 'BAD_REQUEST' && cause instanceof ValidationError)
      return new Fault('input.invalid', inputProblem(cause.issues), { cause });
    return new Fault('internal', {}, { cause: thrown });
  }
  return asFault(thrown);
}

/** A fault in the form in which the library carries errors; its data is the whole envelope and nothing else crosses. */
export function toWireError(fault: Fault, correlationId: string): ORPCError<string, FaultEnvelope> {
  return new ORPCError(fault.code, { status: statusOf(fault), message: fault.message, data: fault.toEnvelope(correlationId) });
}

/** The answer frame of a call that never reached the library. */
export function faultFrame(id: string | number, fault: Fault, correlationId: string): string {
  const error = toWireError(fault, correlationId);
  return JSON.stringify({ i: id, p: { s: error.status, b: { json: error.toJSON() } } });
}
