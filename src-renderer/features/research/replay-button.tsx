import type { ReactElement } from 'react';
import type { RunRequest } from '../../../src-shared/contract/research.ts';
import { isBarsRequest } from '../../state/bars-source.ts';
import { askForReplay } from '../../state/replay-request.ts';
import { useReplaying } from '../../state/replaying.ts';
import { Button } from '../../ui/button.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

type Over = Pick<RunRequest, 'source'> & Partial<Pick<RunRequest, 'instrument' | 'timeframe' | 'from' | 'to'>>;

/** Begins a replay of bars that are on show: the dialog opens with them. */
export function ReplayButton({ over, children }: { readonly over: Over; readonly children: string }): ReactElement {
  const replaying = useReplaying();
  return (
    <Button
      size="small"
      disabledReason={replaying ? SAY.replayOn : isBarsRequest(over) ? undefined : SAY.bookNoReplay}
      onPress={() => {
        if (isBarsRequest(over)) askForReplay(over);
      }}
    >
      {children}
    </Button>
  );
}
