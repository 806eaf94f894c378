import type { ReactElement } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import { useShellState } from '../shell/shell-state.ts';
import { HELP_TOPICS } from './topics.ts';

/** One help topic: what it is, and what to type for it. */
export function HelpDialog(): ReactElement {
  const { overlay, topic: id, close } = useShellState();
  const topic = HELP_TOPICS.find((each) => each.id === id);
  return (
    <Dialog open={overlay === 'help' && topic !== undefined} onClose={close} title={topic?.title ?? ''} closeLabel={SAY.close} width={560}>
      <div className="app-help" data-selectable="">
        {topic?.text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {topic?.examples === undefined ? null : (
          <dl className="app-help-examples">
            {topic.examples.map(([typed, meaning]) => (
              <div key={typed}>
                <dt>
                  <code>{typed}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Dialog>
  );
}
