import type { ReactElement } from 'react';
import { askForReplay, type ReplayWish } from '../../state/replay-request.ts';
import { useReplaying } from '../../state/replaying.ts';
import { Button } from '../../ui/button.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Begins a replay of bars that are on show: the dialog opens with them. */
export function ReplayButton({ wish, children }: { readonly wish: ReplayWish; readonly children: string }): ReactElement {
  const replaying = useReplaying();
  return (
    <Button
      size="small"
      disabledReason={replaying ? SAY.replayOn : undefined}
      onPress={() => {
        askForReplay(wish);
      }}
    >
      {children}
    </Button>
  );
}
