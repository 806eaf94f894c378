import { FAULTS, type FaultCode } from './fault-codes.ts';

/** A value that a fault may carry: plain data that survives JSON. */
export type FaultDetail = string | number | boolean | null;

/** The parameters of a fault's sentence, by name. */
export type FaultDetails = Readonly<Record<string, FaultDetail>>;

/** What crosses a process wall in place of a fault: no stack, no cause. */
export interface FaultEnvelope {
  readonly code: FaultCode;
  readonly message: string;
  readonly details: FaultDetails;
  readonly correlationId: string;
}

/** The one fault type: a code of the table and the parameters of its sentence. Its message is the sentence a user may read. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly details: FaultDetails;

  constructor(code: FaultCode, details: FaultDetails = {}, options?: { cause?: unknown }) {
    super(faultSentence(code, details), options);
    this.code = code;
    this.details = details;
  }

  /** The process exit code that the command line ends with for this fault. */
  get exitCode(): number {
    return FAULTS[this.code].exit;
  }

  /** What may cross a wall: code, sentence, details and the id under which the log tells more. */
  toEnvelope(correlationId: string): FaultEnvelope {
    return { code: this.code, message: this.message, details: this.details, correlationId };
  }
}

/** The sentence of a fault with its parameters filled in; a parameter that is not given shows as an em dash. */
export function faultSentence(code: FaultCode, details: FaultDetails): string {
  return FAULTS[code].sentence.replace(/\{(\w+)\}/gu, (_, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? '—' : String(value);
  });
}

/** Whatever was thrown, as a fault: a fault stays itself, anything else becomes `internal` with the cause kept for the log. */
export function asFault(thrown: unknown): Fault {
  return thrown instanceof Fault ? thrown : new Fault('internal', {}, { cause: thrown });
}
