import { fork } from 'node:child_process';
import type { StartChild } from '../../ports/child-link.ts';

/** A debugger could read the key from the process; the switch that keeps a signal from opening one is new. */
const SHUT_DEBUGGER = '--disable-sigusr1';

/** Starts a process as Node does. */
export const forkChild: StartChild = (file, env) => {
  const child = fork(file, [], {
    // What the library prints could hold what was sent, so nobody reads it.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env,
    execArgv: process.allowedNodeEnvironmentFlags.has(SHUT_DEBUGGER) ? [SHUT_DEBUGGER] : [],
  });
  return {
    send: (message) => {
      // That it could not be told, its end says.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onEnd: (listener) => {
      child.once('error', (error) => {
        listener(`${error.message}.`);
      });
      // Not `exit`: what the process said last may still have to be read then.
      child.once('close', (code, signal) => {
        listener(`it ended with ${signal ?? `code ${String(code)}`}.`);
      });
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
