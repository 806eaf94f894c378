import { afterEach, describe, expect, it } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { replayJournal } from '../../src-main/run-paper.ts';
import { LiveHome, liveIntent } from '../support/live-kit.ts';
import type { Protocol } from '../venue/protocols.ts';
import { ENDPOINTS } from './fixtures/trading.ts';

let live: LiveHome;

afterEach(() => live.close());

describe.each<{ readonly protocol: Protocol; readonly lots: number }>([
  // A thousandth of the coins is the fee, or of the money.
  { protocol: 'okx', lots: 999 },
  { protocol: 'kraken', lots: 1_000 },
])('a live session at $protocol', ({ protocol, lots }) => {
  it('buys, holds in doubt what is not answered, learns that it stands there, and ends in agreement with nothing left', async () => {
    live = await LiveHome.open(protocol);
    const states: string[] = [];
    const outcome = await live.session([
      ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
      ({ command }) => command({ type: 'place', intents: [liveIntent()] }).ok,
      ({ opened: { engine } }) => engine.account.orders.size === 0,
      ({ opened: { engine } }) => {
        expect(engine.account.positions.lots(0)).toBe(lots);
        for (const [asset, amount] of engine.account.balances.entries())
          expect([asset, amount.toString()]).toEqual([asset, Decimal.parse(live.held(asset)).toString()]);
        // The answer is lost, and so is what the venue tells by itself: only asking proves anything.
        const { control } = live.venue;
        control.run({ do: 'add fault', rule: { surface: 'rest', endpoint: ENDPOINTS[protocol].place, fault: { kind: 'lose reply' } } });
        control.run({ do: 'add fault', rule: { surface: 'user', times: 10, fault: { kind: 'drop' } } });
        return true;
      },
      ({ command }) => command({ type: 'place', intents: [liveIntent({ type: 'limit', limitTicks: 3_000_000 })] }).ok,
      ({ opened: { engine } }) => {
        const state = engine.account.orders.all()[0]?.state;
        if (state !== undefined && state !== states.at(-1)) states.push(state);
        return state === 'acknowledged';
      },
    ]);
    expect(states).toEqual(['submitted', 'in-doubt', 'acknowledged']);
    expect(outcome).toMatchObject({ orders: 2, inDoubt: 0, differences: [], agreed: true, leftOpen: 0, lost: null });
    expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
    expect(live.orders).toMatchObject([{ status: 'FILLED' }, { status: 'CANCELED' }]);
    expect(replayJournal(live.home, outcome.session)).toMatchObject({ firstDifference: null, difference: '' });
  });
});
