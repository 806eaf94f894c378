import type { ReactElement } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { ShareBar } from '../../ui/cells.tsx';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

/** The limits that a strategy's orders come near to, by the codes of their rules. */
const SHOWN: Readonly<Record<string, string>> = {
  'risk.max-position': SAY.limitNames.position,
  'risk.max-gross-exposure': SAY.limitNames.exposure,
  'risk.daily-loss': SAY.limitNames.loss,
  'risk.max-open-orders': SAY.limitNames.orders,
  'risk.drawdown': SAY.limitNames.drawdown,
};

/** How far the account's limits are used that hold for orders of an instrument. */
export function LimitsUsed({ instrument, symbol }: { readonly instrument: string; readonly symbol: string }): ReactElement {
  const use = useShownDesk((desk) => desk.risk?.use);
  const rows = (use ?? []).filter((row) => SHOWN[row.rule] !== undefined && (row.scope === 'all' || row.scope === instrument));
  return (
    <section className="detail-section" aria-label={SAY.detail.limits}>
      <h4 className="strategy-section">
        {SAY.detail.limits} <span className="ui-note">{SAY.detail.limitsNote}</span>
      </h4>
      {rows.length === 0 ? <p className="ui-label detail-line">{SAY.detail.noLimits}</p> : null}
      <ul className="limits-used">
        {rows.map((row) => (
          <li key={`${row.rule} ${row.scope}`} className="limits-used-row">
            <span>{row.scope === 'all' ? SHOWN[row.rule] : SAY.limitOf(SHOWN[row.rule] ?? '', symbol)}</span>
            <ShareBar share={row.fraction} />
            <span className="limits-used-figure">{SAY.usedOf(row.used, row.limit)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
