import { ChevronDown } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { cx } from './cx.ts';
import type { ButtonSize, ButtonTone } from './button.tsx';
import { hintProps } from './hint-layer.tsx';
import { useGridTabIndex } from './in-grid.ts';
import { ICON } from './icon-button.tsx';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly onChoose: () => void;
  /** The key that does the same. */
  readonly keys?: string | undefined;
  /** Why it cannot be chosen now, said beside it. */
  readonly disabledReason?: string | undefined;
}

interface MenuBase {
  readonly entries: readonly MenuEntry[];
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
}

export function IconMenu({ icon: Icon, label, entries, className }: IconMenuProps): ReactElement {
  const inGrid = useGridTabIndex() === -1;
  return (
    <MenuTrigger>
      <AriaButton excludeFromTabOrder={inGrid} className={cx('ui-icon-button', className)} aria-label={label} {...hintProps(label)}>
        <Icon {...ICON} />
      </AriaButton>
      <MenuList entries={entries} />
    </MenuTrigger>
  );
}

function MenuList({ entries }: { readonly entries: readonly MenuEntry[] }): ReactElement {
  return (
    <Popover className="ui-popover" offset={4}>
      <AriaMenu
        className="ui-menu"
        items={entries}
        disabledKeys={entries.filter((entry) => entry.disabledReason !== undefined).map((entry) => entry.id)}
      >
        {(entry) => (
          <MenuItem className="ui-menu-item" id={entry.id} textValue={entry.label} onAction={entry.onChoose}>
            <span className="ui-menu-words">{entry.label}</span>
            {entry.disabledReason === undefined ? null : <span className="ui-menu-detail">{entry.disabledReason}</span>}
            {entry.keys === undefined ? null : <kbd className="ui-kbd">{entry.keys}</kbd>}
          </MenuItem>
        )}
      </AriaMenu>
    </Popover>
  );
}
