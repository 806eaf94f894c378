import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { aboutRows } from '../../../src-renderer/app/settings/about-rows.tsx';
import { useAppearanceRows } from '../../../src-renderer/app/settings/appearance-rows.tsx';
import { dataRows } from '../../../src-renderer/app/settings/data-rows.tsx';
import { useKeyRows } from '../../../src-renderer/app/settings/key-rows.tsx';
import { loadOf } from '../../../src-renderer/app/settings/load-figures.ts';
import { useNewTicket } from '../../../src-renderer/app/settings/new-ticket.ts';
import { useNoticeRows } from '../../../src-renderer/app/settings/notice-rows.tsx';
import { shownSettings } from '../../../src-renderer/app/settings/setting-row.ts';
import type { SettingRow } from '../../../src-renderer/app/settings/setting-row.ts';
import { useTradingRows } from '../../../src-renderer/app/settings/trading-rows.tsx';
import { useTicketDraft } from '../../../src-renderer/state/ticket-draft.ts';
import { DEFAULT_APPEARANCE, readAppearance } from '../../../src-renderer/ui/appearance.ts';
import { useKeyMap } from '../../../src-renderer/ui/key-map.ts';
import type { AppInfo } from '../../../src-shared/contract/app.ts';

const INFO: AppInfo = {
  version: '0.1.0',
  host: 'chromium',
  sandbox: "the browser's own sandbox",
  home: '/home/trader/.local/share/cryptoorch',
  opensFolders: false,
  hostsContacted: [],
  firstStart: false,
  crashNote: null,
  away: null,
  leaving: false,
  licences: [{ name: 'React', licence: 'MIT' }],
};

function rowsOf(use: () => readonly SettingRow[]): readonly SettingRow[] {
  let rows: readonly SettingRow[] = [];
  const Read = (): null => {
    rows = use();
    return null;
  };
  renderToStaticMarkup(<Read />);
  return rows;
}

function everyRow(): readonly SettingRow[] {
  return rowsOf(() => [
    ...useAppearanceRows(),
    ...useTradingRows(),
    ...useKeyRows([]),
    ...useNoticeRows(),
    ...dataRows(INFO),
    ...aboutRows(INFO),
  ]);
}

beforeEach(() => {
  useKeyMap.setState(useKeyMap.getInitialState());
  useNewTicket.setState(useNewTicket.getInitialState());
  useTicketDraft.setState(useTicketDraft.getInitialState());
});

describe('the settings', () => {
  it('have lines on every page, each with a name and something in it', () => {
    const rows = everyRow();
    expect([...new Set(rows.map(({ section }) => section))]).toEqual(['appearance', 'trading', 'keys', 'notices', 'data', 'about']);
    for (const { label, control } of rows) {
      expect(label).not.toBe('');
      expect(renderToStaticMarkup(<>{control}</>), label).not.toBe('');
    }
  });

  it('are found over all pages by words of the label, the note, the group and the values', () => {
    const found = (typed: string) => shownSettings(everyRow(), 'appearance', typed).map(({ section, label }) => `${section}: ${label}`);
    expect(found('sound fill')).toEqual(['notices: Sound of a fill']);
    expect(found('mono')).toEqual(['appearance: Direction colours']);
    expect(found('hollow')).toEqual(['appearance: Direction colours']);
    expect(found('  BACKUP ')).toEqual(['data: Backup of the ledger']);
    expect(found('ctrl+shift+e')).toEqual(['keys: Export CSV']);
    expect(shownSettings(everyRow(), 'trading', ' ').every(({ section }) => section === 'trading')).toBe(true);
  });

  it('say what keeps the folder closed, where everything is kept, and which hosts were contacted', () => {
    const text = (rows: readonly SettingRow[]) =>
      renderToStaticMarkup(
        <>
          {rows.map(({ label, control }) => (
            <p key={label}>{control}</p>
          ))}
        </>,
      );
    expect(text(dataRows(INFO))).toContain('this host cannot open folders');
    expect(text(dataRows({ ...INFO, opensFolders: true }))).not.toContain('this host cannot open folders');
    expect(text(dataRows(INFO))).toContain(INFO.home);
    expect(text(aboutRows(INFO))).toContain('None since the start.');
    expect(text(aboutRows(INFO))).toContain('The browser&#x27;s own sandbox.');
    expect(text(aboutRows({ ...INFO, hostsContacted: ['api.example.org'] }))).toContain('api.example.org');
    expect(text(aboutRows(undefined))).toContain('not known yet');
  });
});

describe('an appearance that was kept', () => {
  it('is taken where it is offered, and as on a first start where it is not', () => {
    expect(readAppearance({ theme: 'light', direction: 'mono', motion: 'reduced' })).toEqual({
      ...DEFAULT_APPEARANCE,
      theme: 'light',
      direction: 'mono',
      motion: 'reduced',
    });
    expect(readAppearance({ theme: 'purple', direction: 7, density: null, zone: [], locale: 'xx' })).toEqual(DEFAULT_APPEARANCE);
  });
});

describe('what a new ticket begins with', () => {
  it('goes into an empty ticket at once, and never into one that is being filled in', () => {
    useNewTicket.getState().setType('market');
    useNewTicket.getState().setUnit('quote');
    expect(useTicketDraft.getState()).toMatchObject({ type: 'market', unit: 'quote' });
    useTicketDraft.getState().change({ size: '5' });
    useNewTicket.getState().setUnit('risk');
    expect(useTicketDraft.getState().unit).toBe('quote');
  });

  it('is as on a first start where nothing sensible was kept', () => {
    useNewTicket.getState().load({ type: 'iceberg', unit: 3 });
    expect(useNewTicket.getState()).toMatchObject({ type: 'limit', unit: 'base' });
  });
});

describe('the load', () => {
  const at = (time: number, main: number, window: number | null) => ({
    at: time,
    main: { cpuMs: main, memory: 50 },
    window: window === null ? null : { cpuMs: window, memory: null },
  });

  it('is the time used between two figures', () => {
    expect(loadOf('main', at(0, 100, 0), at(2_000, 200, 0))).toEqual({ share: 0.05, memory: 50 });
    expect(loadOf('window', at(0, 0, 1_000), at(2_000, 0, 4_000))).toEqual({ share: 1.5, memory: null });
  });

  it('is unknown after one figure, and when a process ended in between', () => {
    expect(loadOf('main', null, at(2_000, 200, null))?.share).toBeNull();
    expect(loadOf('window', at(0, 0, 1_000), at(2_000, 0, 200))?.share).toBeNull();
    expect(loadOf('window', at(0, 0, null), at(2_000, 0, null))).toBeNull();
  });
});
