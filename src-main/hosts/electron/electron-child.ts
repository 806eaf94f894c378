import type { StartChild } from '../../ports/child-link.ts';
import type { Electron } from './electron-host.ts';

/** Starts processes as Electron does: its own binary runs no file of ours by itself. */
export function electronChildren({ utilityProcess }: Pick<Electron, 'utilityProcess'>): StartChild {
  return (file, env) => {
    const child = utilityProcess.fork(file, [], { env, stdio: 'ignore', serviceName: 'CryptoOrchestrator venue' });
    return {
      send: (message) => {
        child.postMessage(message);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onEnd: (listener) => {
        child.once('exit', (code) => {
          listener(`it ended with code ${String(code)}.`);
        });
      },
      kill: () => {
        child.kill();
      },
    };
  };
}
