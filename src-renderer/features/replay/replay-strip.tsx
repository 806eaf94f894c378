import './replay.css';
import { ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { REPLAY_SPEEDS } from '../../../src-shared/contract/replay.ts';
import type { ReplayResult, ReplayRow } from '../../../src-shared/contract/rows.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { InstrumentName } from '../../ui/cells.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SignedFigure } from '../../ui/figures.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useKeysOf } from '../../ui/key-map.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { Select } from '../../ui/select.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { leaveReplay, moveReplay, playOrPause } from './replay-moves.ts';
import { REPLAY_SENTENCES as SAY } from './sentences.ts';

/** How far the two leaps go, bars. */
const LEAPS = [10, 100] as const;
/** What Space means something to already. */
const TAKES_SPACE =
  'button, a, input, select, textarea, summary, [contenteditable], [role="grid"], [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"], [role="radiogroup"], [role="slider"], [role="tablist"]';

/** The band under the top bar while a replay is on: what is replayed, when it is there, what moves it, and how it ended. */
export function ReplayStrip(): ReactElement | null {
  const replay = useShownDesk((desk) => desk.status?.replay ?? null);
  const at = useShownDesk((desk) => desk.status?.marketTime ?? 0);
  useSpace();
  useEndSaid(replay?.result ?? null);
  if (replay === null) return null;
  return (
    <section
      className="replay-strip"
      role="region"
      aria-label={SAY.stripLabel}
      data-region="replay"
      data-ended={replay.result !== null || undefined}
      tabIndex={-1}
    >
      <What replay={replay} />
      <ReplayTime at={at} />
      {replay.result === null ? <Moves replay={replay} /> : null}
      <Progress replay={replay} />
      {replay.result === null ? <span className="replay-spring" /> : <Result result={replay.result} />}
      <LeaveButton ended={replay.result !== null} />
    </section>
  );
}

/** Space plays and pauses wherever it means nothing else. */
function useSpace(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
        return;
      if (event.target instanceof Element && event.target.closest(TAKES_SPACE) !== null) return;
      event.preventDefault();
      playOrPause();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

function useEndSaid(result: ReplayResult | null): void {
  const say = useAnnouncements((store) => store.say);
  useEffect(() => {
    if (result !== null) say(SAY.ended);
  }, [result, say]);
}

function What({ replay }: { readonly replay: ReplayRow }): ReactElement {
  const format = useFormat();
  const { symbol, tag } = instrumentFacts(
    useShownDesk((desk) => desk.instruments),
    replay.instrument,
  );
  const hint = SAY.nameHint(replay.label, format.calendarDay(replay.from), format.calendarDay(replay.to));
  return (
    <span className="replay-what" {...hintProps(hint)}>
      <b>{SAY.title}</b> <InstrumentName symbol={symbol} tag={tag} /> <span className="ui-note">{SAY.barsOf(replay.timeframe)}</span>
    </span>
  );
}

/** The instant that the replay is at, in the zone of all times. */
function ReplayTime({ at }: { readonly at: number }): ReactElement {
  const format = useFormat();
  return (
    <time className="replay-time" aria-label={SAY.clockLabel} dateTime={new Date(at).toISOString()}>
      <b>{format.calendarDay(at)}</b> <b>{format.timeOfDay(at).slice(0, 5)}</b> <span className="ui-note">{SAY.zones[format.zone]}</span>
    </time>
  );
}

function Moves({ replay }: { readonly replay: ReplayRow }): ReactElement {
  const ended = replay.bar === replay.bars ? SAY.atTheEnd : undefined;
  const playKeys = useKeysOf('replay-play');
  const stepKeys = useKeysOf('replay-step');
  const step = (bars: number) => (): void => {
    moveReplay({ kind: 'step', bars });
  };
  return (
    <div className="replay-moves" role="group" aria-label={SAY.title}>
      <IconButton
        icon={replay.playing ? Pause : Play}
        label={replay.playing ? SAY.pause : SAY.play}
        keys={playKeys}
        disabledReason={ended}
        onPress={playOrPause}
      />
      <IconButton icon={ChevronRight} label={SAY.step} keys={stepKeys} disabledReason={ended} onPress={step(1)} />
      {LEAPS.map((bars) => (
        <Button
          key={bars}
          size="small"
          tone="quiet"
          label={SAY.leap(bars)}
          disabledReason={ended}
          hint={SAY.leap(bars)}
          onPress={step(bars)}
        >
          {SAY.leapShort(bars)}
        </Button>
      ))}
      <Select
        look="quiet"
        label={SAY.speed}
        value={String(replay.barsPerSecond)}
        choices={REPLAY_SPEEDS.map((each) => ({ value: String(each), label: SAY.speedOf(each) }))}
        onChange={(chosen) => {
          const barsPerSecond = REPLAY_SPEEDS.find((each) => String(each) === chosen);
          if (barsPerSecond !== undefined) moveReplay({ kind: 'speed', barsPerSecond });
        }}
      />
    </div>
  );
}

function Progress({ replay: { bar, bars } }: { readonly replay: ReplayRow }): ReactElement {
  const format = useFormat();
  const words = SAY.progress(format.count(bar), format.count(bars));
  return (
    <span className="replay-progress">
      <span
        className="replay-track"
        role="progressbar"
        aria-label={SAY.title}
        aria-valuemin={0}
        aria-valuemax={bars}
        aria-valuenow={bar}
        aria-valuetext={words}
      >
        <span style={{ inlineSize: `${String((bar / bars) * 100)}%` }} />
      </span>
      <span className="ui-note">{words}</span>
    </span>
  );
}

function Result({ result }: { readonly result: ReplayResult }): ReactElement {
  const format = useFormat();
  const quote = useShownDesk((desk) => desk.account?.quote ?? '');
  return (
    <span className="replay-result" role="status">
      <b>{SAY.ended}</b>
      <span {...hintProps(SAY.fees(`${format.quoteMoney(result.fees, 'booked')} ${quote}`))}>{SAY.trades(result.trades, result.open)}</span>
      <span>
        {SAY.profit} <SignedFigure value={format.change(result.profit, 2)} /> {quote} (
        <SignedFigure value={format.signedPercent(result.profitFraction)} />)
      </span>
      <span {...hintProps(SAY.holdHint)}>
        {SAY.hold} <SignedFigure value={format.signedPercent(result.holdFraction)} />
      </span>
    </span>
  );
}

/** Leaving asks while a practice book with something in it would be lost. */
function LeaveButton({ ended }: { readonly ended: boolean }): ReactElement {
  const traded = useShownDesk((desk) => desk.fills.length > 0);
  const [asking, ask] = useState(false);
  const [leaving, leave] = useState(false);
  const go = (): void => {
    ask(false);
    leave(true);
    void leaveReplay().finally(() => {
      leave(false);
    });
  };
  return (
    <>
      <Button
        size="small"
        disabledReason={leaving ? SAY.leaving : undefined}
        onPress={() => {
          if (traded && !ended) ask(true);
          else go();
        }}
      >
        {SAY.leave}
      </Button>
      <Dialog
        open={asking}
        role="alertdialog"
        title={SAY.leaveTitle}
        onClose={() => ask(false)}
        actions={
          <>
            <Button autoFocus onPress={() => ask(false)}>
              {SAY.back}
            </Button>
            <Button tone="primary" onPress={go}>
              {SAY.leaveYes}
            </Button>
          </>
        }
      >
        <p>{SAY.leaveBody}</p>
      </Dialog>
    </>
  );
}
