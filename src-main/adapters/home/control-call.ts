import { createConnection } from 'node:net';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ControlAnswer, ControlAnswerTo, ControlRequest } from '../../ports/session-control.ts';
import { controlAddress } from './control-door.ts';
import { controlReply, type ControlReply, LONGEST_ANSWER } from './control-messages.ts';
import { lockHolder } from './home-lock.ts';

/** How long a running session may take to answer, ms. */
const PATIENCE_MS = 5_000;

const ANSWERS = { kill: 'killed', flatten: 'flattening', alerts: 'alerts-changed', orders: 'orders', status: 'status' } as const;

/**
 * Asks the session that runs with a home. Fails with `control.absent` where none does, `control.unreachable` where the program that holds the home
 * has no session to ask, `control.silent` where it does not answer in time, `control.garbled` where its answer cannot be read, and as what was asked for fails.
 */
export async function callControl<Kind extends ControlRequest['kind']>(
  home: string,
  request: Extract<ControlRequest, { readonly kind: Kind }>,
  patienceMs: number = PATIENCE_MS,
): Promise<ControlAnswerTo<Kind>> {
  const address = controlAddress(home, process.platform);
  const line = address === null ? null : await exchanged(address, `${JSON.stringify(request)}\n`, patienceMs);
  const holder = lockHolder(home) ?? 'another process';
  if (line === 'late') throw new Fault('control.silent', { holder, seconds: patienceMs / 1_000 });
  if (line === null)
    throw lockHolder(home) === null ? new Fault('control.absent', { home }) : new Fault('control.unreachable', { home, holder });
  const reply: ControlReply | null = controlReply(line.text);
  if (reply === null) throw new Fault('control.garbled', { holder });
  if ('fault' in reply) throw new Fault(reply.fault.code, reply.fault.details);
  if (!isAnswerTo(request.kind, reply.answer)) throw new Fault('control.garbled', { holder });
  return reply.answer;
}

function isAnswerTo<Kind extends ControlRequest['kind']>(kind: Kind, answer: ControlAnswer): answer is ControlAnswerTo<Kind> {
  return answer.kind === ANSWERS[kind];
}

/** The line that comes back; null where nobody listens, `late` where nothing came in time. */
function exchanged(address: string, request: string, patienceMs: number): Promise<{ readonly text: string } | 'late' | null> {
  return new Promise((resolve) => {
    let said = '';
    const socket = createConnection(address);
    const timer = setTimeout(() => {
      end('late');
    }, patienceMs);
    const end = (found: { readonly text: string } | 'late' | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(found);
    };
    socket.on('connect', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const at = said.indexOf('\n');
      if (at >= 0) end({ text: said.slice(0, at) });
      else if (said.length > LONGEST_ANSWER) end({ text: '' });
    });
    socket.on('error', () => {
      end(said === '' ? null : { text: '' });
    });
    // It ended in the middle of its answer, or before it.
    socket.on('end', () => {
      end({ text: '' });
    });
  });
}
