import { describe, expect, it } from 'vitest';
import { closingParts, positionLines, positionSums } from '../../../../src-renderer/features/positions/positions-model.ts';
import type { PositionRow } from '../../../../src-shared/contract/rows.ts';
import { INSTRUMENTS, positionRow } from '../sample-rows.ts';

function lines(...rows: readonly PositionRow[]) {
  return positionLines(new Map(rows.map((row) => [row.instrument, row])), INSTRUMENTS, 61_000);
}

describe('a position line', () => {
  it('says what was paid, the share won and its age in market time', () => {
    const [line] = lines(positionRow());
    expect(line?.cost.toString()).toBe('5195.285');
    // 16.29 / 5,195.285
    expect(line?.pnlShare?.toNumber()).toBeCloseTo(0.00313554, 8);
    expect(line?.age).toBe(60_000);
  });

  it('counts profit in multiples of what the stop puts at risk', () => {
    // 16.29 / ((103,905.70 - 103,750.00) x 0.05) = 16.29 / 7.785
    const [line] = lines(positionRow({ stop: '103750.00' }));
    expect(Number(String(line?.risk))).toBeCloseTo(2.0925, 4);
  });

  it('knows no multiple without a stop, nor beyond the entry, nor without a price', () => {
    expect(lines(positionRow())[0]?.risk).toBe('no-stop');
    expect(lines(positionRow({ stop: '104000.00' }))[0]?.risk).toBe('nothing-at-risk');
    const [unpriced] = lines(positionRow({ mark: '0', stop: '103750.00' }));
    expect(unpriced).toMatchObject({ risk: 'no-price', value: null, pnl: null, pnlShare: null });
  });

  it('turns the side of a short one', () => {
    const [line] = lines(positionRow({ size: '-0.05', value: '-5211.575', unrealised: '-16.29', stop: '104000.00' }));
    expect(line?.long).toBe(false);
    expect(line?.value?.toString()).toBe('5211.575');
    // -16.29 / ((104,000.00 - 103,905.70) x 0.05)
    expect(Number(String(line?.risk))).toBeCloseTo(-3.4549, 4);
  });

  it('has a price at which it pays for itself: of a long above its entry, of a short below', () => {
    // 103,905.70 x 1.001 / 0.999 = 104,113.719..., and x 0.999 / 1.001 = 103,698.096...
    expect(lines(positionRow())[0]?.breakEven).toBe('104113.72');
    expect(lines(positionRow({ size: '-0.05' }))[0]?.breakEven).toBe('103698.09');
  });

  it('keeps room for the most digits of its column', () => {
    const shown = lines(positionRow({ stop: '1.00' }), positionRow({ instrument: 'XRP/USD.SIM', size: '1800' }));
    expect(shown[0]?.room).toEqual({ price: 4, size: 5, stop: 2, target: 0, liquidation: 0 });
  });

  it('leaves the table when it is flat', () => {
    expect(lines(positionRow({ size: '0' }))).toEqual([]);
  });
});

describe('the sum row', () => {
  it('adds the lines as shown, so that it is the sum of what one reads', () => {
    const shown = lines(
      positionRow({ value: '1.004', unrealised: '0.004', realisedToday: '0.006' }),
      positionRow({ instrument: 'XRP/USD.SIM', size: '1', value: '1.004', unrealised: '0.004', realisedToday: '0.006' }),
    );
    const sums = positionSums(shown);
    expect(sums.value?.toString()).toBe('2');
    expect(sums.pnl?.toString()).toBe('0');
    expect(sums.realised?.toString()).toBe('0.02');
  });

  it('is unknown when a line is', () => {
    expect(positionSums(lines(positionRow(), positionRow({ instrument: 'XRP/USD.SIM', mark: '0' })))).toMatchObject({
      value: null,
      pnl: null,
    });
  });
});

it('closing everything is said side by side', () => {
  const shown = lines(positionRow(), positionRow({ instrument: 'XRP/USD.SIM', size: '-1800' }));
  expect(closingParts(shown, (line) => line.size.toString())).toEqual({ sell: '0.05 BTC', buy: '1800 XRP' });
});
