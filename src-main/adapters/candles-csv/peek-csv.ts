import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { TablePeek } from '../../ports/table-files.ts';
import { fieldsOf, firstFields, isFigures, isForeword } from './first-fields.ts';

const PEEK_BYTES = 65_536;
/** A compressed beginning that becomes larger than this is no text of rows. */
const MOST_BYTES = 64 * 1_024 ** 2;
const SHOWN_ROWS = 5;
const SHOWN_CHARACTERS = 40;

/** The header and first rows of a text of separated values, gzip-compressed when `gzip`. Fails with `input.file` for what is no text. */
export async function peekCsv(file: string, gzip: boolean): Promise<TablePeek> {
  const beginning = await firstBytes(file);
  const bytes = gzip ? inflated(file, beginning) : beginning;
  const text = new TextDecoder('utf-8').decode(bytes).replace(/^\uFEFF/u, '');
  if (/[\u0000-\u0008\u000E-\u001F]/u.test(text.slice(0, 1_000))) throw refused(file, 'the file is binary, not text.');
  const lines = text.split('\n').map((line) => line.replace(/\r$/u, ''));
  // The last line may be cut.
  if (beginning.length === PEEK_BYTES) lines.pop();
  const wanted = lines.filter((line) => !isForeword(line)).slice(0, SHOWN_ROWS + 1);
  const [head] = wanted;
  if (head === undefined) throw refused(file, 'the file has no rows.');
  const { delimiter, fields } = firstFields(head);
  const header = isFigures(fields) ? null : fields;
  const rows = (header === null ? wanted : wanted.slice(1)).slice(0, SHOWN_ROWS);
  return { header, rows: rows.map((line) => fieldsOf(line, delimiter).map((field) => field.slice(0, SHOWN_CHARACTERS))) };
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PEEK_BYTES), 0, PEEK_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** As much as the beginning of a compressed file gives. */
function inflated(file: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES });
  } catch (thrown) {
    throw refused(file, 'it does not unpack as gzip.', thrown);
  }
}

function refused(file: string, problem: string, cause?: unknown): Fault {
  return new Fault('input.file', { file, problem }, { cause });
}
