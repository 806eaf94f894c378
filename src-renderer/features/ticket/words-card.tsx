import './words-card.css';
import type { ReactElement, ReactNode } from 'react';
import { ORDER_TYPE_WORDS } from '../../../src-shared/domain/order-words.ts';
import type { OrderWords } from '../../../src-shared/domain/order-words.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Chip, ModeChip } from '../../ui/chip.tsx';
import { useKeysOf } from '../../ui/key-map.ts';
import { UNKNOWN } from '../../format/figures.ts';
import { useFormat } from '../../ui/use-format.ts';
import { lossText, titleOf, whereText } from './order-sentence.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { judgeWords } from './words-order.ts';
import type { WordsOrder } from './words-order.ts';

const { palette: WORDS, costs: COSTS } = SAY;

export interface WordsCardProps {
  readonly id: string;
  readonly words: OrderWords;
  /** Whether Enter is meant for it. */
  readonly active: boolean;
  readonly onOpen: () => void;
  readonly onSend: () => void;
}

/** Where the price stands against the market, and what the order could lose. */
function distanceText({ reading, instrument, format }: WordsOrder): string {
  const { estimate, draft, around } = reading;
  const ticks = draft.usesTrigger ? reading.trigger.ticks : draft.usesPrice ? reading.price.ticks : null;
  if (ticks === null || around.markTicks <= 0) return '';
  const distance = format.price(instrument.priceText(Math.abs(ticks - around.markTicks)), instrument.priceDecimals);
  if (estimate === null || ticks === around.markTicks) return WORDS.atMarket;
  return ticks < around.markTicks ? WORDS.below(distance) : WORDS.above(distance);
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CardFacts({ read }: { readonly read: WordsOrder }): ReactElement {
  const { reading, instrument, format } = read;
  const { estimate, draft } = reading;
  const { symbol, quote, base } = instrument.spec;
  const type = ORDER_TYPE_WORDS[draft.type];
  const after =
    estimate === null
      ? UNKNOWN
      : `${format.price(instrument.sizeOf(estimate.positionAfterLots).toString(), instrument.sizeDecimals)} ${base}`;
  return (
    <dl className="words-facts">
      <Fact label={WORDS.instrument}>
        {symbol} <span className="ui-note">{venueTag(instrument.id)}</span>
      </Fact>
      <Fact label={WORDS.type}>
        {draft.type === 'market' && draft.timeInForce === 'gtc' ? type : `${type}, ${draft.timeInForce.toUpperCase()}`}
      </Fact>
      <Fact label={COSTS.value}>{estimate === null ? UNKNOWN : `${format.quoteMoney(estimate.value)} ${quote}`}</Fact>
      <Fact label={estimate === null ? COSTS.feeUnknown : COSTS.fee(estimate.liquidity, format.percent(estimate.feeRate))}>
        {estimate === null ? UNKNOWN : `${format.quoteMoney(estimate.fee)} ${quote}`}
      </Fact>
      <Fact label={COSTS.after}>{after}</Fact>
    </dl>
  );
}

/** An order in words as a ticket, before anything is sent. */
export function WordsCard({ id, words, active, onOpen, onSend }: WordsCardProps): ReactElement | null {
  const format = useFormat();
  const sendKeys = useKeysOf('ticket-send');
  useShownDesk((desk) => desk.heardAt);
  const read = judgeWords(words, format);
  if (read === null) return null;
  const { reading } = read;
  const { block } = reading;
  const title = titleOf(reading, read);
  const what = `${title.replace(/^\S+ ?/u, '')} ${whereText(reading, read)}`.trim();
  const about = [distanceText(read), lossText(reading, read)].filter((part) => part !== '').join(' ');
  return (
    <section id={id} className="words-card" data-active={active || undefined} aria-label={`${title} ${whereText(reading, read)}`}>
      <div className="words-title">
        <Chip tone={words.side}>{WORDS.side(words.side)}</Chip>
        <strong>{what}</strong>
        <ModeChip mode={read.mode} account={read.account} />
      </div>
      <CardFacts read={read} />
      <p data-selectable="" data-blocked={block?.sentence ? '' : undefined}>
        {block?.sentence ?? about}
      </p>
      <div className="words-actions">
        <Button tone={words.side} disabledReason={block?.reason} onPress={onSend}>
          {title}
          <kbd className="ui-kbd">{sendKeys}</kbd>
        </Button>
        <Button onPress={onOpen}>
          {WORDS.open}
          <kbd className="ui-kbd">{WORDS.openKeys}</kbd>
        </Button>
      </div>
    </section>
  );
}
