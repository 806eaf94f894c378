import type { DeskCallName, DeskCalls } from '../sessions/desk/desk-calls.ts';

/** The trading desk from the other side of its thread: every call answers later, or fails with a fault. */
export interface DeskClient {
  call<Name extends DeskCallName>(name: Name, request: Parameters<DeskCalls[Name]>[0]): Promise<Awaited<ReturnType<DeskCalls[Name]>>>;
}
