/** The way to the program that started this process. */
export interface ParentLink {
  onMessage(listener: (message: unknown) => void): void;
  send(message: unknown): void;
  /** Says the last thing and ends. */
  sendLast(message: unknown): void;
}

/** Electron's way to the program that started a process of its own. */
interface UtilityPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Electron's own way where this is a process of Electron's, else Node's; either process ends with the program that started it. */
export function parentLink(): ParentLink {
  const { parentPort } = process as { readonly parentPort?: UtilityPort };
  return parentPort === undefined ? nodeLink() : electronLink(parentPort);
}

/** Such a process ends with the program by itself, and is ended by it once it has said its last. */
function electronLink(port: UtilityPort): ParentLink {
  const send = (message: unknown): void => {
    port.postMessage(message);
  };
  return {
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        listener(data);
      });
    },
    send,
    sendLast: send,
  };
}

function nodeLink(): ParentLink {
  const end = (): void => {
    process.exit(0);
  };
  // Nobody is there any more who could take an answer.
  process.once('disconnect', end);
  return {
    onMessage: (listener) => {
      process.on('message', listener);
    },
    send: (message) => {
      // That it could not be told means that the parent has gone, which ends this process.
      process.send?.(message, () => undefined);
    },
    sendLast: (message) => {
      process.send?.(message, end);
    },
  };
}
