import { runStrategyChild } from '../adapters/strategy-process/strategy-child.ts';

await runStrategyChild();
