import { BRIDGE_NAME } from '../../src-shared/contract/page-bridge.ts';
import type { PageBridge } from '../../src-shared/contract/page-bridge.ts';

/** The bridge that the host put on this page; null in a page that no host of ours opened. */
export function pageBridge(): PageBridge | null {
  const bridge: unknown = Reflect.get(globalThis, BRIDGE_NAME);
  return typeof bridge === 'object' && bridge !== null ? (bridge as PageBridge) : null;
}
