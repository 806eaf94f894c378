import type { StreamBatch } from '../../../src-shared/contract/stream.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { FaultCode } from '../../../src-shared/kernel/fault-codes.ts';
import type { DeskCallName } from './desk-calls.ts';

/** A fault between threads: code and parameters; the sentence follows from them. */
export interface DeskFault {
  readonly code: FaultCode;
  readonly details: FaultDetails;
  /** What lay under it, for the log only. */
  readonly cause: string;
}

/** What main sends to the trading thread. */
export type ToDesk =
  | { readonly kind: 'call'; readonly id: number; readonly name: DeskCallName; readonly request: unknown }
  | { readonly kind: 'acknowledge'; readonly batch: number }
  | { readonly kind: 'stop' };

/** What the trading thread sends to main. */
export type FromDesk =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: DeskFault }
  | { readonly kind: 'batch'; readonly batch: StreamBatch }
  | { readonly kind: 'failed'; readonly fault: DeskFault }
  | { readonly kind: 'stopped' };
