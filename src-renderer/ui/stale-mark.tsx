import { Clock } from 'lucide-react';
import type { ReactElement } from 'react';

/** The clock beside the label of one figure that is stale; `age` as "25 s old". */
export function StaleMark({ age }: { readonly age: string }): ReactElement {
  return (
    <span className="ui-stale-mark" role="img" aria-label={age}>
      <Clock size={10} strokeWidth={2} aria-hidden />
    </span>
  );
}
