import { useCallback, useState } from 'react';

/** Content size of a box in whole pixels; 0 while it is hidden. */
export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

const NOTHING: BoxSize = { width: 0, height: 0 };

/** A ref for an element and the size it has. A hidden element has no size, so what is drawn by it draws nothing. */
export function useBoxSize(): readonly [(element: HTMLElement | null) => (() => void) | undefined, BoxSize] {
  const [size, setSize] = useState(NOTHING);
  const take = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => {
      observer.disconnect();
    };
  }, []);
  return [take, size];
}
