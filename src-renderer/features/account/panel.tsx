import './account.css';
import { limitsInForce } from '../../../src-shared/domain/reduced-limits.ts';
import { EllipsisVertical } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { AccountRow } from '../../../src-shared/contract/rows.ts';
import { DAY_MS, utcDay } from '../../../src-shared/kernel/time.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { openBooks } from '../../state/books-request.ts';
import { useEquityCurve } from '../../state/equity-curves.ts';
import { shareOf } from '../../state/money-sums.ts';
import { useTradedAccount } from '../../state/traded-account.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Facts, SignedFigure } from '../../ui/figures.tsx';
import type { FactRow } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { IconMenu } from '../../ui/menu.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks } from '../../ui/panel-state.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { DAY_CHART, accountName, accountRoom, belowPeak, dayLine } from './account-model.ts';
import { ACCOUNT_SENTENCES as SAY } from './sentences.ts';

const LINE = { width: 92, height: 22 } as const;
const PADDING = 24;
/** One for each quarter of an hour. */
const DAY_POINTS = 96;

/** The account: equity with its day, and what is free, held back, exposed and open. */
export function AccountPanel(): ReactElement {
  const { name } = useTradedAccount();
  const account = useShownDesk((desk) => desk.account);
  const [box, { width, height }] = useBoxSize();
  const { facts, chart } = accountRoom(height);
  return (
    <>
      <PanelHead title={SAY.title} figure={account === null ? undefined : SAY.name(name ?? accountName(account.account), account.quote)}>
        <IconMenu icon={EllipsisVertical} label={SAY.menu} entries={[{ id: 'books', label: SAY.books, onChoose: openBooks }]} />
      </PanelHead>
      <div ref={box} className="account">
        {account === null ? (
          <LoadingBlocks rows={6} label={SAY.loading} />
        ) : height === 0 ? null : (
          <>
            <EquityRow account={account} withLine={!chart} />
            {chart ? <DayLine account={account} width={width - PADDING} height={DAY_CHART} /> : null}
            <AccountFacts account={account} count={facts} />
          </>
        )}
      </div>
    </>
  );
}

function EquityRow({ account, withLine }: { readonly account: AccountRow; readonly withLine: boolean }): ReactElement {
  const format = useFormat();
  return (
    <div className="account-equity">
      <span className="account-equity-figure" aria-label={SAY.equity} {...hintProps(SAY.equityHint)}>
        {format.quoteMoney(account.equity)}
      </span>
      <span className="account-day">
        {withLine ? <DayLine account={account} {...LINE} /> : null}
        <span>{SAY.today}</span>
      </span>
    </div>
  );
}

function DayLine({
  account,
  width,
  height,
}: {
  readonly account: AccountRow;
  readonly width: number;
  readonly height: number;
}): ReactElement {
  const format = useFormat();
  const curve = useEquityCurve({ from: utcDay(account.time) * DAY_MS, points: DAY_POINTS });
  const values = useMemo(() => dayLine(curve?.equity, account), [curve, account]);
  const start = Number(account.dayStartEquity);
  const tall = height > LINE.height;
  return (
    <Sparkline
      values={values}
      width={width}
      height={height}
      label={SAY.line(format.quoteMoney(account.dayStartEquity), format.quoteMoney(account.equity))}
      {...(tall && Number.isFinite(start) ? { baseline: start } : {})}
    />
  );
}

function percentOf(amount: string, account: AccountRow, format: Format): string {
  return format.percent(shareOf(Decimal.parse(amount), Decimal.parse(account.equity)));
}

function AccountFacts({ account, count }: { readonly account: AccountRow; readonly count: number }): ReactElement {
  const format = useFormat();
  const limit = useShownDesk(({ risk }) => (risk === null ? null : limitsInForce(risk).maxOpenOrders));
  const { equity, equityPeak, dayPnl, dayStartEquity } = account;
  const dayShare = format.signedPercent(shareOf(Decimal.parse(dayPnl), Decimal.parse(dayStartEquity)));
  const rows: readonly FactRow[] = [
    { label: SAY.dayPnl, share: dayShare.text, figure: <SignedFigure arrow value={format.change(dayPnl, 2)} />, hint: SAY.dayPnlHint },
    {
      label: SAY.free,
      share: percentOf(account.free, account, format),
      figure: format.quoteMoney(account.free, 'spendable'),
      hint: SAY.freeHint,
    },
    {
      label: SAY.reserved,
      share: percentOf(account.reserved, account, format),
      figure: format.quoteMoney(account.reserved),
      hint: SAY.reservedHint,
    },
    {
      label: SAY.exposure,
      share: percentOf(account.exposure, account, format),
      figure: format.quoteMoney(account.exposure),
      hint: SAY.exposureHint,
    },
    {
      label: SAY.drawdown,
      share: format.percent(account.drawdown),
      figure: format.quoteMoney(belowPeak(equity, equityPeak)),
      hint: SAY.drawdownHint(format.quoteMoney(equityPeak)),
    },
    {
      label: SAY.openOrders,
      share: limit === undefined || limit === null ? SAY.noLimit : SAY.ofLimit(format.count(limit)),
      figure: format.count(account.openOrders),
    },
  ];
  return <Facts rows={rows.slice(0, count)} label={SAY.title} />;
}
