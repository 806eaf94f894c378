import { create } from 'zustand';

/** What is wanted of an account at a venue: to trade with it, or to stop. */
export type LiveWish = { readonly kind: 'arm'; readonly name: string | null } | { readonly kind: 'end' };

/** What is wanted while its dialog is open, else null. */
export const useLiveRequest = create<{ readonly wish: LiveWish | null }>()(() => ({ wish: null }));

/** Opens the dialog that arms an account; null leaves it open which. */
export function askToArm(name: string | null): void {
  useLiveRequest.setState({ wish: { kind: 'arm', name } });
}

/** Opens the question whether the session with the account is to end. */
export function askToEndLive(): void {
  useLiveRequest.setState({ wish: { kind: 'end' } });
}
