import { create } from 'zustand';

/** Whether the list of paper books is open. */
export const useBooksRequest = create<{ readonly open: boolean }>()(() => ({ open: false }));

/** Opens the list of paper books. */
export function openBooks(): void {
  useBooksRequest.setState({ open: true });
}
