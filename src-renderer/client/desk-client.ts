import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../src-shared/contract/contract.ts';
import type { PageBridge } from '../../src-shared/contract/page-bridge.ts';
import { WIRE_SERIALIZERS } from '../../src-shared/contract/typed-arrays.ts';
import { asCallFault } from './call-fault.ts';

/** Every call of the contract as a function; it rejects with a `Fault` of the table and nothing else. */
export type DeskClient = ContractRouterClient<Contract>;

/** The calls to main over a page's bridge. One per page: a bridge has one listener. */
export function createDeskClient(bridge: PageBridge): DeskClient {
  const port = {
    postMessage: (frame: unknown) => {
      bridge.send(String(frame));
    },
    onMessage: {
      addListener: (take: (frame: string) => void) => {
        bridge.onFrame(take);
      },
    },
    // The bridge lives as long as the page does.
    onDisconnect: { addListener: () => undefined },
  };
  const link = new RPCLink({
    port,
    customJsonSerializers: WIRE_SERIALIZERS,
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (thrown) {
          throw asCallFault(thrown);
        }
      },
    ],
  });
  return createORPCClient(link);
}
