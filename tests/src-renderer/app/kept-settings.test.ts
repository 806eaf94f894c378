import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepSettings } from '../../../src-renderer/app/settings/kept-settings.ts';
import { useWatchlist } from '../../../src-renderer/features/watchlist/watchlist-store.ts';
import { useAppearance } from '../../../src-renderer/ui/appearance.ts';
import { useKeyMap } from '../../../src-renderer/ui/key-map.ts';

let kept: Map<string, string>;
let writes: string[];
const settings = {
  load: (key: string) => Promise.resolve(kept.get(key) ?? null),
  save: (key: string, value: string | null) => {
    writes.push(key);
    if (value !== null) kept.set(key, value);
  },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  kept = new Map();
  writes = [];
  useAppearance.setState(useAppearance.getInitialState());
  useKeyMap.setState(useKeyMap.getInitialState());
});
afterEach(() => {
  vi.useRealTimers();
});

test('a first change is written at once, further ones of the same key once in 400 ms', async () => {
  const stop = await keepSettings(settings);
  const { choose } = useAppearance.getState();
  choose({ theme: 'light' });
  vi.advanceTimersByTime(1);
  expect(writes).toEqual(['window.appearance']);
  for (const density of ['compact', 'comfortable', 'dense', 'compact'] as const) choose({ density });
  vi.advanceTimersByTime(300);
  expect(writes).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(writes).toHaveLength(2);
  expect(kept.get('window.appearance')).toContain('compact');
  stop();
});

test('what waits is written when the page goes', async () => {
  const page = new EventTarget();
  const stop = await keepSettings(settings, page);
  useKeyMap.getState().bind('dock', 'F9');
  page.dispatchEvent(new Event('pagehide'));
  expect(kept.get('window.keys')).toContain('F9');
  stop();
});

test('what cannot be read, or is none of ours, starts as on a first start', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue();
  for (const text of ['{', 'null', '[]', '7', '"x"', '{"theme":["dark"],"changed":7,"layouts":null,"own":3,"removed":"q","sort":9}']) {
    kept = new Map(
      ['window.appearance', 'window.keys', 'window.shell', 'window.notices', 'window.new-ticket', 'window.watchlist'].map((key) => [
        key,
        text,
      ]),
    );
    const stop = await keepSettings(settings);
    expect([useAppearance.getState().theme, useKeyMap.getState().changed]).toEqual(['dark', {}]);
    expect(useWatchlist.getState()).toMatchObject({ lists: [{ own: [], removed: [] }], sort: { by: 'own', descending: false } });
    stop();
  }
  expect(warned).toHaveBeenCalled();
  warned.mockRestore();
});
