import { benchEventToOrder } from './event-to-order.ts';
import { eventLine, liveFindings, loadLine } from './live-bounds.ts';
import { benchLiveLoad } from './live-load.ts';

// The live session alone: `node tests/bench/live-main.ts --seconds 20`. Further options go to the session's process: `--cpu-prof`, for one.

const at = process.argv.indexOf('--seconds');
const seconds = at < 0 ? 20 : Number(process.argv[at + 1]);
const options = process.argv.slice(2).filter((option, place) => option.startsWith('--') && place + 2 !== at);
const event = await benchEventToOrder();
process.stderr.write(`${eventLine(event)}\n`);
const load = await benchLiveLoad(seconds, options);
process.stderr.write(`${loadLine(load)}\n`);
const found = liveFindings(event, load);
process.stdout.write(`${JSON.stringify({ event, load, ...found })}\n`);
process.exitCode = Object.values(found).every((each) => each === 0) ? 0 : 1;
