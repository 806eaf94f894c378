import type { FaultCode } from '../../src-shared/kernel/fault-codes.ts';
import { WIRE_LIMITS } from './frame-port.ts';
import { isDeeperThan } from './json-depth.ts';

/** An id as it stood in the frame; an answer repeats it. */
export type FrameId = string | number;

/** What a frame of a page turns out to be. */
export type ParsedFrame =
  | { readonly kind: 'call'; readonly id: string; /** `/area/call`. */ readonly path: string; readonly body: unknown }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'broken'; readonly id: FrameId | null; readonly code: Extract<FaultCode, 'call.malformed' | 'call.too-large'> };

const CALL = 1;
const CANCEL = 4;
/** The page's own library writes the id first, so that it can be read from a frame that cannot. */
const LEADING_ID = /^\s*\{\s*"i"\s*:\s*("(?:[^"\\]|\\["\\/bfnrtu]){1,64}"|-?\d{1,15})\s*[,}]/u;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function usableId(value: unknown): FrameId | null {
  if (typeof value === 'string') return value.length > 0 && value.length <= WIRE_LIMITS.idLength ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The only fault a text can have here is that it is not JSON; `undefined` says so, as no JSON text does.
    return undefined;
  }
}

function rescuedId(text: string): FrameId | null {
  const match = LEADING_ID.exec(text.slice(0, 256));
  return match?.[1] === undefined ? null : usableId(parseJson(match[1]));
}

function isSerialisedInput(body: unknown): boolean {
  if (body === undefined) return true;
  if (!isRecord(body)) return false;
  const meta = body['meta'];
  if (meta === undefined) return true;
  return Array.isArray(meta) && meta.length <= WIRE_LIMITS.metaEntries && meta.every((entry) => Array.isArray(entry) && entry.length > 0);
}

function parseCall(id: string, payload: unknown): ParsedFrame {
  const broken = { kind: 'broken', id, code: 'call.malformed' } as const;
  if (!isRecord(payload)) return broken;
  const { u: path, b: body, h: headers, m: method } = payload;
  if (typeof path !== 'string' || !path.startsWith('/') || path.length > WIRE_LIMITS.pathLength) return broken;
  // Only plain posts are spoken: no query strings, no forms, no files, no streams towards main.
  if (method !== undefined && method !== 'POST') return broken;
  if (headers !== undefined && (!isRecord(headers) || Object.keys(headers).length > 0)) return broken;
  if (!isSerialisedInput(body)) return broken;
  return { kind: 'call', id, path, body };
}

/** Reads one frame of a page. Never throws: whatever cannot be read is `broken`, with the id it carried when one can be told. */
export function parseFrame(frame: unknown): ParsedFrame {
  if (typeof frame !== 'string') return { kind: 'broken', id: null, code: 'call.malformed' };
  if (frame.length > WIRE_LIMITS.frameBytes || Buffer.byteLength(frame) > WIRE_LIMITS.frameBytes) {
    return { kind: 'broken', id: rescuedId(frame), code: 'call.too-large' };
  }
  if (isDeeperThan(frame, WIRE_LIMITS.depth)) return { kind: 'broken', id: rescuedId(frame), code: 'call.malformed' };
  const message = parseJson(frame);
  if (message === undefined) return { kind: 'broken', id: rescuedId(frame), code: 'call.malformed' };
  if (!isRecord(message)) return { kind: 'broken', id: null, code: 'call.malformed' };
  const id = usableId(message['i']);
  if (typeof id !== 'string') return { kind: 'broken', id, code: 'call.malformed' };
  const type = message['t'] ?? CALL;
  if (type === CANCEL) return { kind: 'cancel', id };
  if (type !== CALL) return { kind: 'broken', id, code: 'call.malformed' };
  return parseCall(id, message['p']);
}
