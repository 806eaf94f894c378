import { DeadMan } from '../core/dead-man.ts';
import { Outbox } from '../faults/outbox.ts';
import {
  type HouseOptions,
  type KeyRights,
  type RestReply,
  type RestRequest,
  VenueHouse,
  type WireAddress,
  type WireKind,
} from '../house/venue-house.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { type HyperliquidRequest, asSigned, assetOf, carryOut, readRequest } from './hyperliquid-actions.ts';
import { CONTRACT_ASSET, type HyperliquidDesk, HyperliquidMargins, marketOfAsset } from './hyperliquid-desk.ts';
import { HyperliquidError, Unreadable, errorBody } from './hyperliquid-error.ts';
import { answerOf, readQuestion } from './hyperliquid-info.ts';
import { HyperliquidKeys } from './hyperliquid-keys.ts';
import { HyperliquidSession } from './hyperliquid-session.ts';
import { actionHash, agentDigest, signerOf } from './hyperliquid-signing.ts';
import { hyperliquidStage } from './hyperliquid-stage.ts';

/** What a venue that speaks Hyperliquid's protocol is started with. */
export interface HyperliquidVenueOptions extends HouseOptions {
  /** The network for practice, whose signatures are other ones. */
  readonly testNetwork?: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A fourth protocol over the same exchange: two addresses for everything, actions that a wallet's key signs and questions that anybody may
 * ask, numbers of which the highest are remembered, an end of validity that is signed along, prices of five figures, no market orders,
 * one websocket for all, a dead man's switch that has to be earned, and with `contracts` perpetuals in money of their own.
 */
export class HyperliquidVenue extends VenueHouse {
  readonly desk: HyperliquidDesk;
  private readonly testNetwork: boolean;
  /** What an account must have traded before it may set its switch, dollars; 0 asks for nothing. */
  switchVolume = 0;
  private readonly userDelayMs: number;

  constructor(options: HyperliquidVenueOptions) {
    // What waits for a price holds no margin.
    super(options, { waitersHoldNothing: true, contractAsset: CONTRACT_ASSET });
    const deadMan = new DeadMan(this.exchange, this.clock);
    this.desk = {
      exchange: this.exchange,
      clock: this.time,
      keys: new HyperliquidKeys(this.time),
      deadMan,
      margins: new HyperliquidMargins(),
    };
    this.testNetwork = options.testNetwork ?? false;
    this.userDelayMs = options.userDelayMs ?? 1;
  }

  request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void {
    const body = parsed(request.body);
    const endpoint = endpointOf(request, body);
    const action = endpoint.startsWith('POST /exchange') ? actionOf(body) : null;
    this.gate.pass<RestReply>({
      surface: 'rest',
      endpoint,
      symbol: action === null ? undefined : marketOfAsset(this.desk, assetOf(action.action))?.coin,
      carryOut: () => this.carryOut(request, endpoint, body),
      reply,
      instead: ({ status, body: other, headers }) => ({ status, body: other, headers: { ...JSON_TYPE, ...headers } }),
      cut,
      stage: (fault) => {
        const address = action === null ? null : this.signer(action);
        const account = address === null ? undefined : this.desk.keys.signerAt(address)?.account;
        return hyperliquidStage(fault, this.desk, this.maker, { account, action: action?.action ?? null });
      },
    });
  }

  addKey(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void {
    this.desk.keys.add(key);
  }

  revokeKey(key: string): void {
    this.desk.keys.revoke(key);
  }

  ban(): number {
    throw new Error('Hyperliquid shuts nobody out by address');
  }

  expireListening(): void {
    throw new Error('whoever listens there is nobody in particular');
  }

  protected open(_address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession } {
    const { desk, gate, log, clock, userDelayMs } = this;
    const outbox = new Outbox({ rules: this.faults, frost: this.frost, clock }, wire);
    return { kind: 'account', session: new HyperliquidSession(wire, { desk, outbox, gate, log, clock, userDelayMs }) };
  }

  private carryOut(request: RestRequest, endpoint: string, body: unknown): RestReply {
    const note = (status: number, code: number) =>
      this.log.note({ surface: 'rest', endpoint, at: this.time.now(), status, code, params: { body: request.body } });
    const answer = (status: number, text: string, code = 0): RestReply => {
      note(status, code);
      return { status, headers: JSON_TYPE, body: text };
    };
    try {
      if (request.path === '/info') return answer(200, JSON.stringify(answerOf(readQuestion(body), this.desk)));
      return answer(200, JSON.stringify({ status: 'ok', response: this.acted(readRequest(body)) }));
    } catch (thrown) {
      if (thrown instanceof Unreadable) return answer(422, 'Failed to deserialize the JSON body into the target type');
      if (!(thrown instanceof HyperliquidError)) throw thrown;
      return answer(200, errorBody(thrown, endpoint.replace('POST /exchange ', '')), 1);
    }
  }

  private acted(request: HyperliquidRequest): unknown {
    const { action, nonce, expiresAfter } = request;
    const signer = this.desk.keys.take(this.signer(request), nonce);
    // What it really says then is not published: nothing may hang on these words.
    if (expiresAfter !== undefined && this.time.now() > expiresAfter) throw new HyperliquidError('The action is too old.');
    return carryOut(action, this.desk, signer, { wanted: this.switchVolume });
  }

  /** Whoever signed it; another one, or nobody, where a byte of it is another one. */
  private signer({ action, nonce, expiresAfter, signature }: HyperliquidRequest): string | null {
    return signerOf(agentDigest(actionHash(asSigned(action), { nonce, expiresAfter }), this.testNetwork), signature);
  }
}

/** `POST /exchange order`: one address takes all actions, another one all questions. Both kinds of cancel are one. */
function endpointOf({ verb, path }: RestRequest, body: unknown): string {
  const told = (body ?? {}) as { readonly type?: unknown; readonly action?: { readonly type?: unknown } };
  const type = path === '/exchange' ? told.action?.type : told.type;
  return `${verb} ${path} ${type === 'cancelByCloid' ? 'cancel' : String(type)}`;
}

function actionOf(body: unknown): HyperliquidRequest | null {
  try {
    return readRequest(body);
  } catch {
    // It is refused where it is carried out.
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // It is refused where it is carried out.
    return undefined;
  }
}
