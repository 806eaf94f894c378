import type { AskedAccount, KeyRightsRow, VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { minuteTime } from './figures.ts';
import { alignColumns } from './output.ts';

/** Whole days since the key in use was given. */
export function keyAgeDays({ rotatedAt }: VenueAccountRow, now: number): number {
  return Math.max(0, Math.floor((now - rotatedAt) / DAY_MS));
}

/** `read, trade`; what a venue does not say is said too. */
export function rightsText(rights: KeyRightsRow | null): string {
  if (rights === null) return 'not checked';
  const named = (['read', 'trade', 'withdraw'] as const).filter((right) => rights[right] === true);
  const unsaid = (['read', 'trade', 'withdraw'] as const).filter((right) => rights[right] === null);
  return [
    named.length === 0 && unsaid.length === 0 ? 'none' : named.join(', '),
    unsaid.length === 0 ? '' : `${unsaid.join(', ')} not said`,
    rights.addressBound === true ? 'bound to addresses' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

const DISABLED = { you: 'disabled', 'withdrawal-rights': 'disabled: may withdraw' } as const;

/** Accounts as a table. */
export function accountLines(accounts: readonly VenueAccountRow[], now: number): readonly string[] {
  const rows = accounts.map((account) => [
    account.name,
    `${account.venueName}${account.proven ? '' : ' (unproven)'}`,
    account.mode.toUpperCase(),
    account.disabled === null ? 'enabled' : DISABLED[account.disabled],
    rightsText(account.rights),
    `${String(keyAgeDays(account, now))} d`,
    account.usedAt === null ? 'never' : minuteTime(account.usedAt),
  ]);
  return alignColumns([['Account', 'Venue', 'Mode', 'State', 'Rights', 'Key age', 'Last use (UTC)'], ...rows]);
}

/** What is to be known of an account that was asked for at its venue. */
export function askedLines({ account, reading, problem }: AskedAccount): readonly string[] {
  const head = `${account.name}: ${account.venueName}, ${account.mode.toUpperCase()}, key ${String(account.keyVersion)}.`;
  const unproven = account.proven
    ? []
    : [`${account.venueName} is not proven yet: its orders were never tried against a server that speaks its protocol.`];
  if (reading === null)
    return [
      head,
      ...unproven,
      `Not checked: ${/\.$/u.test(problem) ? problem : `${problem}.`} Try again with cryptoorch accounts check "${account.name}".`,
    ];
  const { balances, openOrders, clockOffsetMs, roundTripMs } = reading;
  return [
    head,
    ...unproven,
    `Rights: ${rightsText(account.rights)}.`,
    ...(account.rights?.withdraw === true ? ['This key may withdraw, as you accepted.'] : []),
    ...(account.rights?.withdraw === null ? ['The venue does not say whether this key may withdraw: look there.'] : []),
    `Open orders: ${String(openOrders)}.`,
    `Clock of the venue: ${offsetText(clockOffsetMs)} ours, known to ${String(Math.ceil(roundTripMs / 2))} ms.`,
    ...(balances.length === 0 ? ['It holds nothing.'] : balanceLines(balances)),
  ];
}

function balanceLines(balances: NonNullable<AskedAccount['reading']>['balances']): readonly string[] {
  return alignColumns([['Asset', 'Free', 'In orders'], ...balances.map(({ asset, free, used }) => [asset, free, used])]);
}

function offsetText(offset: number): string {
  const ms = Math.round(offset);
  return ms === 0 ? 'equal to' : `${String(Math.abs(ms))} ms ${ms > 0 ? 'ahead of' : 'behind'}`;
}
