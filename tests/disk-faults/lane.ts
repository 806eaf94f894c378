import { ControlledDisk } from './failing-disk.ts';
import type { LaneOrder, LaneWord } from './lanes.ts';
import { scenarioHere } from './scenario-life.ts';
import { SessionStrikes } from './session-strikes.ts';
import type { Struck } from './struck.ts';

// A process in which one kind of session is struck again and again. Its disk is armed anew for each: what a process costs to start is paid for once.

async function struckOf(kind: string, folder: string, disk: ControlledDisk): Promise<Struck> {
  if (kind === 'live session') {
    // Replaces the platform's clock and timers, before the library of the venues is loaded.
    const { LiveStrikes } = await import('./live-strikes.ts');
    return new LiveStrikes(folder, disk);
  }
  return new SessionStrikes(kind === 'new session' ? 'new' : 'resumed', scenarioHere(disk), folder);
}

function tell(word: LaneWord): void {
  process.send?.(word);
}

const [kind = '', folder = '', control = ''] = process.argv.slice(2);
const struck = await struckOf(kind, folder, new ControlledDisk(control));
tell({ kind: 'calls', calls: await struck.undisturbed() });
process.on('message', ({ name, strike }: LaneOrder) => {
  struck.strike(name, strike).then(
    (outcome) => tell({ kind: 'outcome', outcome }),
    (thrown: unknown) => tell({ kind: 'broken', problem: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }),
  );
});
