import type { LedgerCheck } from '../../src-shared/contract/ledger.ts';
import { fillRealised } from '../../src-shared/contract/fill-realised.ts';
import type { FillRow } from '../../src-shared/contract/rows.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';

const COLUMNS = [
  'time',
  'instrument',
  'side',
  'price',
  'size',
  'value',
  'fee',
  'feeAsset',
  'paid',
  'liquidity',
  'realised',
  'order',
  'fill',
  'origin',
] as const;

function csvLine(row: FillRow): string {
  const cells = [
    isoTime(row.time),
    row.instrument,
    row.side,
    row.price,
    row.size,
    row.value,
    row.fee,
    row.feeAsset,
    (row.paid ?? [{ asset: row.feeAsset, amount: row.fee }]).map(({ asset, amount }) => `${amount} ${asset}`).join(' + '),
    row.liquidity,
    fillRealised(row) ?? '',
    row.order,
    row.id,
    row.origin,
  ];
  return cells.map((cell) => (/[",\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** The ledger as a whole. */
export class LedgerService {
  private readonly reader: LedgerReader;
  private readonly copy: () => Promise<string>;

  /** `copy` makes a checked copy of the ledger and gives back its file. */
  constructor(reader: LedgerReader, copy: () => Promise<string>) {
    this.reader = reader;
    this.copy = copy;
  }

  async backup(): Promise<{ readonly file: string }> {
    return { file: await this.copy() };
  }

  verify(): LedgerCheck {
    return this.reader.verify();
  }

  /** Every fill, oldest first, with full precision and times in ISO 8601 UTC. */
  exportFills(): { readonly csv: string; readonly rows: number } {
    const lines: string[] = [COLUMNS.join(',')];
    for (const row of this.reader.everyFill()) lines.push(csvLine(row));
    return { csv: `${lines.join('\n')}\n`, rows: lines.length - 1 };
  }
}
