import { useCallback, useEffect } from 'react';
import type { KeyboardEvent } from 'react';
import { pressIs } from '../../ui/key-map.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { useToasts } from '../../ui/toasts.tsx';
import { tellNote } from '../../ui/tell.ts';
import { useChartHandle } from './chart-handle.ts';
import { pointerPrice } from './chart-pointer.ts';
import { objectAfter, useChosen } from './chart-objects.ts';
import type { ChartObject } from './chart-objects.ts';
import { playCloses, stopSound, useChartSound } from './chart-sound.ts';
import { takeTool } from './chart-tool.ts';
import { useChartView } from './chart-view.ts';
import { askCancel } from './cancel-question.tsx';
import { useDrawings } from './drawings.ts';
import { dropNudge, nudgeLine, settleNudge, useLineDrag } from './line-drag.ts';
import { dropNewStop } from './new-stop.ts';
import { dropAlert, setAlertAt } from './price-alert.ts';
import type { PriceChart } from './price-chart.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';
import { pendingKey, releaseFlatten, tradingKey } from './trading-key-map.ts';
import { toolKey } from './use-drawing-tools.ts';
import { typedKey } from './use-typed-jump.ts';
import type { PlotProps } from './plot-props.ts';

const ZOOM = 1.25;

/** What the keys work on. */
export interface KeyGround extends PlotProps {
  /** Everything that can be reached now. */
  readonly objects: () => readonly ChartObject[];
}

function moveCursor(chart: PriceChart, by: number): void {
  const { cursor, to } = useChartView.getState();
  chart.setCursor(cursor === null ? to : cursor + by);
}

function chosenOf(objects: readonly ChartObject[]): ChartObject | undefined {
  const { chosen } = useChosen.getState();
  return objects.find(({ id }) => id === (chosen ?? 'bars'));
}

function choose(object: ChartObject | undefined): void {
  if (object === undefined) return;
  useChosen.setState({ chosen: object.kind === 'bars' ? null : object.id });
  useChartView.setState({ hovered: object.mark ?? null });
  useAnnouncements.getState().say(object.words);
}

/** Takes away what is chosen: an order is asked about first. */
function removeChosen(object: ChartObject | undefined, instrument: string): void {
  if (object?.kind === 'measure') useDrawings.getState().remove(instrument, object.id);
  const removes = object?.line?.removes;
  if (removes?.what === 'level') useDrawings.getState().remove(instrument, removes.id);
  else if (removes?.what === 'new-stop') dropNewStop();
  else if (removes?.what === 'alert') void dropAlert(Number(removes.id));
  else if (removes?.what === 'order' && object?.line) askCancel(object.line);
  if (removes?.what !== 'order') useChosen.setState({ chosen: null });
}

/** Plays the closes in view, or stops; while the sound is switched off it says so. */
export function playOrStop(chart: PriceChart): void {
  const { on, playing, choose: switchTo } = useChartSound.getState();
  const play = (): void => {
    const { from, to } = useChartView.getState();
    playCloses(chart.ground.closesIn(from, to));
  };
  if (playing) stopSound();
  else if (on) play();
  else
    tellNote('chart-sound', SAY.soundIsOff, {
      label: SAY.switchOnAndPlay,
      onPress: () => {
        switchTo(true);
        useToasts.getState().close('chart-sound');
        play();
      },
    });
}

/** Escape, one step at a time: a line on its way, the sound, what is chosen, the cursor. */
function stepBack(chart: PriceChart): void {
  if (dropNudge()) return;
  if (useChartSound.getState().playing) stopSound();
  else if (useChosen.getState().chosen !== null) {
    useChosen.setState({ chosen: null });
    useChartView.setState({ hovered: null });
  } else chart.setCursor(null);
}

/** Keys with Ctrl: they move the chosen line by ticks. */
function controlKey(event: KeyboardEvent, { objects, instrument }: KeyGround): boolean {
  const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
  const line = direction === 0 ? undefined : chosenOf(objects())?.line;
  if (!line?.drag) return false;
  nudgeLine({ id: line.id, drag: line.drag.what, price: line.drag.price }, direction * (event.shiftKey ? 10 : 1), instrument);
  return true;
}

function chartKey(event: KeyboardEvent, chart: PriceChart, ground: KeyGround): boolean {
  const ten = event.shiftKey ? 10 : 1;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      moveCursor(chart, -ten);
    },
    ArrowRight: () => {
      moveCursor(chart, ten);
    },
    ArrowUp: () => {
      choose(objectAfter(ground.objects(), useChosen.getState().chosen, -1));
    },
    ArrowDown: () => {
      choose(objectAfter(ground.objects(), useChosen.getState().chosen, 1));
    },
    '+': () => {
      chart.zoom(ZOOM);
    },
    '=': () => {
      chart.zoom(ZOOM);
    },
    '-': () => {
      chart.zoom(1 / ZOOM);
    },
    Home: () => {
      chart.toOldest();
    },
    End: () => {
      chart.toLatest();
    },
    Enter: () => {
      if (!settleNudge()) useAnnouncements.getState().say(chosenOf(ground.objects())?.words ?? '');
    },
    Delete: () => {
      removeChosen(chosenOf(ground.objects()), ground.instrument.id);
    },
    Escape: () => {
      stepBack(chart);
    },
  };
  const action = actions[event.key];
  action?.();
  return action !== undefined;
}

/** The commands whose keys a trader may change. */
function boundKey(event: KeyboardEvent, chart: PriceChart, ground: KeyGround): boolean {
  if (pressIs(event, 'chart-table')) ground.onTable(true);
  else if (pressIs(event, 'chart-reset')) chart.reset();
  else if (pressIs(event, 'chart-line')) takeTool('level');
  else if (pressIs(event, 'chart-measure')) takeTool('measure');
  else if (pressIs(event, 'chart-sound')) playOrStop(chart);
  else if (pressIs(event, 'chart-alert')) {
    if (!event.repeat) void setAlertAt(pointerPrice(chart), ground.instrument);
  } else return false;
  return true;
}

/** Whether one of the layers took the key: tools before trading keys, typing before the chart itself. */
function keyTaken(event: KeyboardEvent, chart: PriceChart, ground: KeyGround): boolean {
  const { instrument, objects } = ground;
  if (boundKey(event, chart, ground)) return true;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return controlKey(event, ground);
  const wordsOf = (order: string): string | undefined => objects().find(({ id }) => id === order)?.line?.words;
  if (useLineDrag.getState().dragging === null && toolKey(event, chart, instrument)) return true;
  const here = (): number | null => pointerPrice(chart);
  if (pendingKey(event, instrument) || tradingKey(event, instrument, { wordsOf, here })) return true;
  if (!event.shiftKey && typedKey(event.key, instrument.id)) return true;
  return chartKey(event, chart, ground);
}

/** The chart's keys, while it has the focus. */
export function useChartKeys(ground: KeyGround): {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onKeyUp: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
} {
  const handle = useChartHandle();
  useEffect(
    () => () => {
      releaseFlatten();
      stopSound();
      useChosen.setState({ chosen: null });
    },
    [ground.instrument],
  );
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const { chart } = handle;
      if (!chart || event.target !== event.currentTarget) return;
      if (keyTaken(event, chart, ground)) event.preventDefault();
    },
    [handle, ground],
  );
  return {
    onKeyDown,
    onKeyUp: (event) => {
      if (event.key !== 'Tab') releaseFlatten();
    },
    onBlur: releaseFlatten,
  };
}
