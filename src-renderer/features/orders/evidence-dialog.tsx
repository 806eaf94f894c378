import type { ReactElement } from 'react';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { evidenceSentence, evidenceSource, type OrderEvidence, outlookSentences } from '../../../src-shared/domain/order-evidence.ts';
import { originWords } from '../../state/instrument-facts.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { StateCell } from './order-cells.tsx';
import type { PlacedLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';
import { useEvidence } from './use-evidence.ts';

export interface EvidenceDialogProps {
  readonly line: PlacedLine;
  /** The order in words. */
  readonly words: string;
  readonly onDone: () => void;
}

/** What is known of an order's fate: what was asked, what the venue answered and when, what is awaited and what will be believed. */
export function EvidenceDialog({ line, words, onDone }: EvidenceDialogProps): ReactElement {
  const { evidence, failure } = useEvidence(line.row.id);
  const format = useFormat();
  return (
    <Dialog
      open
      width={680}
      title={SAY.evidenceTitle}
      closeLabel={SAY.close}
      onClose={onDone}
      actions={
        <Button autoFocus onPress={onDone}>
          {SAY.back}
        </Button>
      }
    >
      <p className="orders-evidence-order">
        <span>{words}</span>
        <StateCell line={line} format={format} />
      </p>
      <p className="ui-note">
        {line.origin === ELSEWHERE ? SAY.madeElsewhere : SAY.madeBy(originWords(line.origin))}
        {evidence === null || evidence.venueId === null ? '' : ` ${SAY.venueNumber(evidence.venueId)}`}
      </p>
      {failure === null ? null : (
        <p className="ui-form-message" role="alert">
          {SAY.evidenceFailed(failure)}
        </p>
      )}
      {evidence !== null ? (
        <Evidence evidence={evidence} />
      ) : failure === null ? (
        <LoadingBlocks label={SAY.evidenceLoading} rows={4} />
      ) : null}
    </Dialog>
  );
}

function Evidence({ evidence }: { readonly evidence: OrderEvidence }): ReactElement {
  const format = useFormat();
  const { lines, leftOut, outlook } = evidence;
  return (
    <>
      <div className="orders-evidence" role="group" aria-label={SAY.evidenceTitle} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{SAY.time}</th>
              <th scope="col">{SAY.evidenceBy}</th>
              <th scope="col">{SAY.evidenceWhat}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, place) => (
              <tr key={place}>
                <td className="ui-mono">{format.timeOfTrade(line.time)}</td>
                <td>
                  <Chip tone="outlined">{SAY.evidenceSources[evidenceSource(line.code)]}</Chip>
                </td>
                <td data-selectable="">
                  {SAY.evidenceLine(evidenceSentence(line))}
                  {line.venueTime === null ? null : <span className="ui-note"> {SAY.venueClock(format.timeOfTrade(line.venueTime))}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {leftOut === 0 ? null : <p className="ui-note">{SAY.evidenceLeftOut(leftOut)}</p>}
      {outlook === null ? null : (
        <section className="orders-outlook" aria-label={SAY.outlook}>
          <h3 className="ui-label">{SAY.outlook}</h3>
          {outlookSentences(outlook, (time) => format.timeOfTrade(time)).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      )}
    </>
  );
}
