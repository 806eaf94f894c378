import { describe, expect, it } from 'vitest';
import type { OrderGroup, OrderIntent } from '../../../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { type Answer, EngineKit, funded, intent } from './engine-kit.ts';

const STOP = { side: 'sell', type: 'stop', triggerTicks: 9_000, reduceOnly: true } as const;
const TAKE = { side: 'sell', type: 'limit', limitTicks: 11_000, reduceOnly: true } as const;

function member(role: OrderGroup['role']): { readonly group: OrderGroup } {
  return { group: { id: 'b', role } };
}

function working(kit: EngineKit, ...intents: readonly Partial<OrderIntent>[]): readonly ClientOrderId[] {
  const { sent } = kit.place(...intents.map(intent));
  for (const id of sent) kit.ack(id);
  return sent;
}

function amended({ actions }: Answer): readonly (readonly [ClientOrderId, number])[] {
  return actions.flatMap((action) => (action.kind === 'amend' ? [[action.amendment.order, action.amendment.terms.lots] as const] : []));
}

function take(kit: EngineKit, { actions }: Answer): Answer {
  let last: Answer | null = null;
  for (const action of actions) {
    if (action.kind !== 'amend') continue;
    const { order, number, terms } = action.amendment;
    last = kit.report({ kind: 'amended', order, number, terms, time: utcMs(kit.now) });
  }
  if (last === null) throw new Error('nothing was amended');
  return last;
}

function close(kit: EngineKit, percent: number): Answer {
  return kit.command({ type: 'close', instrument: 0, percent });
}

describe('closing a part of a position', () => {
  it('leaves a stop where it is, and lets it say what is left when the part is sold', () => {
    const kit = funded();
    kit.buy(10_000);
    const [stop] = working(kit, STOP);
    const half = close(kit, 50);
    expect([half.cancelled, half.of('order').map(({ order }) => order.lots)]).toEqual([[], [5_000]]);
    kit.ack(half.sent[0]!);
    expect(kit.fill(half.sent[0]!, 2_000, { remaining: 3_000 }).actions).toEqual([]);
    expect(amended(kit.fill(half.sent[0]!, 3_000))).toEqual([[stop, 5_000]]);
  });

  it('lets resting targets give up their share of the coins first, the last one what rounding leaves', () => {
    const kit = funded();
    kit.buy(10_000);
    const [first] = working(kit, { ...TAKE, lots: 3_333 });
    const [second] = working(kit, { ...TAKE, lots: 6_667, limitTicks: 11_500 });
    const half = close(kit, 50);
    expect(half.sent).toEqual([]);
    expect(amended(half)).toEqual([
      [first, 1_666],
      [second, 3_334],
    ]);
    expect(
      take(kit, half)
        .of('order')
        .map(({ order }) => [order.type, order.lots]),
    ).toEqual([['market', 5_000]]);
  });

  it('cancels resting orders after all where the venue does not let them shrink', () => {
    const kit = funded();
    kit.buy(10_000);
    const [target] = working(kit, TAKE);
    close(kit, 50);
    const refused = kit.report({ kind: 'amend-refused', order: target!, number: 1, reason: 'too-late', time: utcMs(kit.now) });
    expect([refused.cancelled, refused.sent]).toEqual([[target], []]);
    expect(
      kit
        .end('cancelled', target!)
        .of('order')
        .map(({ order }) => order.lots),
    ).toEqual([5_000]);
  });

  it('keeps a bracket fitting: stop and targets for what is left', () => {
    const kit = funded();
    const [entry, stop, target] = working(kit, member('entry'), { ...STOP, ...member('stop') }, { ...TAKE, ...member('target') });
    kit.fill(entry!, 10_000);
    kit.fill(target!, 2_000, { price: 110, remaining: 8_000 });
    const half = close(kit, 50);
    // Eight are held: four stay, of which the target sold two before.
    expect(amended(half)).toEqual([[target, 6_000]]);
    const sold = take(kit, half);
    kit.ack(sold.sent[0]!);
    expect(amended(kit.fill(sold.sent[0]!, 4_000))).toEqual([[stop, 6_000]]);
    expect([kit.held(), kit.engine.gate.outstandingLots(0, 'sell')]).toEqual([4_000, 8_000]);
  });

  it('shares what is left among several stops', () => {
    const kit = funded();
    kit.buy(10_000);
    const [first] = working(kit, { ...STOP, lots: 3_000 });
    const [second] = working(kit, { ...STOP, lots: 7_000, triggerTicks: 8_000 });
    const third = close(kit, 70);
    kit.ack(third.sent[0]!);
    expect(amended(kit.fill(third.sent[0]!, 7_000))).toEqual([
      [first, 900],
      [second, 2_100],
    ]);
  });

  it('lets the legs of an entry that has filled nothing be', () => {
    const kit = funded();
    kit.buy(10_000);
    const bracket = working(
      kit,
      { type: 'limit', limitTicks: 9_900, ...member('entry') },
      { ...STOP, ...member('stop') },
      { ...TAKE, ...member('target') },
    );
    expect(bracket).toHaveLength(3);
    const all = close(kit, 100);
    expect([all.cancelled, all.of('order').map(({ order }) => order.lots)]).toEqual([[], [10_000]]);
    kit.ack(all.sent[0]!);
    expect(kit.fill(all.sent[0]!, 10_000).actions).toEqual([]);
  });

  it('leaves a stop as it is while its entry still fills', () => {
    const kit = funded();
    kit.buy(10_000);
    const [entry] = working(kit, { type: 'limit', limitTicks: 9_900, ...member('entry') }, { ...STOP, ...member('stop') });
    kit.fill(entry!, 1_000, { price: 99, remaining: 9_000 });
    const part = close(kit, 100);
    expect(part.cancelled).toHaveLength(1);
  });
});

describe('where stops hold coins back, as at a real venue', () => {
  const live = (): EngineKit => {
    const kit = new EngineKit({ reconciles: true });
    kit.look({ USD: '100000' });
    kit.look({ USD: '100000' });
    kit.quote(100);
    return kit;
  };

  it('a part of a position is sold when the stop has given up its share', () => {
    const kit = live();
    kit.buy(10_000);
    const [stop] = working(kit, STOP);
    const half = close(kit, 50);
    expect([half.sent, amended(half)]).toEqual([[], [[stop, 5_000]]]);
    expect(
      take(kit, half)
        .of('order')
        .map(({ order }) => [order.type, order.lots]),
    ).toEqual([['market', 5_000]]);
  });

  it('the legs of a bracket share what is left', () => {
    const kit = live();
    const [entry, ...legs] = working(kit, member('entry'), { ...STOP, ...member('stop') }, { ...TAKE, ...member('target') });
    kit.fill(entry!, 10_000);
    const half = close(kit, 50);
    expect([half.sent, amended(half)]).toEqual([[], legs.map((leg) => [leg, 5_000])]);
    expect(take(kit, half).of('order')).toMatchObject([{ order: { type: 'market', lots: 5_000 } }]);
  });
});
