import { type ContractFigures, FUNDING_STALE_MS, MARK_STALE_MS, staleFor } from '../../src-shared/domain/contract-figures.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { UNKNOWN } from '../format/figures.ts';
import type { Format } from '../format/format.ts';
import { age, countdown } from '../format/times.ts';
import { useShownQuote } from './active-instrument.ts';
import { CONTRACT_SENTENCES as SAY } from './contract-sentences.ts';
import { marketNow, useClockRead } from './market-clock.ts';
import { useShownDesk } from './shown-desk.ts';

/** One figure that a venue tells of a perpetual: what it is called, what it means, and how old it is once it is stale. */
export interface ContractFact {
  readonly label: string;
  readonly figure: string;
  readonly hint: string;
  readonly stale: string | null;
}

const HUNDRED = Decimal.of(100n);
/** A rate of funding is shown to a hundredth of a basis point, as venues show it; the hint has four digits more. */
const RATE_DECIMALS = 4;
const FINE_DECIMALS = 8;

/** Mark, funding and countdown of a perpetual, anew each second; nothing of what is none. */
export function useContractFacts({ id, spec, priceDecimals }: Instrument, format: Format): readonly ContractFact[] {
  const contract = useShownQuote(id)?.contract;
  const status = useShownDesk((desk) => desk.status);
  const now = useClockRead((wall) => Math.floor(marketNow(status, wall) / 1_000) * 1_000);
  return spec.kind === 'perpetual' ? contractFacts(contract, { now, priceDecimals, format }) : [];
}

/** What the venue says of a perpetual, at a market time (ms UTC): mark, funding and countdown, always all three, so that nothing moves when one is told. */
export function contractFacts(
  contract: ContractFigures | undefined,
  at: { readonly now: number; readonly priceDecimals: number; readonly format: Format },
): readonly [ContractFact, ContractFact, ContractFact] {
  return [markFact(contract?.mark ?? null, at), ...fundingFacts(contract?.funding ?? null, at)];
}

function markFact(
  mark: ContractFigures['mark'],
  { now, priceDecimals, format }: { readonly now: number; readonly priceDecimals: number; readonly format: Format },
): ContractFact {
  if (mark === null) return { label: SAY.mark, figure: UNKNOWN, hint: SAY.untold(SAY.markHint), stale: null };
  return { label: SAY.mark, figure: format.price(mark.price, priceDecimals), hint: SAY.markHint, stale: ageText(mark, MARK_STALE_MS, now) };
}

function fundingFacts(
  funding: ContractFigures['funding'],
  { now, format }: { readonly now: number; readonly format: Format },
): readonly [ContractFact, ContractFact] {
  if (funding === null)
    return [
      { label: SAY.funding, figure: UNKNOWN, hint: SAY.untold(SAY.fundingHint), stale: null },
      { label: SAY.countdown, figure: UNKNOWN, hint: SAY.untold(SAY.countdownHint), stale: null },
    ];
  const percent = Decimal.parse(funding.rate).mul(HUNDRED);
  const fine = format.plainQuantity(percent.abs(), FINE_DECIMALS);
  const payer = percent.isZero() ? null : percent.sign() > 0 ? 'longs' : 'shorts';
  const stale = ageText(funding, FUNDING_STALE_MS, now);
  return [
    {
      label: SAY.funding,
      figure: `${format.change(percent, RATE_DECIMALS).text}%`,
      hint: SAY.fundingTerms(payer, fine, format.timeOrDate(funding.nextAt, now)),
      stale,
    },
    { label: SAY.countdown, figure: countdown(funding.nextAt - now), hint: SAY.countdownHint, stale },
  ];
}

function ageText(figure: { readonly at: number }, staleMs: number, now: number): string | null {
  const stale = staleFor(figure, staleMs, now);
  return stale === null ? null : SAY.old(age(stale - (stale % 1_000)));
}
