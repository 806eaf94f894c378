import { describe, expect, it } from 'vitest';
import { RequestBudget, type RequestCost, type RequestLimit } from '../../../../src-main/core/rate-limit/request-budget.ts';

const MINUTE: RequestLimit = { name: 'weight', counts: 'weight', most: 100, windowMs: 60_000 };
const ORDERS: RequestLimit = { name: 'orders', counts: 'orders', most: 10, windowMs: 10_000 };
const data = (weight: number): RequestCost => ({ weight, orders: 0, urgency: 'data' });
const cancel: RequestCost = { weight: 1, orders: 0, urgency: 'cancel' };
const order: RequestCost = { weight: 1, orders: 1, urgency: 'order' };

describe('a budget of requests', () => {
  it('lets data fill 85 of 100, then makes it wait until the window has passed', () => {
    const budget = new RequestBudget([MINUTE], 0);
    budget.take(data(85), 1_000);
    expect(budget.waitFor(data(1), 1_000)).toBeGreaterThan(58_000);
    expect(budget.waitFor(data(1), 61_000)).toBeLessThan(1_000);
    expect(budget.waitFor(data(1), 62_000)).toBe(0);
  });

  it('keeps room for a cancel that data cannot take', () => {
    const budget = new RequestBudget([MINUTE], 0);
    budget.take(data(85), 0);
    for (let count = 0; count < 12; count += 1) {
      expect(budget.waitFor(cancel, 0)).toBe(0);
      budget.take(cancel, 0);
    }
    expect(budget.waitFor(cancel, 0)).toBeGreaterThan(0);
  });

  it('a counter that falls gives back what it loses, and does not wait for a window to pass', () => {
    const budget = new RequestBudget([{ name: 'counter', counts: 'weight', most: 15, windowMs: 45_000, falls: true }], 0);
    expect(budget.use(0)).toBe(0);
    budget.take(data(12), 0);
    expect(budget.use(0)).toBe(0.8);
    // 85 of 100 are 12.75; a third falls in a second.
    expect(budget.waitFor(data(1), 0)).toBeCloseTo(750, 6);
    expect(budget.waitFor(data(1), 750)).toBe(0);
    expect(budget.waitFor({ weight: 2, orders: 0, urgency: 'cancel' }, 0)).toBe(0);
    expect(budget.waitFor({ weight: 0, orders: 1, urgency: 'data' }, 0)).toBe(0);
    budget.learn('counter', 14.5, 0);
    expect(budget.use(0)).toBeCloseTo(14.5 / 15, 9);
    expect(budget.use(45_000)).toBe(0);
    expect(budget.waitFor(data(100), 45_000)).toBe(0);
  });

  it('counts orders by themselves', () => {
    const budget = new RequestBudget([MINUTE, ORDERS], 0);
    for (let count = 0; count < 9; count += 1) budget.take(order, 0);
    expect(budget.waitFor(order, 0)).toBeGreaterThan(9_000);
    expect(budget.waitsForOrders(order, 0)).toBe(true);
    expect(budget.waitFor(data(1), 0)).toBe(0);
  });

  it('tells how much of the tightest limit is used', () => {
    const budget = new RequestBudget([MINUTE, ORDERS], 0);
    expect(budget.use(0)).toBe(0);
    budget.take(data(30), 0);
    for (let count = 0; count < 5; count += 1) budget.take(order, 0);
    expect(budget.use(0)).toBe(0.5);
    expect(budget.use(20_000)).toBe(0.35);
    expect(budget.use(90_000)).toBe(0);
    expect(new RequestBudget([], 0).use(0)).toBe(0);
  });

  it('takes over what the venue counts beyond it, and not what it has counted itself', () => {
    const budget = new RequestBudget([MINUTE], 0);
    budget.take(data(40), 0);
    budget.learn('weight', 38, 100);
    expect(budget.waitFor(data(45), 100)).toBe(0);
    budget.learn('weight', 80, 100);
    expect(budget.waitFor(data(6), 100)).toBeGreaterThan(0);
    expect(budget.waitFor(data(5), 100)).toBe(0);
    budget.learn('another limit', 1_000, 100);
    expect(budget.waitFor(data(5), 100)).toBe(0);
  });

  it('is silent for as long as the venue asks, cancels too', () => {
    const budget = new RequestBudget([MINUTE], 0);
    budget.pause(5_000);
    budget.pause(3_000);
    expect(budget.waitFor(cancel, 1_000)).toBe(4_000);
    expect(budget.waitFor(cancel, 5_000)).toBe(0);
  });

  it('lets a request go alone that is heavier than its share', () => {
    const budget = new RequestBudget([MINUTE], 0);
    expect(budget.waitFor(data(100), 0)).toBe(0);
    budget.take(data(1), 0);
    expect(budget.waitFor(data(100), 0)).toBeGreaterThan(0);
    expect(budget.waitFor(data(100), 200_000)).toBe(0);
  });

  it('a long silence forgets everything', () => {
    const budget = new RequestBudget([MINUTE], 2_000);
    budget.take(data(85), 10);
    expect(budget.waitFor(data(85), 10_000_000)).toBe(0);
  });
});
