import type { StandardRPCHandler } from '@orpc/server/standard';
import { experimental_ServerPeerWithoutCodec as ServerPeer, encodeResponseMessage, MessageType } from '@orpc/standard-server-peer';
import type { DecodedResponseMessage, ServerPeerHandleRequestFn } from '@orpc/standard-server-peer';
import type { CallMeta } from '../../src-shared/contract/base.ts';
import type { FaultCode } from '../../src-shared/kernel/fault-codes.ts';
import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { CallContext } from './call-context.ts';
import { faultFrame } from './call-faults.ts';
import { CallGate } from './call-gate.ts';
import type { Caller } from './call-gate.ts';
import { WIRE_LIMITS } from './frame-port.ts';
import type { FramePort } from './frame-port.ts';
import { PageStream } from './page-stream.ts';
import { parseFrame } from './parse-frame.ts';
import type { FrameId, ParsedFrame } from './parse-frame.ts';

/** One line of the audit: a call that needed more than nothing, or that was kept out. */
export interface AuditEntry {
  readonly page: string;
  /** `area.call`. */
  readonly call: string;
  readonly outcome: 'done' | FaultCode;
  readonly correlationId: string;
}

/** What is counted at the wall, over all pages. */
export interface WireCounters {
  frames: number;
  broken: number;
  calls: number;
  faults: number;
}

/** What every connection of a server shares. */
export interface ConnectionParts {
  readonly handler: StandardRPCHandler<CallContext & OpenCall>;
  /** The contract's meta of every call, by path `/area/call`. */
  readonly calls: ReadonlyMap<string, CallMeta>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly audit: (entry: AuditEntry) => void;
  readonly counters: WireCounters;
}

/** What is known of a call while it is open. */
export interface OpenCall {
  readonly call: string;
  readonly meta: CallMeta;
  readonly correlationId: string;
  /** Set once the library's own reading of the input is past, so that what fails later is not the caller's doing. */
  reached: boolean;
  /** The fault it was answered with, if any. */
  fault: FaultCode | null;
  answered: boolean;
}

/** One page at the wall: every frame it sends is counted, and every frame with an id is answered exactly once. */
export class RpcConnection {
  readonly stream: PageStream;
  private readonly parts: ConnectionParts;
  private readonly port: FramePort;
  private readonly caller: Caller;
  private readonly gate: CallGate;
  private readonly peer: ServerPeer;
  private readonly open = new Map<string, OpenCall>();
  private closed = false;

  constructor(parts: ConnectionParts, port: FramePort, caller: Caller) {
    this.parts = parts;
    this.port = port;
    this.caller = caller;
    this.stream = new PageStream(() => caller.unlocked());
    this.gate = new CallGate(caller, () => parts.clock.monotonic());
    this.peer = new ServerPeer((message) => this.sendAnswer(message));
  }

  /** Takes in whatever a page put on its port; never throws. */
  receive(frame: unknown): void {
    if (this.closed) return;
    this.parts.counters.frames += 1;
    const parsed = parseFrame(frame);
    switch (parsed.kind) {
      case 'broken':
        this.answerBroken(parsed);
        break;
      case 'cancel':
        this.cancel(parsed.id);
        break;
      case 'call':
        this.call(parsed);
        break;
    }
  }

