import './live.css';
import type { ReactElement } from 'react';
import { useLiveRequest } from '../../state/live-request.ts';
import { ArmDialog } from './arm-dialog.tsx';
import { EndDialog } from './end-dialog.tsx';

function close(): void {
  useLiveRequest.setState({ wish: null });
}

/** The dialog that arms an account at an exchange, or the question whether its session is to end. */
export function LiveDialog(): ReactElement | null {
  const wish = useLiveRequest((store) => store.wish);
  if (wish === null) return null;
  return wish.kind === 'arm' ? <ArmDialog asked={wish.name} onClose={close} /> : <EndDialog onClose={close} />;
}
