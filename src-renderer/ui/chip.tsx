import { CircleCheck, Clock, LoaderCircle, TriangleAlert, WifiOff } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';

/** The icons chips and states use, by meaning. */
export const CHIP_ICONS = {
  alert: TriangleAlert,
  clock: Clock,
  busy: LoaderCircle,
  offline: WifiOff,
  ok: CircleCheck,
} as const satisfies Record<string, LucideIcon>;

export interface ChipProps {
  readonly children: ReactNode;
  /** `warn` and `danger` are filled and need an icon · `outlined` · `inverted` filled with the text colour · `ok` is icon and word in the ok colour without edge · `buy`, `sell` tags filled with the side's colour. */
  readonly tone: 'outlined' | 'inverted' | 'warn' | 'danger' | 'ok' | 'buy' | 'sell';
  readonly icon?: keyof typeof CHIP_ICONS;
  readonly hint?: string | undefined;
  readonly className?: string;
}

/** A state in one word, 18 high. A warn or danger chip always carries an icon: `alert` unless told. */
export function Chip({ children, tone, icon, hint, className }: ChipProps): ReactElement {
  const shown = icon ?? (tone === 'warn' || tone === 'danger' ? 'alert' : tone === 'ok' ? 'ok' : undefined);
  const Icon = shown === undefined ? undefined : CHIP_ICONS[shown];
  return (
    <span className={cx('ui-chip', className)} data-tone={tone} {...hintProps(hint)}>
      {Icon === undefined ? null : <Icon size={12} strokeWidth={2} aria-hidden />}
      {children}
    </span>
  );
}

/** The mode an account or panel trades in. */
export type TradingMode = 'paper' | 'practice' | 'testnet' | 'live';

const MODE_TONES = { paper: 'outlined', practice: 'inverted', testnet: 'warn', live: 'danger' } as const;
const MODE_WORDS = { paper: 'PAPER', practice: 'PRACTICE', testnet: 'TESTNET', live: 'LIVE' } as const;

/** PAPER outlined, PRACTICE in the text colour, TESTNET in warn, LIVE in danger, each by its word; and the name of the account where it is one at a venue. */
export function ModeChip({ mode, account = null }: { readonly mode: TradingMode; readonly account?: string | null }): ReactElement {
  return (
    <Chip tone={MODE_TONES[mode]} hint={account === null ? undefined : `${MODE_WORDS[mode]} ${account}`}>
      {MODE_WORDS[mode]}
      {account === null ? null : <span className="ui-chip-account">{account}</span>}
    </Chip>
  );
}

/** "12 s old" in warn, for panel heads. */
export function StaleChip({ age }: { readonly age: string }): ReactElement {
  return (
    <Chip tone="warn" icon="clock">
      {age} old
    </Chip>
  );
}
