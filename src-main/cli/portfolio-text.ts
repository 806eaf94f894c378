import { METRICS } from '../../src-shared/domain/metrics/catalog.ts';
import { fundingWords } from '../../src-shared/domain/funding.ts';
import type { MarginTierTerms } from '../../src-shared/domain/margin-tiers.ts';
import type { RunReport } from '../../src-shared/domain/report.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { appliedCosts, sizeText } from './assumptions.ts';
import { sensitivityLines } from './backtest-text.ts';
import { dayTime, grouped, groupedNumber, metricText, percent } from './figures.ts';
import { alignColumns } from './output.ts';
import { perpetualFigures } from './perpetual-text.ts';
import { legsOf } from '../sessions/research/portfolio.ts';
import type { PortfolioRun } from './portfolio-run.ts';
import { protectionLines } from './protections-option.ts';

/** The report of a portfolio for a person, line by line. */
export function portfolioText(run: PortfolioRun): readonly string[] {
  return [
    titleOf(run),
    verdictOf(run),
    '',
    ...figureLines(run),
    '',
    ...instrumentLines(run),
    '',
    ...correlationLines(run),
    ...strategyLines(run),
    ...pairLines(run),
    '',
    ...sensitivityLines(run.sensitivity),
    'Assumptions',
    ...assumptionLines(run),
  ];
}

function titleOf({ spec, outcome }: PortfolioRun): string {
  const off = [...new Set(spec.instruments.flatMap((instrument) => appliedCosts(spec.costs, instrument).off))];
  const costs = off.length > 0 ? ` · costs switched off: ${off.join(', ')}` : '';
  const [first] = spec.series.map(({ candles }) => candles.time[0]!).sort((a, b) => a - b);
  const span = `${dayTime(first!)} to ${dayTime(outcome.times.at(-1) ?? first!)}`;
  return `${spec.placements.length} strategies on ${spec.instruments.length} instruments · ${span}${costs}`;
}

function verdictOf({ spec, outcome, report, baseline }: PortfolioRun): string {
  if (outcome.fills.length === 0) {
    const refused = Object.entries(outcome.refusals).map(([code, count]) => `${count} by ${code}`);
    return refused.length > 0
      ? `Nothing was traded: the risk gate refused every order (${refused.join(', ')}).`
      : `Nothing was traded in ${outcome.bars} bars: no order was filled.`;
  }
  const gain = report.metrics['totalReturn']?.value ?? 0;
  const held = baseline.metrics['totalReturn']?.value ?? 0;
  const than = gain > held ? 'more than' : gain < held ? 'less than' : 'as much as';
  const result = `${grouped(spec.cash, 2)} became ${grouped(report.finalEquity, 2)} ${spec.instruments[0]!.settle} (${percent(gain, true)})`;
  const fall = percent(report.metrics['maxDrawdown']?.value ?? 0);
  return `${result}, ${than} holding all of them in equal parts (${percent(held, true)}); on the way it lost up to ${fall} of its peak.`;
}

function figureLines({ report, baseline, spec }: PortfolioRun): readonly string[] {
  const perpetual = spec.funding !== undefined;
  const row = (label: string, text: (report: RunReport) => string): readonly string[] => [label, text(report), text(baseline)];
  return alignColumns([
    ['', 'Portfolio', 'Held equally'],
    row('Final equity', (from) => grouped(from.finalEquity, 2)),
    row('Fees', (from) => grouped(from.fees, 2)),
    ...(perpetual ? perpetualFigures(report) : []),
    row('Closed trades', (from) => String(from.trades.length)),
    ...METRICS.map((metric) => row(metric.label, (from) => metricText(metric, from.metrics[metric.id]!))),
  ]);
}

function instrumentLines({ spec, parts }: PortfolioRun): readonly string[] {
  return alignColumns([
    ['Instrument', 'Fills', 'Profit', 'Fees', 'Held', 'Mean weight', 'Highest weight'],
    ...parts.instruments.map(({ instrument, fills, profit, fees, held, meanWeight, highestWeight }) => [
      spec.instruments[instrument]!.id,
      String(fills),
      grouped(profit, 2),
      grouped(fees, 2),
      percent(held),
      percent(meanWeight),
      percent(highestWeight),
    ]),
    ['All', '', '', '', '', percent(parts.meanGross), percent(parts.highestGross)],
  ]);
}

