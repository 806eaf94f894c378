import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskClient } from './desk-client.ts';

/** How long the trading thread may take to stop everything, ms. */
const PATIENCE_MS = 5_000;

/** The kill switch of the desk, within a time after which whoever asked is told that there was no answer. Fails with `control.silent`, and as the desk does. */
export async function stopEverything({
  desk,
  clock,
  command,
}: {
  readonly desk: DeskClient;
  readonly clock: Clock;
  readonly command: string;
}): Promise<{ readonly cancelled: number; readonly kept: number }> {
  const late = Promise.withResolvers<never>();
  const timer = clock.after(PATIENCE_MS, () => {
    late.reject(new Fault('control.silent', { holder: 'The trading thread', seconds: PATIENCE_MS / 1_000 }));
  });
  try {
    return await Promise.race([desk.call('kill', { command }), late.promise]);
  } finally {
    timer.dispose();
  }
}
