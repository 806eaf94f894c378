import { Check, ChevronDown } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { Button as AriaButton, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { catalogue } from '../format/catalogue.ts';
import { cx } from './cx.ts';
import type { ButtonSize, ButtonTone } from './button.tsx';
import { hintProps } from './hint-layer.tsx';
import { useGridTabIndex } from './in-grid.ts';
import { ICON } from './icon-button.tsx';

const WORDS = catalogue({ on: 'on' });

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly onChoose: () => void;
  /** The key that does the same. */
  readonly keys?: string | undefined;
  /** Whether a choice is made; such an entry keeps room for its mark. */
  readonly checked?: boolean | undefined;
  /** Why it cannot be chosen now, said beside it. */
  readonly disabledReason?: string | undefined;
}

interface MenuBase {
  /** A function is asked each time the menu opens. */
  readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[]);
  readonly className?: string;
}

/** A button of words that opens a menu: `Close ▾`, `Stop ▾`. */
export interface MenuButtonProps extends MenuBase {
  readonly children: ReactNode;
  readonly tone?: Extract<ButtonTone, 'plain' | 'quiet'>;
  readonly size?: Exclude<ButtonSize, 'tall'>;
  readonly label?: string;
  readonly hint?: string;
}

export function MenuButton({ children, entries, tone = 'plain', size = 'normal', label, hint, className }: MenuButtonProps): ReactElement {
  const inGrid = useGridTabIndex() === -1;
  return (
    <MenuTrigger>
      <AriaButton
        excludeFromTabOrder={inGrid}
        className={cx('ui-button', 'ui-menu-button', className)}
        data-tone={tone}
        data-size={size}
        {...(label === undefined ? {} : { 'aria-label': label })}
        {...hintProps(hint)}
      >
        <span className="ui-button-label">
          {children}
          <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
        </span>
      </AriaButton>
      <MenuList entries={entries} />
    </MenuTrigger>
  );
}

/** An icon of 24x24 that opens a menu. */
export interface IconMenuProps extends MenuBase {
  readonly icon: LucideIcon;
  readonly label: string;
  /** Drawn as switched on: something of the menu is in force. */
  readonly active?: boolean;
}

export function IconMenu({ icon: Icon, label, entries, active, className }: IconMenuProps): ReactElement {
  const inGrid = useGridTabIndex() === -1;
  return (
    <MenuTrigger>
      <AriaButton
        excludeFromTabOrder={inGrid}
        className={cx('ui-icon-button', className)}
        aria-label={label}
        data-active={active || undefined}
        {...hintProps(label)}
      >
        <Icon {...ICON} />
      </AriaButton>
      <MenuList entries={entries} />
    </MenuTrigger>
  );
}

function MenuList({ entries }: { readonly entries: MenuBase['entries'] }): ReactElement {
  return (
    <Popover className="ui-popover" offset={4}>
      <MenuEntries entries={entries} />
    </Popover>
  );
}

/** A menu that opens at an element which is no button, such as the place of a press. */
export function MenuPopover({
  anchor,
  label,
  entries,
  onClose,
}: {
  readonly anchor: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}): ReactElement {
  return (
    <Popover
      className="ui-popover"
      triggerRef={anchor}
      placement="bottom start"
      offset={0}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <MenuEntries entries={entries} label={label} onClose={onClose} />
    </Popover>
  );
}

function MenuEntries({
  entries: given,
  label,
  onClose,
}: {
  readonly entries: MenuBase['entries'];
  readonly label?: string;
  readonly onClose?: () => void;
}): ReactElement {
  const entries = typeof given === 'function' ? given() : given;
  return (
    <AriaMenu
      className="ui-menu"
      items={entries}
      disabledKeys={entries.filter((entry) => entry.disabledReason !== undefined).map((entry) => entry.id)}
      {...(label === undefined ? {} : { 'aria-label': label, autoFocus: 'first' as const })}
      {...(onClose === undefined ? {} : { onClose })}
    >
      {(entry) => (
        <MenuItem className="ui-menu-item" id={entry.id} textValue={entry.label} onAction={entry.onChoose}>
          {entry.checked === undefined ? null : (
            <span className="ui-menu-check">
              {entry.checked ? <Check size={14} strokeWidth={1.5} role="img" aria-label={WORDS.on} /> : null}
            </span>
          )}
          <span className="ui-menu-words">{entry.label}</span>
          {entry.disabledReason === undefined ? null : <span className="ui-menu-detail">{entry.disabledReason}</span>}
          {entry.keys === undefined ? null : <kbd className="ui-kbd">{entry.keys}</kbd>}
        </MenuItem>
      )}
    </AriaMenu>
  );
}
