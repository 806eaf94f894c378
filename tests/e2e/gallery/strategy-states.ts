import type { StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { OwnStrategiesRow } from '../../../src-shared/contract/strategies.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import type { DeskState } from '../../../src-renderer/state/desk-store.ts';
import { useGallery } from '../../../src-renderer/state/strategy-gallery.ts';
import { NOW } from './ticket-states.ts';

// Strategies of one's own in every state that a file can be in, beside built-in ones.

const parameter = (name: string, label: string, preset: number) => ({
  name,
  label,
  unit: 'bars',
  default: preset,
  min: 1,
  max: 500,
  integer: true,
});
const spec = (id: string, family: string): StrategySpec => ({
  id,
  family,
  description: 'Holds while the fast average of closes is above the slow one.',
  parameters: [parameter('fast', 'Fast average', 20), parameter('slow', 'Slow average', 50)],
});

const row = (strategy: string, index: number, change: Partial<StrategyRow>): StrategyRow => ({
  instance: `${strategy}-0000000${String(index)}`,
  strategy,
  instrument: 'BTC/USD.SIM',
  timeframe: '15m',
  parameters: { fast: 20, slow: 50 },
  size: { kind: 'equity-fraction', fraction: 0.05 },
  running: true,
  startedAt: NOW - 7_200_000 * (index + 1),
  stopReason: null,
  position: '0.04812',
  pnl: '-1203.512',
  pnlToday: '1128.25',
  trades: 148,
  wins: 61,
  drawdown: '2410.33',
  lastSignal: {
    instance: strategy,
    code: 'strategy.says',
    details: { text: 'fast average crossed above the slow one' },
    time: NOW - 60_000,
  },
  script: { file: `${strategy}.ts`, hash: '4f2a90c1d7e8'.padEnd(64, '0') },
  ...change,
});

const ROWS: readonly StrategyRow[] = [
  row('my-cross', 0, {}),
  row('volatility-break', 1, { instrument: 'ETH/USD.SIM' }),
  row('slip', 2, {}),
  row('sma-cross', 3, { script: null }),
  row('taken-away', 4, { instrument: 'SOL/USD.SIM', position: '0' }),
  row('endless', 5, {
    running: false,
    stopReason:
      'Strategy endless.ts was stopped: it did not answer within 2000 ms at the bar of 2025-11-21T14:15:00.000Z or soon after it; it loops, or works too long.',
  }),
];

const OWN: OwnStrategiesRow = {
  folder: '/home/trader/.local/share/cryptoorch/strategies',
  problem: '',
  strategies: [
    { file: 'endless.ts', spec: spec('endless', 'own'), hash: 'ee', problem: '' },
    { file: 'my-cross.ts', spec: spec('my-cross', 'own'), hash: 'changed', problem: '' },
    { file: 'slip.ts', spec: null, hash: '', problem: 'slip.ts:12:9: Unexpected token, after the list of its parameters' },
    { file: 'volatility-break.ts', spec: spec('volatility-break', 'own'), hash: '4f2a90c1d7e8'.padEnd(64, '0'), problem: '' },
  ],
};

/** Strategies as a desk with them tells. */
export function inventedStrategies(empty: boolean): Pick<DeskState, 'strategies' | 'own' | 'ready'> {
  useGallery.setState({ specs: [spec('sma-cross', 'trend'), spec('grid', 'market making')] });
  if (empty) return { strategies: new Map(), own: { ...OWN, strategies: [] }, ready: true };
  return { strategies: new Map(ROWS.map((each) => [each.instance, each])), own: OWN, ready: true };
}
