import { ORPCError } from '@orpc/client';
import { FAULTS } from '../../src-shared/kernel/fault-codes.ts';
import type { FaultCode } from '../../src-shared/kernel/fault-codes.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { FaultDetails, FaultEnvelope } from '../../src-shared/kernel/fault.ts';

/** A fault that main answered a call with. The log tells more under its correlation id. */
export class CallFault extends Fault {
  readonly correlationId: string;

  constructor(code: FaultCode, details: FaultDetails, correlationId: string) {
    super(code, details);
    this.correlationId = correlationId;
  }
}

function isEnvelope(data: unknown): data is FaultEnvelope {
  return (
    typeof data === 'object' &&
    data !== null &&
    'code' in data &&
    typeof data.code === 'string' &&
    data.code in FAULTS &&
    'details' in data &&
    'correlationId' in data
  );
}

/** Whatever a call threw, as what the window works with. A call that was given up here is `call.cancelled`. */
export function asCallFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (thrown instanceof ORPCError && isEnvelope(thrown.data))
    return new CallFault(thrown.data.code, thrown.data.details, thrown.data.correlationId);
  if (thrown instanceof Error && thrown.name === 'AbortError') return new Fault('call.cancelled', {}, { cause: thrown });
  return new Fault('internal', {}, { cause: thrown });
}
