import { catalogue } from '../format/catalogue.ts';

/** Every word of what a venue says of a perpetual. */
export const CONTRACT_SENTENCES = catalogue({
  mark: 'Mark',
  markHint: 'Price at which the exchange values positions. What is shown and limited here goes by the last price.',
  funding: 'Funding',
  fundingHint: 'What longs pay shorts at the next instant of funding, as a share of the value; below zero shorts pay.',
  fundingTerms: (payer: 'longs' | 'shorts' | null, percent: string, at: string) =>
    payer === null
      ? `Nothing is paid at ${at}.`
      : `${payer === 'longs' ? 'Longs pay shorts' : 'Shorts pay longs'} ${percent}% of a position’s value at ${at}.`,
  countdown: 'Countdown',
  countdownHint: 'Time until funding is paid next.',
  untold: (meaning: string) => `${meaning} The exchange has not told it yet.`,
  old: (age: string) => `${age} old`,
});
