import { usePanelRequests } from '../state/panel-request.ts';
import { useDock } from './dock/dock-store.ts';
import { focusInto } from './focus-regions.ts';
import { useShellState } from './shell/shell-state.ts';

/** Does what panels ask of the shell, each request once. Returns how to stop. */
export function answerPanelWishes(): () => void {
  return usePanelRequests.subscribe(({ request }, { request: before }) => {
    if (request === null || request.serial === before?.serial) return;
    if (request.wish === 'start-again') {
      useShellState.getState().open('start-again');
      return;
    }
    useDock.getState().show(request.wish);
    if (request.wish === 'ticket') {
      requestAnimationFrame(() => {
        focusInto('ticket');
      });
    }
  });
}
