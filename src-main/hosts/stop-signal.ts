import type { Releasable } from '../../src-shared/kernel/disposable.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal's Ctrl+C can arrive twice, once from the terminal and once from whatever started us; only a later one is a second wish. */
const SAME_WISH_MS = 1_000;

/** Waits for the first request to stop. A second one, made while the orderly end takes its time, ends the process at once. */
export function stopSignal(): { readonly asked: Promise<NodeJS.Signals> } & Releasable {
  let release = (): void => undefined;
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    let askedAt: number | null = null;
    const take = (signal: NodeJS.Signals): void => {
      if (askedAt !== null && performance.now() - askedAt > SAME_WISH_MS) {
        release();
        process.kill(process.pid, signal);
      }
      askedAt ??= performance.now();
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
