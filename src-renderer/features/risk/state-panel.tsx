import './risk.css';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { callMain } from '../../state/call-main.ts';
import { useEquityCurve } from '../../state/equity-curves.ts';
import type { EquityCurve } from '../../state/equity-curves.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/figures.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { drawdowns } from './drawdown-curve.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { TradingStateCard } from './trading-state.tsx';
import { useMarketMinute } from './use-market-minute.ts';

const POINTS = 300;
const CHART_HEIGHT = 120;
const DAYS = 30;

/** The trading state with what changes it, and how far equity has fallen from its peak. */
export function TradingStatePanel(): ReactElement {
  const risk = useShownDesk((desk) => desk.risk);
  if (risk === null) return <LoadingBlocks label={SAY.loading} rows={6} />;
  return (
    <>
      <PanelHead title={SAY.stateTitle} />
      <div className="risk-scroll">
        <TradingStateCard risk={risk} />
        <Flatten />
        <Drawdown />
      </div>
    </>
  );
}

/** Sells everything that is held, once it was held down long enough. */
function Flatten(): ReactElement {
  const held = useShownDesk(({ positions }) => [...positions.values()].filter((row) => Number(row.size) !== 0).length);
  const flatten = async (): Promise<void> => {
    const result = await callMain((client, command) => client.orders.close({ command, percent: 100 }));
    if (!result.ok) tellRefusal('flatten', result.fault.message);
    else if (result.value.refused[0]) tellRefusal('flatten', result.value.refused[0].message);
    else tellNote('flatten', SAY.flattened(result.value.orders));
  };
  return (
    <div className="risk-flatten">
      <HoldButton disabledReason={held === 0 ? SAY.nothingHeld : undefined} hint={SAY.flattenHint} onHeld={() => void flatten()}>
        {SAY.flatten}
      </HoldButton>
    </div>
  );
}

function Drawdown(): ReactElement {
  const account = useShownDesk((desk) => desk.account);
  const now = useMarketMinute();
  const format = useFormat();
  const [asTable, showTable] = useState(false);
  const from = now === 0 ? undefined : Math.max(0, Math.floor(now / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS);
  const curve = useEquityCurve({ from, points: POINTS });
  const peak = account === null ? null : account.equityPeak;
  return (
    <section className="risk-drawdown" aria-label={SAY.drawdown}>
      <Facts
        label={SAY.drawdown}
        rows={[
          { label: SAY.equity, figure: format.quoteMoney(account?.equity ?? null) },
          { label: SAY.peak, figure: format.quoteMoney(peak) },
          { label: SAY.belowPeak, figure: account === null ? format.percent(null) : format.percent(account.drawdown) },
        ]}
      />
      <div className="risk-chart-head">
        <h3 className="ui-label">{SAY.drawdownSince(DAYS)}</h3>
        <Button tone="quiet" size="small" pressed={asTable} onPress={() => showTable(!asTable)}>
          {SAY.asTable}
        </Button>
      </div>
      {curve === null ? (
        <LoadingBlocks label={SAY.loading} rows={3} />
      ) : asTable ? (
        <DrawdownTable curve={curve} now={now} />
      ) : (
        <DrawdownChart curve={curve} />
      )}
    </section>
  );
}

function DrawdownChart({ curve }: { readonly curve: EquityCurve }): ReactElement {
  const [box, { width }] = useBoxSize();
  const format = useFormat();
  const falls = drawdowns(curve.equity);
  const deepest = falls.reduce((least, fall) => (fall < least ? fall : least), 0);
  return (
    <div ref={box} className="risk-chart">
      {width < 8 ? null : (
        <Sparkline
          className="ui-sparkline risk-spark"
          values={falls}
          width={width}
          height={CHART_HEIGHT}
          baseline={0}
          label={SAY.drawdownChart(format.percent(-deepest))}
        />
      )}
      <span className="risk-deepest">{SAY.deepest(format.percent(-deepest))}</span>
    </div>
  );
}

/** The same as figures: the end of each day that is known. */
function DrawdownTable({ curve, now }: { readonly curve: EquityCurve; readonly now: number }): ReactElement {
  const format = useFormat();
  const falls = drawdowns(curve.equity);
  const days = new Map<number, number>();
  for (let at = 0; at < curve.times.length; at += 1) days.set(Math.floor((curve.times[at]! - 1) / DAY_MS), at);
  return (
    <table className="risk-table">
      <thead>
        <tr>
          <th scope="col">{SAY.day}</th>
          <th scope="col">{SAY.equity}</th>
          <th scope="col">{SAY.belowPeak}</th>
        </tr>
      </thead>
      <tbody>
        {[...days.values()].reverse().map((at) => (
          <tr key={at}>
            <th scope="row">{format.timeOrDate(curve.times[at], now)}</th>
            <td>{format.quoteMoney(curve.equity[at] ?? null)}</td>
            <td>{format.percent(-(falls[at] ?? 0))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
