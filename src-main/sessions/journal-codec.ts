import { type Timeframe, candleColumns } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { CommandOutcome, Effects } from '../core/engine/effects.ts';
import type { EngineEvent } from '../core/engine/engine-event.ts';
import type { LedgerRecord } from '../ports/ledger.ts';
import type { BarEvent, QuoteEvent } from '../ports/market-source.ts';
import { decodeJson, encodeJson } from './tagged-json.ts';

/** Forms of an event, the first byte of each. Bars and quotes, which come by the million, are plain numbers; the rest is JSON. */
const FORM = { json: 0, bar: 1, quote: 2 } as const;
/** Form, last, timeframe, a free byte, instrument, place, then eight doubles. */
const BAR_BYTES = 12 + 8 * 8;
/** Form, three free bytes, instrument, then five doubles. */
const QUOTE_BYTES = 8 + 5 * 8;
/** In an order that never changes: a timeframe's number is its place. */
const TIMEFRAME_NAMES: readonly Timeframe[] = ['1m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1s', '5s', '10s'];

/** An event as bytes; equal events give equal bytes. Of a bar's columns only its own row is kept. */
export function encodeEvent(event: EngineEvent): Uint8Array {
  if (event.kind === 'bar') return encodeBar(event);
  if (event.kind === 'quote') return encodeQuote(event);
  const json = encodeJson(event);
  const bytes = new Uint8Array(json.length + 1);
  bytes[0] = FORM.json;
  bytes.set(json, 1);
  return bytes;
}

/** The event that `encodeEvent` wrote; a bar stands alone in columns of one row. Fails with `journal.corrupt`. */
export function decodeEvent(bytes: Uint8Array): EngineEvent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === FORM.bar && bytes.length === BAR_BYTES) return decodeBar(view);
  if (bytes[0] === FORM.quote && bytes.length === QUOTE_BYTES) return decodeQuote(view);
  if (bytes[0] === FORM.json) return decodeJson(bytes.subarray(1)) as EngineEvent;
  throw unknownForm();
}

/** What a step led to, as bytes: records, actions, timers and the command's outcome, in their order. */
export function encodeEffects({ records, actions, timers, outcome }: Effects): Uint8Array {
  return encodeJson({ records: records.map(plainRecord), actions, timers, outcome: plainOutcome(outcome) });
}

function unknownForm(): Fault {
  return new Fault('journal.corrupt', { file: 'journal', offset: 0, problem: 'an event has an unknown form.' });
}

function encodeBar({ instrument, timeframe, time, received, columns, row, place, last }: BarEvent): Uint8Array {
  const view = new DataView(new ArrayBuffer(BAR_BYTES));
  view.setUint8(0, FORM.bar);
  view.setUint8(1, last ? 1 : 0);
  view.setUint8(2, TIMEFRAME_NAMES.indexOf(timeframe));
  view.setUint32(4, instrument, true);
  view.setUint32(8, place, true);
  view.setFloat64(12, time, true);
  view.setFloat64(20, received, true);
  view.setFloat64(28, columns.time[row]!, true);
  view.setFloat64(36, columns.open[row]!, true);
  view.setFloat64(44, columns.high[row]!, true);
  view.setFloat64(52, columns.low[row]!, true);
  view.setFloat64(60, columns.close[row]!, true);
  view.setFloat64(68, columns.volume[row]!, true);
  return new Uint8Array(view.buffer);
}

function decodeBar(view: DataView): BarEvent {
  const timeframe = TIMEFRAME_NAMES[view.getUint8(2)];
  if (timeframe === undefined) throw unknownForm();
  const columns = candleColumns(1);
  columns.time[0] = view.getFloat64(28, true);
  columns.open[0] = view.getFloat64(36, true);
  columns.high[0] = view.getFloat64(44, true);
  columns.low[0] = view.getFloat64(52, true);
  columns.close[0] = view.getFloat64(60, true);
  columns.volume[0] = view.getFloat64(68, true);
  return {
    kind: 'bar',
    instrument: view.getUint32(4, true),
    timeframe,
    time: view.getFloat64(12, true),
    received: view.getFloat64(20, true),
    columns,
    row: 0,
    place: view.getUint32(8, true),
    last: view.getUint8(1) === 1,
  };
}

function encodeQuote({ instrument, time, received, bidTicks, askTicks, lastTicks }: QuoteEvent): Uint8Array {
  const view = new DataView(new ArrayBuffer(QUOTE_BYTES));
  view.setUint8(0, FORM.quote);
  view.setUint32(4, instrument, true);
  view.setFloat64(8, time, true);
  view.setFloat64(16, received, true);
  view.setFloat64(24, bidTicks, true);
  view.setFloat64(32, askTicks, true);
  view.setFloat64(40, lastTicks, true);
  return new Uint8Array(view.buffer);
}

function decodeQuote(view: DataView): QuoteEvent {
  return {
    kind: 'quote',
    instrument: view.getUint32(4, true),
    time: view.getFloat64(8, true),
    received: view.getFloat64(16, true),
    bidTicks: view.getFloat64(24, true),
    askTicks: view.getFloat64(32, true),
    lastTicks: view.getFloat64(40, true),
  };
}

/** A fill's postings are worked out when asked for; its record is written out as what it says. */
function plainRecord(record: LedgerRecord): LedgerRecord {
  if (record.kind !== 'fill') return record;
  const { kind, instrument, fill, origin, side, notional, realised, slippageBps, feeLots, postings } = record;
  const plain = { kind, instrument, fill, origin, side, notional, realised, slippageBps, postings };
  return feeLots === undefined ? plain : { ...plain, feeLots };
}

function plainOutcome(outcome: CommandOutcome | null): unknown {
  if (outcome === null || outcome.ok) return outcome;
  return { ok: false, code: outcome.fault.code, details: outcome.fault.details };
}
