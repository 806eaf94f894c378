import './depth.css';
import { Table2 } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { BookRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { age } from '../../format/times.ts';
import { useActiveInstrument } from '../../state/active-instrument.ts';
import { useStaleBookAge } from '../../state/market-clock.ts';
import { useMarketInterest } from '../../state/market-interest.ts';
import { useReplaying } from '../../state/replaying.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { DepthChart } from './depth-curve.tsx';
import { depthCurve } from './depth-model.ts';
import { DepthTable } from './depth-table.tsx';
import { BOOK_SENTENCES as SAY } from './sentences.ts';

/** How much can be bought and sold up to which price, as a curve or as a table. */
export function DepthPanel(): ReactElement {
  const instrument = useActiveInstrument();
  const [asTable, showTable] = useState(false);
  const [box, { width, height }] = useBoxSize();
  const stale = useStaleBookAge(instrument?.id);
  const replaying = useReplaying();
  const book = useShownDesk(({ books }) => (instrument === undefined ? undefined : books.get(instrument.id)));
  useMarketInterest('book', instrument?.id);
  return (
    <>
      <PanelHead title={SAY.depth} stale={stale === null ? undefined : age(stale)}>
        <IconButton
          icon={Table2}
          label={SAY.depthTable}
          pressed={asTable}
          onPress={() => {
            showTable(!asTable);
          }}
        />
      </PanelHead>
      <div ref={box} className="depth" data-stale={stale !== null || undefined}>
        {replaying ? (
          <PanelMessage kind="empty" sentence={SAY.ofBars} />
        ) : instrument === undefined || book === undefined ? (
          <LoadingBlocks rows={6} label={SAY.loading} />
        ) : height === 0 ? null : (
          <Depth instrument={instrument} book={book} asTable={asTable} width={width} height={height} />
        )}
      </div>
    </>
  );
}

interface DepthProps {
  readonly instrument: Instrument;
  readonly book: BookRow;
  readonly asTable: boolean;
  readonly width: number;
  readonly height: number;
}

const Depth = memo(function Depth({ instrument, book, asTable, width, height }: DepthProps): ReactElement {
  const curve = useMemo(() => depthCurve(book), [book]);
  return asTable ? (
    <DepthTable curve={curve} instrument={instrument} />
  ) : (
    <DepthChart curve={curve} instrument={instrument} width={width} height={height} />
  );
});
