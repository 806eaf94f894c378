import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { StandInBars } from '../sessions/attribution/attribute-session.ts';
import { attributionJson, attributionText } from './attribution-text.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { DATA } from './data-options.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';
import { COST_OPTIONS } from './run-options.ts';
import { costsOf } from './run-setup.ts';

/** Stored bars in place of those that the session heard. */
const STAND_INS = {
  ...DATA,
  about:
    'A stored series that counts in place of the bars that the session heard, BTC/USDT.BINANCE:1m: what it heard wrongly then shows as signal.',
  shownDefault: "the session's own bars",
  repeats: true,
};

/** Holds a session against its backtest and says what the gap is made of. */
export const attributeCommand: Command = {
  name: 'attribute',
  about: 'Hold a session against its backtest over the same bars, and split the gap between them by cause.',
  positionals: ['SESSION'],
  options: [STAND_INS, ...COST_OPTIONS, JSON_OPTION],
  examples: [
    'cryptoorch attribute 4f0c9k2m1x7d8a3e',
    'cryptoorch attribute 4f0c9k2m1x7d8a3e --taker-fee-bps 10 --slippage-bps 1 --json',
    'cryptoorch attribute 4f0c9k2m1x7d8a3e --data BTC/USDT.BINANCE:1m',
  ],
  async run(values, context) {
    const [session = ''] = values.positionals;
    const found = context.services.attribute(context.home, { session, costs: givenCosts(values), bars: standIns(values, context) });
    if (values.has(JSON_OPTION)) printJson(context, attributionJson(found));
    else printLines(context, attributionText(found));
    return 0;
  },
};

function givenCosts(values: OptionValues): CostProfile | null {
  return COST_OPTIONS.some((option) => values.has(option)) ? costsOf(values) : null;
}

function standIns(values: OptionValues, context: CliContext): readonly StandInBars[] {
  const ids = values.all(STAND_INS);
  if (ids.length === 0) return [];
  const store = context.services.candleStore(context.home);
  try {
    return ids.map((id) => {
      const { info, columns } = store.read(id);
      return { id, symbol: info.symbol, timeframe: info.timeframe, candles: columns };
    });
  } finally {
    store.close();
  }
}
