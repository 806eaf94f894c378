import * as z from 'zod/mini';
import type { EndReason } from '../../../ports/execution-venue.ts';
import type { Refusal } from './order-protocol.ts';

const ANSWER = z.object({ code: z.string(), msg: z.optional(z.string()), data: z.optional(z.array(z.unknown())) });
const RESULT = z.object({ sCode: z.string(), sMsg: z.string() });

/** What one request came to: its own code, or that of the one order in it. */
export interface OkxWord {
  readonly code: string;
  readonly message: string;
}

/** Codes that say that an order was looked at and not taken for want of money, of size, or of something to reduce. */
const REASONS: Readonly<Record<string, EndReason>> = {
  '51008': 'funds',
  '51119': 'funds',
  '51127': 'funds',
  '51131': 'funds',
  '50122': 'minimum',
  '51020': 'minimum',
  '51120': 'minimum',
  '51112': 'reduce-only',
  '51169': 'reduce-only',
  '51170': 'reduce-only',
  '51205': 'reduce-only',
};

/** The request came too late by the venue's clock, or was signed with a time that is not its own. */
const CLOCK: ReadonlySet<string> = new Set(['50036', '50037', '50102', '50112']);

/**
 * Of OKX's table of errors: the request was understood, or not even that, and was not carried out. Codes of load and doubt (50001, 50004, 50013,
 * 50026, 51054, 51149), of count (50011, 50040, 50061) and those that say that such an order is there already (50042, 50071, 51011, 51016, 51065, 51068) are not among them.
 */
const DEFINITE: ReadonlySet<string> = new Set([
  ...Object.keys(REASONS),
  ...CLOCK,
  ...[
    '50000',
    '50002',
    '50006',
    '50007',
    '50008',
    '50010',
    '50012',
    '50014',
    '50015',
    '50016',
    '50024',
    '50025',
    '50027',
    '50028',
    '50029',
  ],
  ...[
    '50030',
    '50032',
    '50033',
    '50035',
    '50038',
    '50041',
    '50051',
    '50052',
    '50059',
    '50060',
    '50100',
    '50101',
    '50103',
    '50104',
    '50105',
  ],
  ...[
    '50106',
    '50107',
    '50108',
    '50109',
    '50110',
    '50111',
    '50113',
    '50114',
    '50115',
    '50119',
    '50120',
    '50121',
    '51000',
    '51001',
    '51002',
  ],
  ...[
    '51005',
    '51006',
    '51009',
    '51010',
    '51012',
    '51015',
    '51021',
    '51022',
    '51024',
    '51025',
    '51027',
    '51031',
    '51033',
    '51087',
    '51102',
  ],
  ...[
    '51110',
    '51116',
    '51121',
    '51122',
    '51124',
    '51129',
    '51135',
    '51136',
    '51137',
    '51138',
    '51150',
    '51155',
    '51174',
    '51185',
    '51196',
  ],
  ...['51197', '51201', '51202', '51203', '51204', '54036', '59113'],
  // Of contracts: no position, limits of sizes, positions and leverage, contracts that stand still, and what could turn a position that orders are to reduce.
  ...['51004', '51023', '51028', '51029', '51030', '51101', '51103', '51104', '51105', '51106', '51107', '51108', '51117', '51148'],
  ...['51165', '51186', '51187', '51206', '51207', '54012', '54024', '54030', '54031', '54035'],
  // Of orders that wait for a price: too many, too large, one that has come already.
  ...['51250', '51252', '51261', '51275', '51276', '51277', '51278', '51279', '51280', '51299', '51415'],
]);

/** What the answer to a request about one order says; null where it says nothing that can be understood. */
export function okxWord(body: unknown): OkxWord | null {
  const answer = ANSWER.safeParse(body);
  if (!answer.success) return null;
  const { code, msg = '', data = [] } = answer.data;
  if (code !== '0' && code !== '1' && code !== '2') return { code, message: msg };
  const result = data.length === 1 ? RESULT.safeParse(data[0]) : null;
  if (result?.success !== true || (code === '0') !== (result.data.sCode === '0')) return null;
  return { code: result.data.sCode, message: result.data.sMsg };
}

/** What OKX's answer proves of a request that it did not carry out. */
export function okxRefusal(status: number, body: unknown): Refusal | null {
  if (status >= 500 || status === 418 || status === 429) return null;
  const word = okxWord(body);
  if (word === null || !DEFINITE.has(word.code)) return null;
  const { code, message } = word;
  return { reason: REASONS[code] ?? 'venue', problem: message === '' ? `error ${code}` : message, clock: CLOCK.has(code) };
}
