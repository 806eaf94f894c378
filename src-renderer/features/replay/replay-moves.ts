import type { ReplayMove } from '../../../src-shared/contract/replay.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { reloadPage } from '../../state/page-guard.ts';
import { tellRefusal } from '../../ui/tell.ts';

/** Moves the replay's clock; the stream says where it stands then. */
export function moveReplay(move: ReplayMove): void {
  void callMain((client, command) => client.replay.move({ command, move })).then((result) => {
    if (!result.ok) tellRefusal('replay', result.fault.message);
  });
}

/** Plays a replay that stands still, pauses one that plays. */
export function playOrPause(): void {
  const replay = useDesk.getState().status?.replay;
  if (replay) moveReplay({ kind: replay.playing ? 'pause' : 'play' });
}

/** Leaves the replay: everything the page knows is of the practice book. */
export async function leaveReplay(): Promise<void> {
  const result = await callMain((client, command) => client.replay.exit({ command }));
  if (result.ok) reloadPage();
  else tellRefusal('replay', result.fault.message);
}
