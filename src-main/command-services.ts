import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerCheck } from '../src-shared/contract/ledger.ts';
import type { InstrumentSpec } from '../src-shared/domain/instrument.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { CandleCsvFiles } from './adapters/candles-csv/candle-csv-files.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { openConnection } from './adapters/ledger-sqlite/connection.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import type { Clock } from './ports/clock.ts';
import type { CandleFiles } from './ports/candle-files.ts';
import type { Ids } from './ports/ids.ts';

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
  const file = join(home, LEDGER_FILE);
  if (!existsSync(file)) {
    throw new Fault('environment.missing', {
      what: `The ledger ${file}`,
      remedy: 'It is made by the first session; CRYPTOORCH_HOME names another folder.',
    });
  }
  const reader = openLedgerReader(file);
  try {
    return reader.verify();
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
