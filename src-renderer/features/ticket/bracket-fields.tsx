import { Plus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { MOST_TARGETS, evenShares } from '../../state/ticket-draft.ts';
import type { DraftTarget } from '../../state/ticket-draft.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { clippedHint, hintProps } from '../../ui/hint-layer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { PriceField } from './price-fields.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { sharedLots, sharesSum } from './ticket-fields.ts';
import type { TargetReading } from './ticket-fields.ts';
import type { Ticket } from './use-ticket.ts';
import { useTypedFigure } from './use-typed-figure.ts';

interface BracketProps {
  readonly ticket: Ticket;
  readonly stale: boolean;
}

/** How far a leg lies from the entry, as percent of it; empty while either is unknown. */
function awayText({ reading, format }: Ticket, ticks: number | null): string {
  const entry = reading.estimate?.priceTicks;
  return ticks === null || entry === undefined ? '' : format.signedPercent(ticks / entry - 1).text;
}

/** Whether the shares need to be read back in lots: one target for all of it says nothing new. */
export function readsShares(targets: readonly TargetReading[]): boolean {
  return targets.length > 1 || (targets[0]?.ticks !== null && sharesSum(targets) !== 100);
}

/** The targets with one more: what is left to the stop alone is its share, else all take the same. */
export function withMore(targets: readonly DraftTarget[], readings: readonly TargetReading[]): readonly DraftTarget[] {
  const rest = 100 - sharesSum(readings);
  if (rest > 0 && rest < 100) return [...targets, { price: '', share: String(rest) }];
  return evenShares([...targets, { price: '', share: '' }]);
}

/** The targets without one: its share goes to the last that stays when they took all of it. */
export function withoutTarget(targets: readonly DraftTarget[], readings: readonly TargetReading[], at: number): readonly DraftTarget[] {
  const left = targets.filter((_, index) => index !== at);
  const [freed, last] = [readings[at]?.share ?? 0, left.length - 1];
  if (sharesSum(readings) !== 100) return left;
  return left.map((target, index) => (index === last ? { ...target, share: String(Number(target.share) + freed) } : target));
}

function ShareField({ ticket, at }: { readonly ticket: Ticket; readonly at: number }): ReactElement {
  const { reading, change } = ticket;
  const { targets } = reading.draft;
  const setShare = (share: string): void => {
    change({ targets: targets.map((target, index) => (index === at ? { ...target, share } : target)) });
  };
  const typed = useTypedFigure(targets[at]?.share ?? '', 0, setShare);
  return (
    <NumberField
      hideLabel
      className="ticket-share"
      label={SAY.shareOf(at, targets.length)}
      {...typed}
      unit="%"
      onStep={(steps) => {
        setShare(String(Math.min(100, Math.max(1, (reading.targets[at]?.share ?? 0) + steps))));
      }}
    />
  );
}

function TargetRow({ ticket, stale, at }: BracketProps & { readonly at: number }): ReactElement {
  const { reading, change } = ticket;
  const { targets } = reading.draft;
  const count = targets.length;
  const field = `target${String(at)}` as 'target0';
  return (
    <div className="ticket-target">
      <PriceField
        ticket={ticket}
        field={field}
        label={SAY.targetNumber(at, count)}
        stale={stale}
        unit={awayText(ticket, reading.targets[at]?.ticks ?? null)}
      />
      <ShareField ticket={ticket} at={at} />
      {at === 0 ? (
        <IconButton
          icon={Plus}
          label={SAY.addTarget}
          disabledReason={count >= MOST_TARGETS ? SAY.mostTargets : undefined}
          onPress={() => {
            change({ targets: withMore(targets, reading.targets) });
          }}
        />
      ) : (
        <IconButton
          icon={X}
          label={SAY.removeTarget(at)}
          onPress={() => {
            change({ targets: withoutTarget(targets, reading.targets, at) });
          }}
        />
      )}
    </div>
  );
}

/** The shares on the lot, and what is left to the stop alone. */
function SharesLine({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { reading, instrument, format } = ticket;
  const { base } = instrument.spec;
  const { each, rest } = sharedLots(reading.lots ?? 0, reading.targets);
  const size = (lots: number): string => format.plainQuantity(instrument.sizeText(lots), instrument.sizeDecimals);
  const known = reading.lots !== null && reading.lots > 0 && rest >= 0;
  const taken = known ? SAY.shareRead(each.map(size), rest > 0 ? '' : base) : '';
  const left = known && rest > 0 ? SAY.shareRest(size(rest)) : '';
  return (
    <div className="ticket-bracket-sums" {...hintProps(SAY.shareHint(base))}>
      <span>{taken}</span>
      <span>{left}</span>
    </div>
  );
}

function SumsLine({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const { reading, format, instrument } = ticket;
  const { estimate } = reading;
  const loss = estimate?.lossKind === 'stop' ? estimate.worstLoss : null;
  const lost = loss === null ? '' : SAY.atStop(format.change(loss.neg(), 2).text);
  const gained = estimate?.targetGain ? SAY.atTarget(format.change(estimate.targetGain, 2).text, instrument.spec.quote) : '';
  return (
    <div className="ticket-bracket-sums">
      <span {...clippedHint(lost)}>{lost}</span>
      <span {...clippedHint(gained)}>{gained}</span>
    </div>
  );
}

/** Stop and targets of what the order opens, closed or open. */
export function BracketFields({ ticket, stale }: BracketProps): ReactElement {
  const { reading, change, format } = ticket;
  const { draft, estimate, stop, targets } = reading;
  const ratio = format.ratio(estimate?.rewardToRisk);
  return (
    <div className="ticket-bracket" data-open={draft.bracket || undefined}>
      <div className="ticket-line">
        <Checkbox
          checked={draft.bracket}
          disabledReason={draft.amending === null ? undefined : SAY.keeps.bracket}
          onChange={(bracket) => {
            change({ bracket });
          }}
        >
          {SAY.bracket}
        </Checkbox>
        <span className="ui-note">
          <span {...clippedHint(draft.bracket ? SAY.rewardToRisk : SAY.bracketOff)}>
            {draft.bracket ? SAY.rewardToRisk : SAY.bracketOff}
          </span>
          {draft.bracket ? <span className="ticket-figure">{ratio}</span> : null}
        </span>
      </div>
      {draft.bracket ? (
        <>
          <PriceField ticket={ticket} field="stop" label={SAY.stop} stale={stale} unit={awayText(ticket, stop.ticks)} />
          {draft.targets.map((_, at) => (
            <TargetRow key={at} ticket={ticket} stale={stale} at={at} />
          ))}
          {readsShares(targets) ? <SharesLine ticket={ticket} /> : null}
          <SumsLine ticket={ticket} />
        </>
      ) : null}
    </div>
  );
}
