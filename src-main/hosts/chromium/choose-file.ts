import type { CdpConnection } from './cdp-connection.ts';

/** Where the dialog is opened from: the page's session and its main frame. */
export interface ChooserPlace {
  readonly session: string;
  readonly frame: string;
}

/** A world of our own beside the page's: what happens in it, the page's scripts do not see. */
const WORLD = 'cryptoorch-files';

/** Runs there: the browser's own dialog, and the files that a person chose. */
function ask(several: boolean): string {
  return `new Promise((resolve) => {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = ${String(several)};
  input.accept = '.csv,.txt,.gz,.parquet';
  input.addEventListener('change', () => resolve([...input.files]));
  input.addEventListener('cancel', () => resolve([]));
  input.click();
})`;
}

/** An element of a list as the browser describes it. */
interface ListedProperty {
  readonly name: string;
  readonly value?: { readonly objectId?: string };
}

/**
 * Shows the browser's dialog for a file, or several, and asks the browser, not the page, where they lie. A file that a script made up lies
 * nowhere, so a page can neither name a path nor learn one. None where nobody chose one.
 */
export async function chooseFiles(
  connection: CdpConnection,
  { session, frame }: ChooserPlace,
  several: boolean,
): Promise<readonly string[]> {
  const { executionContextId } = await connection.ask('Page.createIsolatedWorld', { frameId: frame, worldName: WORLD }, session);
  const params = { expression: ask(several), contextId: executionContextId, awaitPromise: true, userGesture: true };
  const answer = await connection.ask('Runtime.evaluate', params, session);
  const { objectId } = (answer['result'] ?? {}) as { readonly objectId?: string };
  if (objectId === undefined) return [];
  const { result } = await connection.ask('Runtime.getProperties', { objectId, ownProperties: true }, session);
  const paths: string[] = [];
  for (const { name, value } of (result ?? []) as readonly ListedProperty[]) {
    if (!/^\d+$/u.test(name) || value?.objectId === undefined) continue;
    const { path } = await connection.ask('DOM.getFileInfo', { objectId: value.objectId }, session);
    await connection.ask('Runtime.releaseObject', { objectId: value.objectId }, session);
    if (typeof path === 'string' && path !== '') paths.push(path);
  }
  await connection.ask('Runtime.releaseObject', { objectId }, session);
  return paths;
}
