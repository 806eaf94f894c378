import { useRef } from 'react';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { MenuPopover } from './menu.tsx';
import type { MenuEntry } from './menu.tsx';

/** A menu at a place of the window, CSS pixels. */
export interface MenuAt {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** Where a menu belongs that was asked for by pointer or by key: at the pointer, or under what has the focus. */
export function placeOfMenu(event: { readonly clientX: number; readonly clientY: number; readonly target: EventTarget }): {
  readonly x: number;
  readonly y: number;
} {
  if (event.clientX > 0 || event.clientY > 0) return { x: event.clientX, y: event.clientY };
  const box = event.target instanceof Element ? event.target.getBoundingClientRect() : new DOMRect();
  return { x: box.left + Math.min(24, box.width / 2), y: box.bottom };
}

/** The menu of a row or a head, opened by the second button, Shift+F10 or the menu key. */
export function ContextMenu({ menu, onClose }: { readonly menu: MenuAt | null; readonly onClose: () => void }): ReactElement | null {
  const anchor = useRef<HTMLSpanElement>(null);
  if (menu === null) return null;
  return (
    <>
      {createPortal(
        <span ref={anchor} className="ui-menu-anchor" style={{ insetInlineStart: menu.x, insetBlockStart: menu.y }} />,
        document.body,
      )}
      <MenuPopover anchor={anchor} label={menu.label} entries={menu.entries} onClose={onClose} />
    </>
  );
}
