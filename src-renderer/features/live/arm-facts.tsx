import type { ReactElement } from 'react';
import type { LiveFacts } from '../../../src-shared/contract/live.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../ui/use-format.ts';
import { LIVE_SENTENCES as SAY } from './sentences.ts';

const RIGHTS = ['read', 'trade', 'withdraw'] as const;
const NAMES = Object.keys(SAY.limit) as (keyof typeof SAY.limit)[];
const FRACTIONS: ReadonlySet<string> = new Set(['priceCollar', 'maxDrawdown']);
const COUNTS: ReadonlySet<string> = new Set(['maxOpenOrders', 'maxOrdersPerMinute']);

function rightsText({ rights }: LiveFacts['account']): string {
  if (rights === null) return SAY.rightsUnknown;
  const named = RIGHTS.filter((right) => rights[right] === true).map((right) => SAY.right[right]);
  return named.length === 0 ? '—' : named.join(', ');
}

function limitText(name: keyof typeof SAY.limit, limits: RiskLimits, format: Format): string | null {
  const value = limits[name];
  if (value === null) return null;
  if (FRACTIONS.has(name)) return format.percent(Number(value));
  return COUNTS.has(name) ? String(value) : format.quoteMoney(value);
}

/** What the account is, what its key may do, and the limits in force. */
export function ArmFacts({ facts }: { readonly facts: LiveFacts }): ReactElement {
  const format = useFormat();
  const { account, limits, known } = facts;
  const rows: { label: string; text: string }[] = NAMES.flatMap((name) => {
    const text = limitText(name, limits, format);
    return text === null ? [] : [{ label: SAY.limit[name], text }];
  });
  const { protections, breakers } = limits;
  if (protections.length + breakers.length > 0) rows.push({ label: SAY.more, text: SAY.moreCount(protections.length, breakers.length) });
  return (
    <div className="live-facts">
      <dl>
        <Fact label={SAY.exchange} text={SAY.venue(account.venueName, account.proven)} />
        <Fact label={SAY.rights} text={rightsText(account)} />
      </dl>
      <h3 className="ui-label">{known ? SAY.limitsOwn : SAY.limitsNew}</h3>
      {rows.length === 0 ? <p>{SAY.noLimits}</p> : account.mode === 'live' ? <p className="live-words">{SAY.firstHour}</p> : null}
      <dl className="live-limits">
        {rows.map(({ label, text }) => (
          <Fact key={label} label={label} text={text} />
        ))}
      </dl>
    </div>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }): ReactElement {
  return (
    <div>
      <dt className="ui-label">{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
