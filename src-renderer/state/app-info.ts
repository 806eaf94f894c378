import { create } from 'zustand';
import type { AppInfo } from '../../src-shared/contract/app.ts';
import { asCallFault } from '../client/call-fault.ts';
import type { DeskClient } from '../client/desk-client.ts';

/** What the window knows once about the program; nothing until main has answered. */
export const useAppInfo = create<{ readonly info: AppInfo | undefined }>()(() => ({ info: undefined }));

/** Asks main once. Where that fails the window goes on without: it only says less about itself. */
export async function loadAppInfo(client: DeskClient): Promise<void> {
  try {
    useAppInfo.setState({ info: await client.app.info({}) });
  } catch (thrown) {
    console.warn('The program did not say what it is.', asCallFault(thrown));
  }
}
