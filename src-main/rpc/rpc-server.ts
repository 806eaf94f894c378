import { ORPCError } from '@orpc/client';
import type { AnyContractRouter } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import type { Router } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import type { CallMeta } from '../../src-shared/contract/base.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { WIRE_SERIALIZERS } from '../../src-shared/contract/typed-arrays.ts';
import { DisposableStore } from '../../src-shared/kernel/disposable.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { CallContext } from './call-context.ts';
import { faultOfCall, toWireError } from './call-faults.ts';
import type { Caller } from './call-gate.ts';
import type { FramePort } from './frame-port.ts';
import { RpcConnection } from './rpc-connection.ts';
import type { AuditEntry, ConnectionParts, OpenCall, WireCounters } from './rpc-connection.ts';

/** What the wall is built from. */
export interface RpcServerParts {
  readonly router: Router<AnyContractRouter, CallContext>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly audit: (entry: AuditEntry) => void;
}

type WallContext = CallContext & OpenCall;

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** A stream whose faults cross as envelopes too. */
async function* withWireErrors(source: AsyncIterable<unknown>, toError: (thrown: unknown) => Error): AsyncGenerator<unknown, void> {
  try {
    yield* source;
  } catch (thrown) {
    throw toError(thrown);
  }
}

function callsOf(router: Router<AnyContractRouter, CallContext>): ReadonlyMap<string, CallMeta> {
  const calls = new Map<string, CallMeta>();
  traverseContractProcedures({ router, path: [] }, ({ contract, path }) => {
    calls.set(`/${path.join('/')}`, contract['~orpc'].meta as CallMeta);
  });
  return calls;
}

/** The wall between main and its pages: the contract bound to the services, behind a port that nothing a page sends can break. */
export class RpcServer {
  /** What was counted since the start. */
  readonly counters: Readonly<WireCounters>;
  private readonly parts: ConnectionParts;
  private readonly connections = new Set<RpcConnection>();

  constructor(parts: RpcServerParts) {
    const { router, clock, ids, log, audit } = parts;
    const counters: WireCounters = { frames: 0, broken: 0, calls: 0, faults: 0 };
    this.counters = counters;
    const wireError = (thrown: unknown, call: WallContext): ORPCError<string, unknown> => {
      const fault = faultOfCall(thrown);
      call.fault = fault.code;
      if (fault.code === 'internal') log.write(internalFault(fault, call));
      return toWireError(fault, call.correlationId);
    };
    const handler = new StandardRPCHandler<WallContext>(router, {
      customJsonSerializers: WIRE_SERIALIZERS,
      interceptors: [
        async (step) => {
          const { context } = step;
          try {
            return await step.next();
          } catch (thrown) {
            if (thrown instanceof ORPCError && context.fault !== null) throw thrown;
            throw wireError(context.reached ? thrown : new Fault('call.malformed', {}, { cause: thrown }), context);
          }
        },
      ],
      clientInterceptors: [
        async (step) => {
          const { context } = step;
          context.reached = true;
          try {
            const output = await step.next();
            return isAsyncIterable(output) ? withWireErrors(output, (thrown) => wireError(thrown, context)) : output;
          } catch (thrown) {
            throw wireError(thrown, context);
          }
        },
      ],
    });
    this.parts = { handler, calls: callsOf(router), clock, ids, log, audit, counters };
  }

  /** Lets a page in through a port. Letting go of what is returned, or the port's own end, ends all that the page has open. */
  connect(port: FramePort, caller: Caller): Releasable {
    const connection = new RpcConnection(this.parts, port, caller);
    const held = new DisposableStore();
    this.connections.add(connection);
    held.add(() => {
      this.connections.delete(connection);
      connection.close();
    });
    held.add(
      port.onFrame((frame) => {
        connection.receive(frame);
      }),
    );
    held.add(
      port.onClose(() => {
        held.dispose();
      }),
    );
    return held;
  }

  /** Tells every page that listens to ask for a snapshot: what came from the trading thread is not whole. */
  lose(): void {
    for (const connection of this.connections) connection.stream.lose();
  }

  /** Tells every page that listens. */
  publish(event: StreamEvent): void {
    for (const connection of this.connections) connection.stream.publish(event);
  }
}

function internalFault(fault: Fault, call: WallContext): Parameters<Log['write']>[0] {
  const cause = fault.cause instanceof ORPCError ? (fault.cause.cause ?? fault.cause) : fault.cause;
  return {
    level: 'error',
    area: 'rpc',
    event: 'call.failed',
    fields: { call: call.call, problem: String(cause), stack: cause instanceof Error ? (cause.stack ?? '').slice(0, 4_000) : '' },
    correlationId: call.correlationId,
  };
}
