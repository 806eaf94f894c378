import { isMainThread } from 'node:worker_threads';
import { startParentWatch, watchParent } from '../adapters/strategy-process/parent-watch.ts';
import { runStrategyChild } from '../adapters/strategy-process/strategy-child.ts';

if (isMainThread) {
  startParentWatch(import.meta.filename);
  await runStrategyChild();
} else watchParent();