  /** Ends all open calls and streams of the page. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.peer.close();
    this.open.clear();
    this.stream.close();
  }

  private answerBroken(frame: Extract<ParsedFrame, { kind: 'broken' }>): void {
    this.parts.counters.broken += 1;
    if (frame.id === null) return;
    this.refuse(frame.id, new Fault(frame.code, frame.code === 'call.too-large' ? { limit: '1 MiB' } : {}));
  }

  private refuse(id: FrameId, fault: Fault): void {
    this.parts.counters.faults += 1;
    this.port.send(faultFrame(id, fault, this.parts.ids.next()));
  }

  private cancel(id: string): void {
    const open = this.open.get(id);
    this.peer.close({ id });
    // A stream has had its answer; a call that is still waiting gets this one, and so does an id that nobody knows. The id stays taken
    // until the handler has ended, so that its late answer cannot be taken for that of another call.
    if (open?.answered) return;
    if (open) open.answered = true;
    this.refuse(id, new Fault('call.cancelled'));
  }

  private call(frame: Extract<ParsedFrame, { kind: 'call' }>): void {
    const call = frame.path.slice(1).replaceAll('/', '.');
    const meta = this.parts.calls.get(frame.path);
    const refusal = this.refusal(frame, call, meta);
    if (refusal) {
      if (meta && (refusal.code === 'call.privilege' || refusal.code === 'window.locked'))
        this.audit(call, refusal.code, this.parts.ids.next());
      this.refuse(frame.id, refusal);
      return;
    }
    invariant(meta !== undefined, 'an unknown call was refused');
    this.parts.counters.calls += 1;
    const open: OpenCall = { call, meta, correlationId: this.parts.ids.next(), reached: false, fault: null, answered: false };
    this.open.set(frame.id, open);
    void this.run(frame, open).finally(() => {
      if (this.open.get(frame.id) === open) this.open.delete(frame.id);
      if ((meta.privilege ?? 'open') !== 'open') this.audit(call, open.fault ?? 'done', open.correlationId);
    });
  }

  private refusal(frame: Extract<ParsedFrame, { kind: 'call' }>, call: string, meta: CallMeta | undefined): Fault | null {
    if (!meta) return new Fault('call.unknown', { call });
    if (this.open.has(frame.id)) return new Fault('call.malformed');
    if (this.open.size >= WIRE_LIMITS.openCalls) return new Fault('call.too-many', { call, limit: WIRE_LIMITS.openCalls });
    const { body } = frame;
    const input = typeof body === 'object' && body !== null && 'json' in body ? body.json : undefined;
    return this.gate.refuse(call, meta, input);
  }

  private audit(call: string, outcome: 'done' | FaultCode, correlationId: string): void {
    this.parts.audit({ page: this.caller.page, call, outcome, correlationId });
  }

  /** Hands a call to the library. What the library itself lets escape is answered and logged here, never thrown. */
  private async run(frame: Extract<ParsedFrame, { kind: 'call' }>, open: OpenCall): Promise<void> {
    const request = { url: new URL(`http://wall${frame.path}`), method: 'POST', headers: {}, body: frame.body };
    try {
      await this.peer.message([frame.id, MessageType.REQUEST, request], (standard) => this.handle(standard, open));
    } catch (thrown) {
      const fault = asFault(thrown);
      this.parts.log.write({
        level: 'error',
        area: 'rpc',
        event: 'call.escaped',
        fields: { call: open.call, problem: String(thrown) },
        correlationId: open.correlationId,
      });
      if (!open.answered && !this.closed) this.port.send(faultFrame(frame.id, fault, open.correlationId));
    }
  }

  private async handle(request: Parameters<ServerPeerHandleRequestFn>[0], open: OpenCall): ReturnType<ServerPeerHandleRequestFn> {
    const context = Object.assign(open, { page: this.caller.page, stream: this.stream });
    const { matched, response } = await this.parts.handler.handle({ ...request, body: () => Promise.resolve(request.body) }, { context });
    invariant(matched, 'every call of the contract has a handler');
    return response;
  }

  private async sendAnswer([id, type, payload]: DecodedResponseMessage): Promise<void> {
    const frame = await encodeResponseMessage(id, type, payload);
    invariant(typeof frame === 'string', 'no call of the contract answers with a file');
    const open = this.open.get(id);
    if (!open || this.closed) return;
    if (type === MessageType.RESPONSE) {
      // Cancelled while it was written.
      if (open.answered) return;
      open.answered = true;
      const withheld = this.gate.withhold(open.call, open.meta);
      if (withheld) {
        this.refuse(id, withheld);
        return;
      }
      if (open.fault !== null) this.parts.counters.faults += 1;
    }
    this.port.send(frame);
  }
}
