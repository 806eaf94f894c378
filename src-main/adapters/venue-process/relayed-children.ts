import type { StartChild } from '../../ports/child-link.ts';

/** One end of a channel between two threads. */
export interface RelayPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  unref?(): void;
}

/** What a thread asks of the one that may start processes, each by a number of its own. */
type Asked =
  | { readonly kind: 'start'; readonly child: number; readonly file: string; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'send'; readonly child: number; readonly message: unknown }
  | { readonly kind: 'kill'; readonly child: number };

/** What it is told of them. */
type Told =
  | { readonly kind: 'message'; readonly child: number; readonly message: unknown }
  | { readonly kind: 'end'; readonly child: number; readonly problem: string };

/** Starts processes for a thread that may not start any itself, and hands on what is said both ways. */
export function serveChildren(port: RelayPort, start: StartChild): void {
  const children = new Map<number, ReturnType<StartChild>>();
  const tell = (told: Told): void => {
    port.postMessage(told);
  };
  port.on('message', (message) => {
    const asked = message as Asked;
    const { child } = asked;
    if (asked.kind === 'send') children.get(child)?.send(asked.message);
    else if (asked.kind === 'kill') children.get(child)?.kill();
    else {
      const link = start(asked.file, asked.env);
      children.set(child, link);
      link.onMessage((message) => {
        tell({ kind: 'message', child, message });
      });
      link.onEnd((problem) => {
        children.delete(child);
        tell({ kind: 'end', child, problem });
      });
    }
  });
}

/** Starts processes by way of the thread at the other end. */
export function relayedChildren(port: RelayPort): StartChild {
  const heard = new Map<number, { message: ((message: unknown) => void)[]; end: ((problem: string) => void)[] }>();
  let count = 0;
  const ask = (asked: Asked): void => {
    port.postMessage(asked);
  };
  port.on('message', (message) => {
    const told = message as Told;
    const listeners = heard.get(told.child);
    if (told.kind === 'message') for (const listener of listeners?.message ?? []) listener(told.message);
    else {
      heard.delete(told.child);
      for (const listener of listeners?.end ?? []) listener(told.problem);
    }
  });
  // Nothing that may come keeps a thread from its end.
  port.unref?.();
  return (file, env) => {
    count += 1;
    const child = count;
    const listeners = { message: [] as ((message: unknown) => void)[], end: [] as ((problem: string) => void)[] };
    heard.set(child, listeners);
    ask({ kind: 'start', child, file, env });
    return {
      send: (message) => {
        ask({ kind: 'send', child, message });
      },
      onMessage: (listener) => {
        listeners.message.push(listener);
      },
      onEnd: (listener) => {
        listeners.end.push(listener);
      },
      kill: () => {
        ask({ kind: 'kill', child });
      },
    };
  };
}
