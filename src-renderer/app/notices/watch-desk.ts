import type { AppInfo, AwayNote } from '../../../src-shared/contract/app.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { DisposableStore } from '../../../src-shared/kernel/disposable.ts';
import { age } from '../../format/times.ts';
import { loadAppInfo, useAppInfo } from '../../state/app-info.ts';
import { callMain } from '../../state/call-main.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useDesk } from '../../state/desk-store.ts';
import { tellNote, tellOnce, tellRefusal, tellRisk } from '../../ui/tell.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { useShellState } from '../shell/shell-state.ts';
import { deskChanges } from './desk-changes.ts';
import { NOTICE_SENTENCES as SAY } from './sentences.ts';
import { currentFormat, tellChanges } from './tell-changes.ts';

const LOST = 'link-lost';
const FEED_LOST = 'feed-lost';

async function tellWhatWasChecked(): Promise<void> {
  const result = await callMain((client) => client.ledger.verify({}));
  if (!result.ok) tellRefusal('ledger-check', result.fault.message);
  else if (result.value.balanced && result.value.problems.length === 0) tellNote('ledger-check', SAY.checked(result.value));
  else tellRisk('ledger-check', SAY.checked(result.value));
}

/** What the last run left behind, once, with the strategies that go on. */
function tellLastRun(note: NonNullable<AppInfo['crashNote']>): void {
  const { strategies, account } = useDesk.getState();
  const names = [...strategies.values()].filter((row) => row.running).map((row) => row.strategy);
  const mode = (account?.book ?? 'paper').toUpperCase();
  const sentence = SAY.lastRun(note, currentFormat().timeOrDate(note.endedAt, Date.now()), SAY.goesOn([...new Set(names)], mode));
  const tell = note.balanced && note.missing === 0 ? tellOnce : tellRisk;
  tell('last-run', sentence, { label: SAY.whatWasChecked, onPress: () => void tellWhatWasChecked() });
}

/** What happened while no window was there. */
function tellAway(note: AwayNote): void {
  const format = currentFormat();
  const quote = useDesk.getState().account?.quote ?? '';
  const sentence = SAY.away(note, { away: age(note.to - note.from), realised: `${format.change(note.realised, 2).text} ${quote}` });
  tellOnce('away', sentence, {
    label: SAY.showAway,
    onPress: () => {
      useToasts.getState().close('away');
      useShellState.getState().open('away');
    },
  });
}

/** Main has a new note: the desk could not be followed for a while, though the window was there. */
async function tellNewAway(): Promise<void> {
  const { client } = useDeskLink.getState();
  if (client === null) return;
  await loadAppInfo(client);
  const note = useAppInfo.getState().info?.away;
  if (note !== null && note !== undefined) tellAway(note);
}

/** Tells of the last run once the strategies are known too. */
function watchLastRun(): () => void {
  let told = false;
  const look = (): void => {
    const { info } = useAppInfo.getState();
    if (told || info === undefined || !useDesk.getState().ready) return;
    told = true;
    if (info.crashNote !== null) tellLastRun(info.crashNote);
    if (info.away?.isNew === true) tellAway(info.away);
  };
  const stops = [useAppInfo.subscribe(look), useDesk.subscribe(look)];
  look();
  return () => {
    stops.forEach((stop) => {
      stop();
    });
  };
}

function watchLink(): () => void {
  return useDeskLink.subscribe(({ lost }, { lost: before }) => {
    if (lost !== null && before === null) {
      const now = Date.now();
      tellRisk(LOST, SAY.lost(currentFormat().timeOfDay(now), Math.round((lost.retryAt - now) / 1_000)));
    } else if (lost === null && before !== null) {
      useToasts.getState().close(LOST);
      tellNote('link-found', SAY.found);
    }
  });
}

/** The venue is not heard any more, or again. */
function watchFeed(): () => void {
  return useDesk.subscribe(({ status }, { status: before }) => {
    if (status === null || before === null || status.connected === before.connected) return;
    if (status.connected) {
      useToasts.getState().close(FEED_LOST);
      tellNote('feed-found', SAY.found);
    } else if (status.ledger !== 'failed') tellRisk(FEED_LOST, SAY.feedLost(status.venue, currentFormat().timeOfDay(Date.now())));
  });
}

/** Tells, from now on, what happens at the desk and to the connection. */
export function watchDesk(): Releasable {
  const held = new DisposableStore();
  held.add(
    useDesk.subscribe((after, before) => {
      const changes = deskChanges(before, after);
      if (changes === null) return;
      tellChanges(changes);
      if (changes.notices.some(({ code }) => code === 'window.away')) void tellNewAway();
    }),
  );
  held.add(watchLink());
  held.add(watchFeed());
  held.add(watchLastRun());
  return held;
}
