import type { Calibration } from './calibration.ts';

/** How often the overfit gate passes noise and how often it passes an edge. */
export const overfitGate: Calibration = {
  name: 'overfit-gate',
  run: () => Promise.reject(new Error('The overfit gate is not calibrated yet.')),
};
