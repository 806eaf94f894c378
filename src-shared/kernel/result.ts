import { Fault, type FaultDetails } from './fault.ts';
import type { FaultCode } from './fault-codes.ts';

/** What can happen in a good program: a value, or a fault that the caller must look at. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault };

/** A result that holds `value`. */
export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** A result that holds a fault of the table. */
export function err(code: FaultCode, details: FaultDetails = {}): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: new Fault(code, details) };
}

/** The value of a result; throws its fault when it holds one. For the program's outermost rooms and for tests. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw result.fault;
  return result.value;
}

/** Thrown by `invariant`: the program itself is wrong, and must not go on with what it was doing. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Holds what cannot be otherwise in a correct program; throws `InvariantError` with `message` when it does not hold. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
