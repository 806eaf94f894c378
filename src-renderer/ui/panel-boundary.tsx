import { Component } from 'react';
import type { ErrorInfo, ReactElement, ReactNode } from 'react';
import { PanelMessage } from './panel-state.tsx';

export interface PanelBoundaryProps {
  /** "The book panel stopped. Orders and strategies are not affected." */
  readonly sentence: string;
  readonly reloadLabel: string;
  readonly copyLabel: string;
  /** Takes the details to the clipboard. */
  readonly onCopy: (details: string) => void;
  /** Before the content is tried again, for instance to drop what broke it. */
  readonly onReload?: () => void;
  /** Told once per failure, for the log. */
  readonly onFailure?: (error: unknown, componentStack: string) => void;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: { readonly error: unknown } | undefined;
}

/** Keeps a failing panel from taking others with it; the panel can be reloaded in place. */
export class PanelBoundary extends Component<PanelBoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: undefined };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onFailure?.(error, info.componentStack ?? '');
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === undefined ? this.props.children : this.message(failure.error);
  }

  private message(error: unknown): ReactElement {
    const { sentence, reloadLabel, copyLabel, onCopy } = this.props;
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return (
      <PanelMessage
        kind="failed"
        sentence={sentence}
        actions={[
          {
            label: reloadLabel,
            onPress: () => {
              this.props.onReload?.();
              this.setState({ failure: undefined });
            },
          },
          {
            label: copyLabel,
            onPress: () => {
              onCopy(details);
            },
          },
        ]}
      />
    );
  }
}
