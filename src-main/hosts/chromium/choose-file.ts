import type { CdpConnection } from './cdp-connection.ts';

/** Where the dialog is opened from: the page's session and its main frame. */
export interface ChooserPlace {
  readonly session: string;
  readonly frame: string;
}

/** A world of our own beside the page's: what happens in it, the page's scripts do not see. */
const WORLD = 'cryptoorch-files';

/** Runs there: the browser's own dialog, and the file that a person chose. */
const ASK = `new Promise((resolve) => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.csv,.txt,.gz,.parquet';
  input.addEventListener('change', () => resolve(input.files[0] ?? null));
  input.addEventListener('cancel', () => resolve(null));
  input.click();
})`;

/**
 * Shows the browser's dialog for a file and asks the browser, not the page, where that file lies. A file that a script made up lies nowhere,
 * so a page can neither name a path nor learn one. Null where nobody chose one.
 */
export async function chooseFile(connection: CdpConnection, { session, frame }: ChooserPlace): Promise<string | null> {
  const { executionContextId } = await connection.ask('Page.createIsolatedWorld', { frameId: frame, worldName: WORLD }, session);
  const params = { expression: ASK, contextId: executionContextId, awaitPromise: true, userGesture: true };
  const answer = await connection.ask('Runtime.evaluate', params, session);
  const { objectId } = (answer['result'] ?? {}) as { readonly objectId?: string };
  if (objectId === undefined) return null;
  const { path } = await connection.ask('DOM.getFileInfo', { objectId }, session);
  await connection.ask('Runtime.releaseObject', { objectId }, session);
  return typeof path === 'string' && path !== '' ? path : null;
}
