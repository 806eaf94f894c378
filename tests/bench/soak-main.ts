import { benchSoak } from './soak.ts';

/** The page's heap and the window's memory may grow by this much over the whole time. */
const GROWTH = 1.1;

const minutes = Number(process.argv[process.argv.indexOf('--minutes') + 1]);
const soak = await benchSoak(minutes);
const grew = ([first, last]: readonly [number | null, number | null]): number =>
  first !== null && last !== null && last > first * GROWTH ? 1 : 0;
const found = soak === null ? null : { heapGrew: grew(soak.heap), memoryGrew: grew(soak.memory), listenersGrew: grew(soak.listeners) };
process.stdout.write(`${JSON.stringify({ ...soak, ...found })}\n`);
process.exitCode = found !== null && Object.values(found).every((each) => each === 0) ? 0 : 1;
