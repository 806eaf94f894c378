import type { ReactElement } from 'react';
import type { RefusalRow } from '../../../src-shared/contract/rows.ts';
import { instrumentFacts, originWords } from '../../state/instrument-facts.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { showPanel } from '../../state/panel-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useTicketDraft } from '../../state/ticket-draft.ts';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { useMarketMinute } from './use-market-minute.ts';

const MOST = 50;

function detail(row: RefusalRow, name: string): string | null {
  const value = row.details[name];
  return value === undefined || value === null ? null : String(value);
}

/** What was refused, newest first: who asked for what, why not with the numbers, and the way out. */
export function RefusalList({ ways = false }: { readonly ways?: boolean }): ReactElement {
  const refusals = useShownDesk((desk) => desk.refusals);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useMarketMinute();
  const format = useFormat();
  if (refusals.length === 0) return <p className="risk-refusal ui-label">{SAY.noRefusals}</p>;
  return (
    <ol className="risk-refusal-list">
      {refusals.slice(0, MOST).map((row, index) => (
        <li key={`${String(row.time)} ${String(refusals.length - index)}`} className="risk-refusal" data-selectable="">
          <span className="ui-note">
            {format.timeOrDate(row.time, now)}{' '}
            {SAY.refusalBy(originWords(row.origin), row.side, instrumentFacts(instruments, row.instrument).symbol)}
          </span>
          <p>{row.message}</p>
          {ways ? <WayOut row={row} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** The largest size that would have passed goes to the ticket; without one the instrument is shown. */
function WayOut({ row }: { readonly row: RefusalRow }): ReactElement {
  const size = row.origin === 'you' ? detail(row, 'passesSize') : null;
  const show = (): void => {
    useLinkGroups.getState().show('trade', row.instrument);
    showPanel('chart');
  };
  const use = (): void => {
    if (size === null) return;
    useLinkGroups.getState().show('trade', row.instrument);
    useTicketDraft.getState().turnTo(row.instrument);
    useTicketDraft.getState().offerSide(row.side);
    useTicketDraft.getState().offerSize(size);
    showPanel('ticket');
  };
  return (
    <div className="risk-ways">
      {size === null ? null : (
        <Button size="small" onPress={use}>
          {SAY.useSize(size)}
        </Button>
      )}
      <Button size="small" onPress={show}>
        {SAY.show}
      </Button>
      <Button
        size="small"
        onPress={() => {
          showPanel('limits');
        }}
      >
        {SAY.limits}
      </Button>
    </div>
  );
}
