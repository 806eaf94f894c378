import { EllipsisVertical, Plus } from 'lucide-react';
import { useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import type { PanelCatalog, PanelEntry } from '../../../src-renderer/features/catalog.ts';
import { Button } from '../../../src-renderer/ui/button.tsx';
import { Checkbox } from '../../../src-renderer/ui/checkbox.tsx';
import { Chip, ModeChip, StaleChip } from '../../../src-renderer/ui/chip.tsx';
import { CoinDisc } from '../../../src-renderer/ui/coin-disc.tsx';
import { DataTable } from '../../../src-renderer/ui/data-table/data-table.tsx';
import { DataTableTools } from '../../../src-renderer/ui/data-table/data-table-tools.tsx';
import type { Column } from '../../../src-renderer/ui/data-table/column.ts';
import { useDataTable } from '../../../src-renderer/ui/data-table/use-data-table.ts';
import { Facts, QuantityText, SignedFigure, UnknownFigure } from '../../../src-renderer/ui/figures.tsx';
import { IconButton } from '../../../src-renderer/ui/icon-button.tsx';
import { Mark } from '../../../src-renderer/ui/marks.tsx';
import { IconMenu, MenuButton } from '../../../src-renderer/ui/menu.tsx';
import { PanelHead } from '../../../src-renderer/ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../../src-renderer/ui/panel-state.tsx';
import { PercentSlider } from '../../../src-renderer/ui/percent-slider.tsx';
import { SegmentedControl } from '../../../src-renderer/ui/segmented-control.tsx';
import { Select } from '../../../src-renderer/ui/select.tsx';
import { Sparkline } from '../../../src-renderer/ui/sparkline.tsx';
import { NumberField } from '../../../src-renderer/ui/text-field.tsx';
import { useFormat } from '../../../src-renderer/ui/use-format.ts';

// Every primitive in the place where the product uses it, with invented figures: for looking at, and for the frame's measurements.

interface Position {
  readonly symbol: string;
  readonly size: string;
  readonly lot: number;
  readonly entry: string;
  readonly pnl: string | null;
}

const rowCount = Number(new URLSearchParams(location.search).get('rows') ?? 7);
const POSITIONS: readonly Position[] = Array.from({ length: rowCount }, (_, index) => ({
  symbol: ['BTC', 'ETH', 'SOL', 'XRP', 'LINK', 'ADA', 'LTC'][index % 7] ?? 'BTC',
  size: ['0.05', '1.2', '24', '1800', '110', '2500', '14'][index % 7] ?? '1',
  lot: [5, 4, 2, 0, 1, 0, 3][index % 7] ?? 2,
  entry: ['103905.7', '3884.15', '183.06', '2.4391', '18.122', '0.8077', '98.31'][index % 7] ?? '1',
  pnl: index === 5 ? null : String([16.29, 33.9, 104.64, -45.9, 20.35, 0, -20.44][index % 7]),
}));

function Pnl({ row }: { readonly row: Position }): ReactElement {
  const format = useFormat();
  return row.pnl === null ? <UnknownFigure why="No mark price yet." /> : <SignedFigure arrow value={format.change(row.pnl, 2)} />;
}

function Price({ row }: { readonly row: Position }): ReactElement {
  return <>{useFormat().price(row.entry, 2)}</>;
}

const COLUMNS: readonly Column<Position>[] = [
  {
    id: 'instrument',
    title: 'Instrument',
    width: 110,
    fixed: true,
    cell: (row) => (
      <>
        <strong>{row.symbol}/USD</strong> <span className="ui-note">SIM</span>
      </>
    ),
    plain: (row) => row.symbol,
    sortBy: (row) => row.symbol,
  },
  { id: 'side', title: 'Side', width: 60, cell: () => 'Long', plain: () => 'Long' },
  {
    id: 'size',
    title: 'Size',
    width: 90,
    align: 'right',
    cell: (row) => <QuantityText value={row.size} decimals={row.lot} />,
    plain: (row) => row.size,
    sortBy: (row) => Number(row.size),
  },
  {
    id: 'entry',
    title: 'Entry',
    width: 100,
    align: 'right',
    cell: (row) => <Price row={row} />,
    plain: (row) => row.entry,
    sortBy: (row) => Number(row.entry),
  },
  {
    id: 'pnl',
    title: 'P&L, USD',
    width: 100,
    align: 'right',
    cell: (row) => <Pnl row={row} />,
    plain: (row) => row.pnl ?? '',
    sortBy: (row) => (row.pnl === null ? undefined : Number(row.pnl)),
    sum: () => '+109.00',
  },
  {
    id: 'close',
    title: 'Close',
    bareHead: true,
    width: 80,
    rigid: true,
    cell: () => (
      <MenuButton tone="quiet" size="small" entries={[{ id: '100', label: '100%', onChoose: () => undefined }]}>
        Close
      </MenuButton>
    ),
  },
];

function Positions(): ReactElement {
  const [chosen, setChosen] = useState('BTC0');
  const table = useDataTable({
    id: 'gallery',
    label: 'Positions',
    columns: COLUMNS,
    rows: POSITIONS,
    rowKey: (row) => `${row.symbol}${String(POSITIONS.indexOf(row))}`,
    onExport: () => undefined,
  });
  return (
    <>
      <PanelHead title="Positions">
        <DataTableTools table={table} />
        <Button size="small">Cancel 2 orders</Button>
        <Button size="small">Flatten 7 positions</Button>
      </PanelHead>
      <DataTable
        table={table}
        selectedKey={chosen}
        onSelect={(row) => {
          setChosen(table.rowKey(row));
        }}
        sumLabel={`Sum of ${String(POSITIONS.length)}`}
        empty={
          <PanelMessage
            kind="empty"
            sentence="No positions. Buy or sell in the ticket, or let a strategy trade on paper."
            actions={[{ label: 'Open the ticket', keys: 'B', onPress: () => undefined }]}
          />
        }
      />
    </>
  );
}

function Ticket(): ReactElement {
  const [side, setSide] = useState<'buy' | 'sell'>('buy');
  const [type, setType] = useState<'limit' | 'market' | 'stop'>('limit');
  const [price, setPrice] = useState('104,231.50');
  const [share, setShare] = useState(7);
  const [tif, setTif] = useState<'gtc' | 'ioc'>('gtc');
  const [bracket, setBracket] = useState(false);
  return (
    <>
      <PanelHead title="Order" figure="BTC/USD SIM">
        <ModeChip mode="paper" />
      </PanelHead>
      <div className="g-ticket">
        <SegmentedControl
          look="sides"
          label="Side"
          value={side}
          segments={[
            { value: 'buy', label: 'Buy' },
            { value: 'sell', label: 'Sell' },
          ]}
          onChange={setSide}
        />
        <SegmentedControl
          label="Type"
          value={type}
          segments={[
            { value: 'limit', label: 'Limit' },
            { value: 'market', label: 'Market' },
            { value: 'stop', label: 'Stop' },
          ]}
          onChange={setType}
        />
        <NumberField
          label="Price"
          value={price}
          onChange={setPrice}
          unit="USD"
          onStep={() => undefined}
          stepLabels={['One tick up', 'One tick down']}
        />
        <NumberField
          label="Size"
          value="0.05"
          onChange={() => undefined}
          unit={
            <Select
              look="quiet"
              label="Unit"
              value="btc"
              choices={[
                { value: 'btc', label: 'BTC' },
                { value: 'usd', label: 'USD' },
              ]}
              onChange={() => undefined}
            />
          }
          readBack={['5,211.58 USD', '7.35% of free']}
        />
        <PercentSlider label="Share of free" value={share} onChange={setShare} valueText={`${String(share)}% of free`} />
        <Checkbox checked={bracket} onChange={setBracket}>
          Stop and target
        </Checkbox>
        <div className="g-row">
          <Select
            label="Time in force"
            value={tif}
            choices={[
              { value: 'gtc', label: 'GTC' },
              { value: 'ioc', label: 'IOC', detail: 'at once or not at all' },
            ]}
            onChange={setTif}
          />
          <Checkbox checked={false} onChange={() => undefined}>
            Post only
          </Checkbox>
          <Checkbox checked={false} onChange={() => undefined} disabledReason="There is no position to reduce.">
            Reduce only
          </Checkbox>
        </div>
        <Facts
          units
          rows={[
            { label: 'Order value', figure: '5,211.58', unit: 'USD' },
            { label: 'Fee, taker 0.10%', figure: '5.22', unit: 'USD' },
            { label: 'Share of equity', figure: '5.20', unit: '%' },
          ]}
        />
        <Button tone={side} size="tall" fill detail="limit 104,231.50 · GTC · PAPER">
          {side === 'buy' ? 'Buy' : 'Sell'} 0.05 BTC
        </Button>
        <Button size="tall" fill disabledReason="The last price is 12 s old." detail="waits for a price under 5 s old">
          Buy 0.05 BTC
        </Button>
        <div className="g-row">
          <Button tone="primary">Run</Button>
          <Button tone="danger">Halt</Button>
          <Chip tone="warn" icon="busy">
            Checking
          </Chip>
          <Chip tone="danger">HALTED</Chip>
          <Chip tone="buy">BUY</Chip>
          <Chip tone="sell">SELL</Chip>
        </div>
      </div>
    </>
  );
}

const WALK = Array.from({ length: 64 }, (_, index) => Math.sin(index / 6) + index / 40);

function Watchlist(): ReactElement {
  return (
    <>
      <PanelHead title="Watchlist" figure="8">
        <IconButton icon={Plus} label="Add an instrument" />
        <IconMenu icon={EllipsisVertical} label="More" entries={[{ id: 'sort', label: 'Sort by change', onChoose: () => undefined }]} />
      </PanelHead>
      {['BTC', 'ETH', 'LTC', 'DOGE', 'SOL'].map((asset) => (
        <div key={asset} className="g-row g-pad">
          <Mark shape="square" size={6} />
          <CoinDisc asset={asset} />
          {asset}/USD
          <Sparkline values={WALK} />
        </div>
      ))}
    </>
  );
}

function Book(): ReactElement {
  const [group, setGroup] = useState('0.01');
  return (
    <>
      <PanelHead title="Book" stale="12 s">
        <Select
          look="quiet"
          label="Grouping"
          value={group}
          choices={['0.01', '0.05', '0.10'].map((value) => ({ value, label: value }))}
          onChange={setGroup}
        />
      </PanelHead>
      <LoadingBlocks rows={8} label="Book" />
    </>
  );
}

function Chart(): ReactElement {
  return (
    <>
      <div className="g-strip">
        <strong>BTC/USD</strong>
        <span className="ui-note">SIM</span>
      </div>
      <div className="g-tool">
        <SegmentedControl
          look="flat"
          label="Timeframe"
          value="1m"
          segments={['1m', '5m', '15m', '1h', '4h', '1d'].map((value) => ({ value, label: value }))}
          onChange={() => undefined}
        />
      </div>
    </>
  );
}

function Failing(): ReactElement {
  throw new Error('shown on purpose');
}

function Account(): ReactElement {
  return (
    <>
      <PanelHead title="Account" figure="Paper 1, USD">
        <IconMenu icon={EllipsisVertical} label="More" entries={[]} />
      </PanelHead>
      <div className="g-pad">
        <Facts
          rows={[
            { label: 'Day P&L', share: '+0.25%', figure: '+247.59' },
            { label: 'Free', share: '70.72%', figure: '70,890.69' },
          ]}
        />
      </div>
    </>
  );
}

const entry = (title: string, component: ComponentType, figure?: ComponentType): PanelEntry => ({
  title,
  load: () => Promise.resolve({ default: component }),
  ...(figure === undefined ? {} : { figure }),
});
const text = (words: string) => (): ReactElement => <div className="g-pad">{words}</div>;

export const panels: PanelCatalog = {
  watchlist: entry('Watchlist', Watchlist),
  instrument: entry('Instrument', text('Instrument card')),
  chart: entry('Chart', Chart),
  book: entry('Book', Book),
  trades: entry('Trades', () => <StaleChip age="12 s" />),
  ticket: entry('Order', Ticket),
  account: entry('Account', Account),
  positions: entry('Positions', Positions, () => '7'),
  orders: entry('Orders', Failing, () => '2'),
  fills: entry('Fills', text('Fills'), () => '14'),
  balances: entry('Balances', text('Balances')),
  strategies: entry('Strategies', Positions, () => '2'),
  risk: entry('Risk', text('Risk')),
  log: entry('Log', text('Log')),
};
