import { BRIDGE_NAME } from '../../../src-shared/contract/page-bridge.ts';

/** First letter of what a page says through the binding. */
export const BRIDGE_SAYS = { hello: 'h', frame: 'f' } as const;

/**
 * The script that runs before any other in every document. It takes the binding away from the page's globals and leaves the bridge
 * object in its place, the same that Electron's preload script exposes. `receiver` is where main hands frames in.
 */
export function bridgeScript(names: { readonly binding: string; readonly receiver: string; readonly origin: string }): string {
  return `(() => {
  const say = globalThis[${JSON.stringify(names.binding)}];
  delete globalThis[${JSON.stringify(names.binding)}];
  if (typeof say !== 'function' || globalThis !== globalThis.top || location.origin !== ${JSON.stringify(names.origin)}) return;
  const waiting = [];
  let listener = null;
  Object.defineProperty(globalThis, ${JSON.stringify(names.receiver)}, {
    value: (frames) => {
      if (listener === null) waiting.push(...frames);
      else for (const frame of frames) listener(frame);
    },
  });
  Object.defineProperty(globalThis, ${JSON.stringify(BRIDGE_NAME)}, {
    value: Object.freeze({
      send(frame) {
        say(${JSON.stringify(BRIDGE_SAYS.frame)} + String(frame));
      },
      onFrame(next) {
        listener = next;
        for (const frame of waiting.splice(0)) next(frame);
      },
    }),
  });
  say(${JSON.stringify(BRIDGE_SAYS.hello)});
})()`;
}
