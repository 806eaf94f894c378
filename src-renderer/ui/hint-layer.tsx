import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';

/** What an element says when it is hovered or focused. */
export interface Hint {
  readonly text: string;
  /** The key that does the same, shown at the right. */
  readonly keys?: string | undefined;
}

/** Attributes that give an element its tooltip; spread them on any element. The text is also its accessible description. */
export function hintProps(hint: Hint | string | undefined): Record<string, string> {
  if (hint === undefined) return {};
  const { text, keys } = typeof hint === 'string' ? { text: hint, keys: undefined } : hint;
  return { 'data-hint': text, 'aria-description': text, ...(keys === undefined ? {} : { 'data-hint-keys': keys }) };
}

/** Attributes that give words which may be cut short their full text as a tooltip, only while they are cut. They are read out in full anyway. */
export function clippedHint(text: string): Record<string, string> {
  return { 'data-hint': text, 'data-hint-clipped': '' };
}

function isWanted(element: HTMLElement | SVGElement): boolean {
  return element.dataset['hintClipped'] === undefined || element.scrollWidth > element.clientWidth;
}

interface Shown extends Hint {
  readonly anchor: DOMRect;
}

const OPEN_AFTER_MS = 400;
const MARGIN = 6;

function hintAt(target: EventTarget | null): HTMLElement | SVGElement | null {
  return target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-hint]') : null;
}

/**
 * The one tooltip of the window, for every element with `hintProps`: opens on hover and on keyboard focus, closes on Escape, stays while hovered.
 * One layer in place of a component per element, because tables carry a hint in every unknown cell.
 */
export function HintLayer(): ReactElement | null {
  const [shown, setShown] = useState<Shown>();
  useHintEvents(setShown);
  return shown === undefined ? null : createPortal(<HintBox {...shown} />, document.body);
}

function useHintEvents(show: (shown: Shown | undefined) => void): void {
  useEffect(() => {
    let timer = 0;
    let owner: Element | null = null;
    const close = (): void => {
      clearTimeout(timer);
      owner = null;
      show(undefined);
    };
    const open = (element: HTMLElement | SVGElement, delay: number): void => {
      if (owner === element) return;
      clearTimeout(timer);
      owner = element;
      timer = window.setTimeout(() => {
        const { hint = '', hintKeys } = element.dataset;
        if (element.isConnected && hint !== '' && isWanted(element))
          show({ text: hint, keys: hintKeys, anchor: element.getBoundingClientRect() });
      }, delay);
    };
    const over = (event: PointerEvent): void => {
      if (event.target instanceof Element && event.target.closest('.ui-hint')) return;
      const element = hintAt(event.target);
      if (element) open(element, OPEN_AFTER_MS);
      else if (owner && !owner.matches(':focus-visible')) close();
    };
    const focus = (event: FocusEvent): void => {
      const element = hintAt(event.target);
      if (element?.matches(':focus-visible')) open(element, 0);
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    const controller = new AbortController();
    const { signal } = controller;
    document.addEventListener('pointerover', over, { signal });
    document.addEventListener('pointerdown', close, { signal });
    document.addEventListener('focusin', focus, { signal });
    document.addEventListener('focusout', close, { signal });
    document.addEventListener('keydown', key, { signal, capture: true });
    window.addEventListener('blur', close, { signal });
    window.addEventListener('scroll', close, { signal, capture: true });
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [show]);
}

function HintBox({ text, keys, anchor }: Shown): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    const below = anchor.bottom + MARGIN;
    const top = below + height > window.innerHeight ? anchor.top - MARGIN - height : below;
    const left = Math.min(Math.max(4, anchor.left + anchor.width / 2 - width / 2), window.innerWidth - width - 4);
    element.style.translate = `${String(Math.round(left))}px ${String(Math.round(top))}px`;
  }, [anchor, text]);
  return (
    <div ref={box} className="ui-hint" role="tooltip">
      {text}
      {keys === undefined ? null : <kbd className="ui-kbd">{keys}</kbd>}
    </div>
  );
}
