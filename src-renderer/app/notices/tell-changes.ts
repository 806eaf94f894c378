import type { FillRow, NoticeRow } from '../../../src-shared/contract/rows.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { createFormat } from '../../format/format.ts';
import type { Format } from '../../format/format.ts';
import { numberStyleOf } from '../../format/number-style.ts';
import { stateReason } from '../../features/risk/sentences.ts';
import { useDesk } from '../../state/desk-store.ts';
import { feeFigures } from '../../state/fee-figures.ts';
import { instrumentFacts, originWords } from '../../state/instrument-facts.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { tellNote, tellRefusal, tellRisk } from '../../ui/tell.ts';
import { askAboutLeaving } from '../leaving/leave-store.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { useDock } from '../dock/dock-store.ts';
import type { DeskChanges } from './desk-changes.ts';
import { NOTICE_SENTENCES as SAY } from './sentences.ts';

const YOU = 'you';
const REFUSAL_AGAIN_MS = 10 * MINUTE_MS;
/** The kill switch and the state it leads to are one toast. */
const TRADING_STATE = 'trading-state';
/** More fills at once than this are said as a number. */
const FILLS_IN_WORDS = 2;

/** The rules for figures as chosen now, outside of any component. */
export function currentFormat(): Format {
  const { locale, zone } = useAppearance.getState();
  return createFormat(numberStyleOf(locale), zone);
}

function symbolOf(instrument: string): string {
  return instrumentFacts(useDesk.getState().instruments, instrument).symbol;
}

function fillSentence(row: FillRow, format: Format): string {
  const facts = instrumentFacts(useDesk.getState().instruments, row.instrument);
  const { taken, worth } = feeFigures(row, format);
  return SAY.fill(
    {
      verb: row.side === 'buy' ? SAY.bought : SAY.sold,
      amount: `${format.plainQuantity(row.size, facts.sizeDecimals)} ${facts.base}`,
      price: format.price(row.price, facts.priceDecimals),
      slippage: row.slippageBps,
      fee: worth === null ? taken : SAY.feeWorth(taken, worth),
    },
    (bps) => format.basisPoints(bps),
  );
}

/** Fills of a person's orders are shown and said; those of strategies only said. */
function tellFills(fills: DeskChanges['fills'], format: Format): void {
  if (fills.length > FILLS_IN_WORDS) {
    useAnnouncements.getState().say(SAY.fills(fills.length));
    return;
  }
  for (const row of fills) {
    const sentence = fillSentence(row, format);
    if (row.origin === YOU) tellNote(`fill ${row.order}`, sentence);
    else useAnnouncements.getState().say(sentence);
  }
}

function showOrders(): void {
  useDock.getState().show('orders');
}

function tellOrders(orders: DeskChanges['orders']): void {
  const counts = new Map<string, number>();
  for (const { row, before } of orders) {
    const symbol = symbolOf(row.instrument);
    // What was in doubt is proven now; it is said, and how it ended stands in the history.
    if (before === 'in-doubt' && row.state !== 'in-doubt') {
      useToasts.getState().close(`doubt ${row.id}`);
      tellNote(`proof ${row.id}`, row.reason === 'never-sent' ? SAY.neverSeen(symbol) : SAY.proven(symbol));
    }
    if (row.state === 'in-doubt') {
      tellRisk(`doubt ${row.id}`, SAY.inDoubt(symbol), { label: SAY.showOrder, onPress: showOrders });
    } else if (row.state === 'rejected')
      tellRefusal(`venue ${row.id}`, SAY.refusedByVenue(symbol), { label: SAY.showOrder, onPress: showOrders });
    else {
      const word = SAY.orderStates[row.state];
      if (word !== undefined && before !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  for (const [word, count] of counts) useAnnouncements.getState().say(SAY.orders(count, word));
}

/** The wall time at which a strategy's refusal by a rule was told last, ms. */
const toldRefusals = new Map<string, number>();

/** A person's own refusals stand in the ticket. Of a strategy's, which may come with every bar, one per rule is told within ten minutes. */
function tellRefusals(refusals: DeskChanges['refusals'], now: number): void {
  for (const row of refusals) {
    if (row.origin === YOU) {
      useAnnouncements.getState().interrupt(row.message);
      continue;
    }
    const strategy = originWords(row.origin);
    const key = `refusal ${strategy} ${row.code}`;
    if (now - (toldRefusals.get(key) ?? Number.NEGATIVE_INFINITY) < REFUSAL_AGAIN_MS) continue;
    toldRefusals.set(key, now);
    tellRefusal(key, SAY.refusedFor(strategy, row.message));
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** One that could not go on; what it holds is nobody's to look after but the reader's. */
function tellStrategyFailed({ instance, instrument, problem }: NoticeRow['details']): void {
  tellRisk(`failed ${String(instance)}`, SAY.strategyFailed(originWords(String(instance)), symbolOf(String(instrument)), String(problem)));
}

function tellNotice({ id, code, details, urgency }: NoticeRow): void {
  if (code === 'desk.killed') tellRisk(TRADING_STATE, SAY.killed(numberOf(details['cancelled']), numberOf(details['kept'])));
  else if (code === 'window.closing') askAboutLeaving();
  else if (code === 'window.away') return;
  else if (code === 'desk.failed') tellRisk('desk', SAY.deskFailed(String(details['problem'] ?? '')));
  else if (code === 'live.lost') tellRisk('live', SAY.liveLost(String(details['account'] ?? ''), String(details['problem'] ?? '')));
  else if (code === 'strategy.failed') tellStrategyFailed(details);
  else if (urgency === 'assertive') tellRisk(`notice ${String(id)}`, code);
  else tellNote(`notice ${String(id)}`, code);
}

/** Says aloud and by toasts what happened: fills and order states when there is a pause, refusals, doubt and the trading state at once. */
export function tellChanges({ fills, refusals, notices, orders, tradingState }: DeskChanges): void {
  tellRefusals(refusals, Date.now());
  tellOrders(orders);
  if (tradingState !== null) {
    const sentence = SAY.tradingState(tradingState.state, stateReason(tradingState.reason));
    if (tradingState.state === 'ACTIVE') {
      tellNote(TRADING_STATE, sentence);
      useAnnouncements.getState().interrupt(sentence);
    } else tellRisk(TRADING_STATE, sentence);
  }
  notices.forEach(tellNotice);
  if (fills.length > 0) tellFills(fills, currentFormat());
}
