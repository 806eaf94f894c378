import type { Releasable } from '../../src-shared/kernel/disposable.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for the first request to stop; a second one then ends the process at once, as it would any other. */
export function stopSignal(): { readonly asked: Promise<NodeJS.Signals> } & Releasable {
  let release = (): void => undefined;
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    const take = (signal: NodeJS.Signals): void => {
      release();
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, take);
    release = () => {
      for (const signal of SIGNALS) process.off(signal, take);
    };
  });
  return {
    asked,
    dispose: () => {
      release();
    },
  };
}
