import { expect, test } from 'vitest';
import { relayedChildren, serveChildren, type RelayPort } from '../../../../src-main/adapters/venue-process/relayed-children.ts';
import type { StartChild } from '../../../../src-main/ports/child-link.ts';

/** Two ends of a channel that hand on at once, as clones. */
function channel(): readonly [RelayPort, RelayPort] {
  const heard: ((message: unknown) => void)[][] = [[], []];
  const end = (mine: 0 | 1): RelayPort => ({
    postMessage: (message) => {
      for (const listener of heard[1 - mine]!) listener(structuredClone(message));
    },
    on: (_, listener) => heard[mine]!.push(listener),
  });
  return [end(0), end(1)];
}

test('a thread that may start no process speaks to those that another one starts for it', () => {
  const started: {
    file: string;
    env: object;
    sent: unknown[];
    killed: boolean;
    say: (message: unknown) => void;
    end: (problem: string) => void;
  }[] = [];
  const start: StartChild = (file, env) => {
    const child = { file, env, sent: [] as unknown[], killed: false, say: (_: unknown) => {}, end: (_: string) => {} };
    started.push(child);
    return {
      send: (message) => child.sent.push(message),
      onMessage: (listener) => (child.say = listener),
      onEnd: (listener) => (child.end = listener),
      kill: () => (child.killed = true),
    };
  };
  const [main, thread] = channel();
  serveChildren(main, start);
  const startChild = relayedChildren(thread);
  const [one, two] = [startChild('venue.js', { HOME: '/h' }), startChild('venue.js', {})];
  const told: string[] = [];
  one.onMessage((message) => told.push(`one ${String(message)}`));
  two.onMessage((message) => told.push(`two ${String(message)}`));
  two.onEnd((problem) => told.push(`two ${problem}`));
  one.send('a');
  two.send('b');
  one.kill();
  started[1]!.say('B');
  started[0]!.say('A');
  started[1]!.end('it ended.');
  two.send('late');
  expect(started.map(({ file, env, sent, killed }) => [file, env, sent, killed])).toEqual([
    ['venue.js', { HOME: '/h' }, ['a'], true],
    ['venue.js', {}, ['b'], false],
  ]);
  expect(told).toEqual(['two B', 'one A', 'two it ended.']);
});
