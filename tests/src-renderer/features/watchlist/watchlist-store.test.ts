import { beforeEach, describe, expect, it } from 'vitest';
import { chosenList, keptWatchlist, useWatchlist } from '../../../../src-renderer/features/watchlist/watchlist-store.ts';

const store = useWatchlist.getState;
const shown = () => chosenList(store());

beforeEach(() => {
  store().load({});
});

describe('named lists', () => {
  it('begin with one that holds all of the desk', () => {
    expect(store()).toMatchObject({
      lists: [{ name: 'Watchlist', all: true, own: [], removed: [] }],
      chosen: 0,
      columns: ['line', 'change'],
    });
  });

  it('are what was kept of them, and of the one list of before', () => {
    store().addList('Alts', ['SOL/USDT.BINANCE', 'ADA/USDT.BINANCE']);
    store().choose(0);
    store().remove('ETH/USD.SIM');
    store().sortBy('volume');
    store().toggleColumn('volume');
    const kept = JSON.parse(JSON.stringify(keptWatchlist(store()))) as Record<string, unknown>;
    const { lists, sort, columns, chosen } = store();
    store().load({});
    store().load(kept);
    expect(store()).toMatchObject({ lists, sort, columns, chosen });
    store().load({ own: ['B/USD.SIM'], removed: ['A/USD.SIM'], sort: { by: 'name', descending: true } });
    expect(shown()).toEqual({ name: 'Watchlist', all: true, own: ['B/USD.SIM'], removed: ['A/USD.SIM'] });
  });

  it.each([[{ lists: [], chosen: 9 }], [{ lists: 'x', columns: 4, chosen: 'a' }], [{ lists: [null, 3, { name: '', own: 7 }], chosen: 7 }]])(
    'are never none, whatever was kept: %j',
    (kept) => {
      store().load(kept);
      expect(shown().name).toBe('Watchlist');
    },
  );

  it('a market that is taken off comes back where it was', () => {
    store().addList('Alts', ['a', 'b', 'c']);
    const undo = store().remove('b');
    expect(shown().own).toEqual(['a', 'c']);
    store().choose(0);
    undo();
    expect(store().lists[1]!.own).toEqual(['a', 'b', 'c']);
    const back = store().remove('BTC/USD.SIM');
    expect(shown().removed).toEqual(['BTC/USD.SIM']);
    back();
    expect(shown()).toMatchObject({ own: [], removed: [] });
  });

  it('markets are added behind those that are there, each once, also one that was taken off', () => {
    store().remove('x');
    expect(store().add(['x', 'a', 'n'], ['a', 'b'])).toBe(true);
    expect(shown()).toMatchObject({ own: ['a', 'b', 'x', 'n'], removed: [] });
  });

  it('hold five thousand markets and say when they are full: nothing changes then', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `COIN${String(at)}/USDT.BINANCE`);
    expect(store().addList('All', many)).toBe(true);
    expect(JSON.stringify(keptWatchlist(store())).length).toBeLessThan(262_144);
    const before = store().lists;
    expect(store().addList('Again', [...many, ...many])).toBe(false);
    expect(store().add([...many.map((id) => `X${id}`), ...many.map((id) => `Y${id}`)], many)).toBe(false);
    expect(store().lists).toBe(before);
  });

  it('are renamed, taken away and put back; the last one stays', () => {
    store().dropList()();
    expect(store().lists).toHaveLength(1);
    store().addList('Alts', ['a']);
    store().rename('Coins');
    const undo = store().dropList();
    expect(store()).toMatchObject({ lists: [{ name: 'Watchlist' }], chosen: 0 });
    undo();
    expect(shown()).toMatchObject({ name: 'Coins', own: ['a'] });
    store().setOwn(['b', 'a']);
    store().restoreAll();
    expect(shown()).toMatchObject({ own: ['b', 'a'], all: true });
  });
});
