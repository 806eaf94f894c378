import type { AwayNote } from '../../../src-shared/contract/app.ts';
import { fillRealised } from '../../../src-shared/contract/fill-realised.ts';
import type { FillRow, OrderRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ORDERS_SENTENCES } from '../../features/orders/sentences.ts';
import { stateReason } from '../../features/risk/sentences.ts';
import type { Format } from '../../format/format.ts';
import { instrumentFacts, originWords } from '../../state/instrument-facts.ts';
import { AWAY_SENTENCES as SAY } from './sentences.ts';

/** One thing that happened, in words. */
export interface AwayLine {
  readonly key: string;
  /** Market time. */
  readonly time: number;
  readonly kind: 'fill' | 'ended' | 'refusal' | 'trip' | 'doubt' | 'alert';
  readonly symbol: string;
  readonly words: string;
}

interface Ground {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly format: Format;
}

function amountOf({ instrument, size }: Pick<OrderRow, 'instrument' | 'size'>, { instruments, format }: Ground): string {
  const facts = instrumentFacts(instruments, instrument);
  return `${format.plainQuantity(size, facts.sizeDecimals)} ${facts.base}`;
}

function fillWords(row: FillRow, ground: Ground): string {
  const { priceDecimals } = instrumentFacts(ground.instruments, row.instrument);
  const bought = SAY.fill(row.side, amountOf(row, ground), ground.format.price(row.price, priceDecimals), originWords(row.origin));
  const realised = fillRealised(row);
  return realised === null ? bought : `${bought}, ${SAY.profit(ground.format.change(realised, 2).text)}`;
}

function endedWords(row: OrderRow, ground: Ground): string {
  const reason = row.reason === null ? ORDERS_SENTENCES.stateWord(row.state) : ORDERS_SENTENCES.endReason(row.reason);
  return SAY.ended(row.side, row.type.replaceAll('-', ' '), amountOf(row, ground), reason);
}

/** What a note tells, newest first. */
export function awayLines(note: AwayNote, ground: Ground): readonly AwayLine[] {
  const symbol = (instrument: string): string => instrumentFacts(ground.instruments, instrument).symbol;
  const lines: AwayLine[] = [
    ...note.fillRows.map((row) => ({
      ...{ key: `fill ${row.id}`, time: row.time, kind: 'fill' as const },
      ...{ symbol: symbol(row.instrument), words: fillWords(row, ground) },
    })),
    ...note.endedRows.map((row) => ({
      ...{ key: `ended ${row.id}`, time: row.updatedAt, kind: 'ended' as const },
      ...{ symbol: symbol(row.instrument), words: endedWords(row, ground) },
    })),
    ...note.doubts.map((row) => {
      const order = `${ORDERS_SENTENCES.sides[row.side]} ${amountOf(row, ground)}`;
      const words = SAY.doubt(order, row.reason === null ? ORDERS_SENTENCES.stateWord(row.state) : ORDERS_SENTENCES.endReason(row.reason));
      return { key: `doubt ${row.id}`, time: row.updatedAt, kind: 'doubt' as const, symbol: symbol(row.instrument), words };
    }),
    ...note.refusalRows.map(({ instrument, message, time }, at) => ({
      ...{ key: `refusal ${String(at)}`, time, kind: 'refusal' as const, symbol: symbol(instrument), words: message },
    })),
    ...note.alertRows.map(({ time, sentence }, at) => ({
      ...{ key: `alert ${String(at)}`, time, kind: 'alert' as const, symbol: '', words: sentence },
    })),
    ...note.trips.map(({ time, state, reason, sentence }, at) => ({
      ...{ key: `trip ${String(at)}`, time, kind: 'trip' as const, symbol: '' },
      words:
        reason === '' && sentence !== '' ? sentence : SAY.trip(state, sentence === '' ? stateReason(reason) : sentence.replace(/\.$/u, '')),
    })),
  ];
  return lines.sort((a, b) => b.time - a.time);
}
