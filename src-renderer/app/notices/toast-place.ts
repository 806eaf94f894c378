import { useLayoutEffect, useState } from 'react';
import { useToasts } from '../../ui/toasts.tsx';

const MARGIN = 8;
const TOAST = 360;
/** Panels that no toast ever covers. */
const KEPT_CLEAR = '[data-region="ticket"], [data-region="account"]';

/** How far from the right edge toasts stand so that they cover none of the boxes; boxes away from that edge are not in their way. */
export function toastEnd(boxes: readonly { readonly left: number; readonly right: number }[], width: number): number {
  const atEdge = boxes.filter(({ right }) => right > width - TOAST - MARGIN);
  const left = Math.min(width, ...atEdge.map((box) => box.left));
  return left < TOAST + 2 * MARGIN ? MARGIN : width - left + MARGIN;
}

/** The place of toasts now: beside the ticket and the account, measured anew with every toast and every size of the window. */
export function useToastEnd(): number {
  const count = useToasts((store) => store.toasts.length);
  const [end, setEnd] = useState(MARGIN);
  useLayoutEffect(() => {
    const measure = (): void => {
      const panels = [...document.querySelectorAll(KEPT_CLEAR)].filter((panel) => panel.checkVisibility());
      setEnd(
        toastEnd(
          panels.map((panel) => panel.getBoundingClientRect()),
          window.innerWidth,
        ),
      );
    };
    if (count === 0) return undefined;
    measure();
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('resize', measure);
    };
  }, [count]);
  return end;
}
