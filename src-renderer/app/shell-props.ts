import type { AppInfo } from '../../src-shared/contract/app.ts';
import type { RiskRow, StatusRow } from '../../src-shared/contract/rows.ts';
import type { PanelCatalog, PanelId } from '../features/catalog.ts';
import type { TradingMode } from '../ui/chip.tsx';

/** What the shell asks of the program; each answers by the stores, not by a value. */
export interface ShellActions {
  readonly kill: () => void;
  readonly reduce: () => void;
  /** A person starts trading again; the shell has asked. */
  readonly rearm: () => void;
  readonly cancelAllButProtective: () => void;
  /** Simulated seconds per second. */
  readonly setSpeed: (speed: number) => void;
  /** The simulated market loses the next order on its way, or the answer to it. */
  readonly loseNext: (what: 'request' | 'answer' | 'feed') => void;
  /** Makes an instrument the active one everywhere. */
  readonly showInstrument: (instrument: string) => void;
  /** Turns the ticket to a side and puts the focus into it. */
  readonly openTicket: (side: 'buy' | 'sell') => void;
  readonly reportFailure: (panel: PanelId, error: unknown) => void;
}

/** Where the window keeps its settings: JSON text by key. */
export interface SettingsStore {
  readonly load: (key: string) => Promise<string | null>;
  readonly save: (key: string, value: string | null) => void;
}

/** An instrument as the palette finds it. */
export interface ShellSymbol {
  readonly id: string;
  readonly symbol: string;
  /** `Bitcoin` */
  readonly name: string;
  /** SIM and the like. */
  readonly tag: string;
}

/** Everything the shell shows, from the stores; nothing stands for what is not known yet. */
export interface ShellProps {
  readonly panels: PanelCatalog;
  readonly mode: TradingMode;
  readonly status: StatusRow | undefined;
  readonly risk: Pick<RiskRow, 'state' | 'reason' | 'since'> | undefined;
  readonly info: AppInfo | undefined;
  readonly symbols: readonly ShellSymbol[];
  readonly actions: ShellActions;
  readonly settings: SettingsStore;
}
