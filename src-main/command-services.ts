import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerCheck } from '../src-shared/contract/ledger.ts';
import type { OwnFill } from '../src-shared/domain/cost-estimate.ts';
import type { OrderType } from '../src-shared/domain/order.ts';
import type { InstrumentSpec } from '../src-shared/domain/instrument.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { CandleCsvFiles } from './adapters/candles-csv/candle-csv-files.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { callControl } from './adapters/home/control-call.ts';
import { openConnection } from './adapters/ledger-sqlite/connection.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import type { Clock } from './ports/clock.ts';
import type { CandleFiles } from './ports/candle-files.ts';
import type { Ids } from './ports/ids.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { ControlBook } from './ports/session-control.ts';
import { controlBook } from './sessions/control-book.ts';
import { orderEvidence } from './sessions/order-evidence.ts';

/** The ledger's file in a home folder. */
const LEDGER_FILE = 'ledger.db';

/** The files that stored bars are read from. */
export function openCandleFiles(): CandleFiles {
  return new CandleCsvFiles();
}

/** The clock of the machine. */
export function systemClock(): Clock {
  return new SystemClock();
}

/** The instruments of the simulated market, by dense index. */
export function simulatedInstruments(): readonly InstrumentSpec[] {
  return SIM_PROFILES.map((profile) => profile.spec);
}

/** Fresh ids. */
export function systemIds(): Ids {
  return new SystemIds();
}

/** Checks the whole ledger of a home folder on a connection that only reads. Fails with `environment.missing` where there is none. */
export function checkLedger(home: string): LedgerCheck {
  return readLedger(home, (reader) => reader.verify());
}

/** Every fill of a home folder's ledger, oldest first, with the type of its order. Fails with `environment.missing` where there is none. */
export function ownFills(home: string): readonly OwnFill[] {
  return readLedger(home, (reader) => {
    const types = new Map<string, OrderType>();
    return Array.from(reader.everyFill(), ({ order, instrument, liquidity, value, fee, feeAsset, slippageBps }) => {
      const type = types.get(order) ?? reader.ordersById([order])[0]?.type;
      invariant(type !== undefined, 'a fill has an order');
      types.set(order, type);
      const quote = /\/([^.]+)/u.exec(instrument)?.[1];
      return { order, type, instrument, liquidity, value: Number(value), fee: feeAsset === quote ? Number(fee) : null, slippageBps };
    });
  });
}

/** What is open of every account of a home folder's ledger, the one used last first. Fails with `environment.missing` where there is none. */
export function heldBooks(home: string): readonly ControlBook[] {
  return readLedger(home, (reader) =>
    reader
      .accounts()
      .toSorted((a, b) => b.usedWall - a.usedWall)
      .map(({ account }) => controlBook(account, reader.holding(account), null, (order) => orderEvidence(order, reader, null))),
  );
}

/** Asks the session that runs with a home folder. Fails as `callControl` does. */
export const askSession: typeof callControl = (home, request) => callControl(home, request);

function readLedger<Value>(home: string, read: (reader: LedgerReader) => Value): Value {
  const file = join(home, LEDGER_FILE);
  if (!existsSync(file)) {
    throw new Fault('environment.missing', {
      what: `The ledger ${file}`,
      remedy: 'It is made by the first session; CRYPTOORCH_HOME names another folder.',
    });
  }
  const reader = openLedgerReader(file);
  try {
    return read(reader);
  } finally {
    reader.close();
  }
}

/** Opens a database the way the ledger does, in a folder of its own that is taken away again; throws what stands in the way. */
export function probeDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-doctor-'));
  try {
    openConnection(join(folder, 'probe.db'), 'write').close();
    return 'opens with a write-ahead log and synchronous=FULL';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
