import { X } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { FundingRow } from '../../../src-shared/contract/data.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { dayText } from './day-text.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** The stored funding rates of perpetual contracts; nothing where there are none. */
export function FundingList({
  rows,
  onRemoved,
}: {
  readonly rows: readonly FundingRow[];
  readonly onRemoved: () => void;
}): ReactElement | null {
  const format = useFormat();
  const [asking, ask] = useState<string | null>(null);
  if (rows.length === 0) return null;
  const remove = async (id: string): Promise<void> => {
    ask(null);
    const result = await callMain((client, command) => client.data.remove({ command, id }));
    if (!result.ok) {
      tellRefusal('data', result.fault.message);
      return;
    }
    tellNote('data', WORDS.fundingRemoved(id));
    onRemoved();
  };
  return (
    <section className="research-series" aria-label={WORDS.fundingTitle}>
      <h3 className="research-section research-series-head">{WORDS.fundingTitle}</h3>
      <table className="research-table" aria-label={WORDS.fundingTitle}>
        <thead>
          <tr>
            <th scope="col">{SAY.data.series}</th>
            <th scope="col">{WORDS.fundingRates}</th>
            <th scope="col">{SAY.from}</th>
            <th scope="col">{SAY.to}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, rates, from, to }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{format.count(rates)}</td>
              <td>{dayText(from)}</td>
              <td>{dayText(to)}</td>
              <td>
                <IconButton icon={X} label={WORDS.removeFunding(id)} onPress={() => ask(id)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking === null ? null : (
        <Dialog
          open
          role="alertdialog"
          title={WORDS.removeFundingTitle(asking)}
          onClose={() => ask(null)}
          actions={
            <>
              <Button autoFocus onPress={() => ask(null)}>
                {WORDS.back}
              </Button>
              <Button tone="primary" onPress={() => void remove(asking)}>
                {SAY.data.remove}
              </Button>
            </>
          }
        >
          <p>{WORDS.removeFundingBody}</p>
        </Dialog>
      )}
    </section>
  );
}
