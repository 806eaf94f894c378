import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useNoticeChoices } from '../../../src-renderer/app/notices/notice-choices.ts';
import { soundNotices, soundOf } from '../../../src-renderer/app/notices/sounds.ts';
import { toastEnd } from '../../../src-renderer/app/notices/toast-place.ts';
import { useToasts } from '../../../src-renderer/ui/toasts.tsx';

beforeEach(() => {
  useToasts.setState(useToasts.getInitialState());
  useNoticeChoices.setState(useNoticeChoices.getInitialState());
});

describe('the place of toasts', () => {
  it('is beside the ticket and the account, whichever reaches further', () => {
    expect(toastEnd([{ left: 1152, right: 1440 }], 1440)).toBe(296);
    expect(
      toastEnd(
        [
          { left: 1600, right: 1920 },
          { left: 1500, right: 1920 },
        ],
        1920,
      ),
    ).toBe(428);
  });

  it('is the corner where neither stands at the edge, or where nothing would be left beside them', () => {
    expect(toastEnd([], 1440)).toBe(8);
    expect(toastEnd([{ left: 0, right: 288 }], 1440)).toBe(8);
    expect(toastEnd([{ left: 0, right: 1440 }], 1440)).toBe(8);
  });
});

describe('the list of notices', () => {
  it('keeps notes that are not shown, and always shows refusals and risk', () => {
    useNoticeChoices.getState().setToasts(false);
    const { show } = useToasts.getState();
    show({ id: 'a', kind: 'note', sentence: 'Done.' });
    show({ id: 'b', kind: 'refusal', sentence: 'Not sent.' });
    show({ id: 'c', kind: 'risk', sentence: 'HALTED.' });
    expect(useToasts.getState().toasts.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(useToasts.getState().history.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('has a risk that is said again at once only in its last words', () => {
    const { show } = useToasts.getState();
    show({ id: 'trading-state', kind: 'risk', sentence: 'HALTED.' });
    show({ id: 'trading-state', kind: 'risk', sentence: 'Kill switch: 2 orders cancelled.' });
    show({ id: 'fill 1', kind: 'note', sentence: 'Bought.' });
    show({ id: 'fill 1', kind: 'note', sentence: 'Bought more.' });
    expect(useToasts.getState().history.map(({ sentence }) => sentence)).toEqual([
      'Bought more.',
      'Bought.',
      'Kill switch: 2 orders cancelled.',
    ]);
  });

  it('never shows more than three; the oldest note goes first', () => {
    const { show } = useToasts.getState();
    for (const [id, kind] of [
      ['1', 'risk'],
      ['2', 'note'],
      ['3', 'note'],
      ['4', 'refusal'],
    ] as const)
      show({ id, kind, sentence: id });
    expect(useToasts.getState().toasts.map(({ id }) => id)).toEqual(['1', '3', '4']);
  });
});

describe('sounds', () => {
  let stop: () => void = () => undefined;
  afterEach(() => {
    stop();
  });

  it('are off until switched on, each kind by itself', () => {
    const played: string[] = [];
    stop = soundNotices((kind) => played.push(kind));
    const { show } = useToasts.getState();
    show({ id: 'fill 1', kind: 'note', sentence: 'Bought.' });
    useNoticeChoices.getState().setSound('risk', true);
    show({ id: 'fill 2', kind: 'note', sentence: 'Bought.' });
    show({ id: 'x', kind: 'risk', sentence: 'HALTED.' });
    expect(played).toEqual(['risk']);
  });

  it('tell a fill from another note', () => {
    expect([soundOf({ id: 'fill 1', kind: 'note' }), soundOf({ id: 'copy', kind: 'note' }), soundOf({ id: 'x', kind: 'stay' })]).toEqual([
      'fill',
      'note',
      'note',
    ]);
  });

  it('are kept, and what is no choice is silent', () => {
    useNoticeChoices.getState().load({ toasts: false, sounds: { fill: true, risk: 'yes', other: true } });
    expect(useNoticeChoices.getState()).toMatchObject({ toasts: false, sounds: { fill: true, refusal: false, risk: false, note: false } });
    useNoticeChoices.getState().load({ sounds: null });
    expect(useNoticeChoices.getState().toasts).toBe(true);
  });
});
