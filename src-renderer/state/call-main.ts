import { err, ok } from '../../src-shared/kernel/result.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import { asCallFault } from '../client/call-fault.ts';
import type { DeskClient } from '../client/desk-client.ts';
import { useDeskLink } from './desk-link.ts';

/** One press of a button is one command, however often it is sent. */
export function newCommand(): string {
  return crypto.randomUUID();
}

/** Calls main with a new command id; what went wrong comes back as a fault, and so does a call before the window is connected. */
export async function callMain<Value>(run: (client: DeskClient, command: string) => Promise<Value>): Promise<Result<Value>> {
  const { client } = useDeskLink.getState();
  if (client === null) return err('call.cancelled');
  try {
    return ok(await run(client, newCommand()));
  } catch (thrown) {
    return { ok: false, fault: asCallFault(thrown) };
  }
}
