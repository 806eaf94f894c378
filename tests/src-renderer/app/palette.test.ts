import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src-renderer/app/command.ts';
import { fuzzyFilter, fuzzyScore } from '../../../src-renderer/app/palette/fuzzy.ts';
import { paletteGroups } from '../../../src-renderer/app/palette/palette.tsx';

const LABELS = [
  'BTC/USD SIM',
  'ETH/USD SIM',
  'LTC/USD SIM',
  'Open the ticket, buy',
  'Open the ticket, sell',
  'Cancel all but protective orders',
  'Density: compact',
  'Log',
];
const commands: readonly Command[] = LABELS.map((label, index) => ({
  id: `c${String(index)}`,
  kind: 'action',
  label,
  run: () => undefined,
}));

describe('fuzzy search', () => {
  it.each([
    ['btc', 'BTC/USD SIM'],
    ['ethusd', 'ETH/USD SIM'],
    ['lt', 'LTC/USD SIM'],
    ['cancel', 'Cancel all but protective orders'],
    ['cao', 'Cancel all but protective orders'],
    ['ticket s', 'Open the ticket, sell'],
    ['compact', 'Density: compact'],
    ['log', 'Log'],
  ])('%s finds %s first', (typed, label) => {
    expect(fuzzyFilter(typed, LABELS, (each) => ({ label: each }))[0]).toBe(label);
  });

  it('finds nothing for what does not occur', () => {
    expect(fuzzyScore('xyz', 'BTC/USD')).toBeUndefined();
    expect(fuzzyFilter('zzz', LABELS, (each) => ({ label: each }))).toEqual([]);
  });

  it('finds by other words too, behind what the label itself says', () => {
    const items = [
      { label: 'BTC/USD SIM', also: 'Bitcoin' },
      { label: 'Bitcoin basis', also: '' },
    ];
    expect(fuzzyFilter('bitcoin', items, (each) => each).map(({ label }) => label)).toEqual(['Bitcoin basis', 'BTC/USD SIM']);
    expect(fuzzyFilter('coin', items.slice(0, 1), (each) => each)).toEqual([]);
  });
});

describe('palette', () => {
  it('shows what was chosen lately first, then everything else once', () => {
    const groups = paletteGroups('', commands, ['c3', 'gone', 'c0']);
    expect(groups.map((group) => group.title)).toEqual(['Recent', 'Everything']);
    expect(groups[0]?.commands.map((command) => command.id)).toEqual(['c3', 'c0']);
    expect(groups.flatMap((group) => group.commands)).toHaveLength(commands.length);
  });

  it('shows results while typing, also disabled ones', () => {
    const [group] = paletteGroups(
      'eth',
      [...commands, { id: 'x', kind: 'action', label: 'Ethics', disabledReason: 'not now', run: () => undefined }],
      [],
    );
    expect(group?.commands.map((command) => command.label)).toContain('Ethics');
  });
});
