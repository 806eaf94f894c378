import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the safe one ("Back", with `autoFocus`) first in reading order. */
  readonly actions?: ReactNode;
  /** Pixels, 440 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog';
  /** The name of the close icon; without it there is none. */
  readonly closeLabel?: string;
  readonly className?: string;
}

/** A dialog over the workspace; its scrim leaves the top bar and the foot clear. Escape closes it. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  width = 440,
  height,
  role = 'dialog',
  closeLabel,
  className,
}: DialogProps): ReactElement {
  return (
    <ModalOverlay
      className="ui-scrim"
      isOpen={open}
      isDismissable={role === 'dialog'}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className="ui-dialog-frame" style={{ width, ...(height === undefined ? {} : { height }) }}>
        <AriaDialog role={role} className={cx('ui-dialog', className)}>
          <header className="ui-dialog-head">
            <Heading slot="title" className="ui-dialog-title">
              {title}
            </Heading>
            {closeLabel === undefined ? null : <IconButton icon={X} label={closeLabel} keys="Esc" onPress={onClose} />}
          </header>
          <div className="ui-dialog-body">{children}</div>
          {actions === undefined ? null : <footer className="ui-dialog-actions">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
