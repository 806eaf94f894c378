import { benchIndicators, brokenIndicators, INDICATOR_BOUNDS, indicatorLine } from './indicators.ts';

const found = benchIndicators();
const broken = brokenIndicators(found);
for (const each of found.indicators) process.stderr.write(`${indicatorLine(each)}\n`);
for (const line of broken) process.stderr.write(`NOT HELD: ${line}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
process.stdout.write(`${JSON.stringify({ ...found, bounds: INDICATOR_BOUNDS, broken })}\n`);
