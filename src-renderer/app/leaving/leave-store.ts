import { create } from 'zustand';
import { useAppInfo } from '../../state/app-info.ts';

/** Whether the question of a closed window is open. */
export const useLeaving = create<{ readonly asked: boolean }>()(() => ({ asked: false }));

/** Opens the question. */
export function askAboutLeaving(): void {
  useLeaving.setState({ asked: true });
}

/** A window that came back because it was closed before it could ask begins with the question. */
export function askWhereLeft(): void {
  const look = ({ info }: ReturnType<typeof useAppInfo.getState>): void => {
    if (info?.leaving === true) askAboutLeaving();
  };
  look(useAppInfo.getState());
  useAppInfo.subscribe(look);
}
