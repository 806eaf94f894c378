import type { StreamEvent } from '../../../src-shared/contract/stream.ts';
import { SECOND_MS } from '../../../src-shared/kernel/time.ts';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import { EXIT } from '../host-parts.ts';
import type { HostParts } from '../host-parts.ts';
import { notifySend } from '../notify-send.ts';
import { stopSignal } from '../stop-signal.ts';
import { eventLine, secondLine } from './console-lines.ts';
import type { ConsoleState } from './console-lines.ts';

/** Runs the application without a window: a line a second, events as they come, until a signal comes; the exit code. */
export async function runHeadless(parts: HostParts): Promise<number> {
  const app = await parts.createApp({
    name: 'headless',
    sandbox: 'no page, so nothing to keep apart',
    hostsContacted: () => [],
    windowFigures: () => Promise.resolve(null),
    openFolder: null,
    chooseFiles: () => Promise.resolve([]),
    startChild: null,
    notices: notifySend(),
  });
  const state: ConsoleState = { status: null, account: null, risk: null };
  const signal = stopSignal();
  parts.say('Ctrl+C stops in order.');
  const watching = app.watch((event) => {
    const line = eventLine(event, state.risk?.state ?? null);
    keep(state, event);
    if (line !== null) parts.say(line);
  });
  const timer = setInterval(() => {
    const line = secondLine(state);
    if (line !== null) parts.say(line);
  }, SECOND_MS);
  try {
    const end = await Promise.race([signal.asked, app.failed]);
    if (typeof end === 'string') return EXIT.done;
    const fault = asFault(end);
    parts.say(fault.message);
    return fault.exitCode;
  } finally {
    clearInterval(timer);
    watching.dispose();
    await app.shutdown();
    signal.dispose();
    parts.say('Stopped in order.');
  }
}

function keep(state: ConsoleState, event: StreamEvent): void {
  if (event.kind === 'status') state.status = event.row;
  else if (event.kind === 'account') state.account = event.row;
  else if (event.kind === 'risk') state.risk = event.row;
}