/** How the daily profits of the instruments move together; nothing for a single one. */
function correlationLines({ spec, parts }: PortfolioRun): readonly string[] {
  if (spec.instruments.length < 2) return [];
  const names = spec.instruments.map(({ symbol }) => symbol);
  const rows = parts.correlation.map((row, i) => [names[i]!, ...row.map((value) => (value === null ? '—' : value.toFixed(2)))]);
  return [...alignColumns([['Correlation of daily profits', ...names], ...rows]), ''];
}

function strategyLines({ spec, report, rows: parts }: PortfolioRun): readonly string[] {
  const rows = legsOf(spec.placements).map(({ placement, instrument }, place) => {
    const { instance, timeframe, parameters, size } = placement;
    const trades = report.trades.filter((trade) => trade.origin === instance && trade.instrument === instrument);
    const profit = trades.reduce((sum, { pnl }) => sum.add(pnl), Decimal.ZERO);
    const given = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
    return [
      instance,
      spec.instruments[instrument]!.id,
      timeframe,
      given.join(' ') || '—',
      sizeText(size),
      String(trades.length),
      grouped(profit, 2),
      grouped(parts.instruments[place]!.profit, 2),
    ];
  });
  return alignColumns([
    ['Strategy', 'Instrument', 'Bars', 'Parameters', 'Size', 'Closed trades', 'Profit of them', 'With what is held'],
    ...rows,
  ]);
}

/** What strategies over two instruments met; nothing where there are none. */
function pairLines({ outcome }: PortfolioRun): readonly string[] {
  return (outcome.pairs ?? []).map(
    ({ instance, asked, missed, unwound }) =>
      `  ${instance}: asked at ${groupedNumber(asked, 0)} instants, not at ${groupedNumber(missed, 0)} at which only one leg had a bar; closed ${groupedNumber(unwound, 0)} times because a leg was not held as meant`,
  );
}

function assumptionLines({ spec, markets, limits }: PortfolioRun): readonly string[] {
  const { costs, instruments } = spec;
  const each = instruments.map((instrument) => {
    const { takerFeeBps, makerFeeBps, spreadBps } = appliedCosts(costs, instrument);
    return `  ${instrument.id}: fee ${takerFeeBps} bp taking, ${makerFeeBps} bp resting; spread ${spreadBps} bp; tick ${instrument.tick}, lot ${instrument.engineLot}`;
  });
  const contracts = markets.flatMap(({ instrument: { spec: contract }, funding }) => {
    if (contract.kind === 'spot' || funding === undefined) return [];
    return [
      `  ${contract.id}: leverage ${String(contract.terms.leverage)}, maintenance margin ${contract.terms.maintenanceMargin} of the value${moreBrackets(contract.terms.tiers)}; funding ${fundingWords(funding.note)}`,
    ];
  });
  const deviations = (costs.slippageDeviations ?? 0) === 0 ? '' : ` and ${costs.slippageDeviations} deviations of a minute`;
  const gaps = markets
    .filter(({ data }) => data.gaps > 0)
    .map(({ instrument, timeframe, data }) => `${instrument.id} ${timeframe} lacks ${data.missing}`);
  return [
    `  Costs ${costs.name}: slippage ${costs.slippageBps} bp${deviations}; impact ${costs.impact === 0 ? 'off' : costs.impact}; participation ${percent(costs.participation)} of a bar; latency ${costs.latencyMs} ms`,
    ...each,
    ...contracts,
    '  Decided at a close, filled from the open of the next bar that exists; one account, so what one strategy spends the others do not have',
    `  ${spec.cash.toString()} starting cash; limits ${limits}; bars missing: ${gaps.length === 0 ? 'none' : gaps.join(', ')}`,
    ...protectionLines(spec.limits).map((line) => `  Protection ${line}`),
    '  Held equally: the same cash in equal parts in every instrument from its first bar on, under the same costs and no limits',
  ];
}

function moreBrackets(tiers: readonly MarginTierTerms[] | undefined): string {
  return tiers === undefined ? '' : ` at first, rising in ${String(tiers.length)} brackets`;
}
