/** The name under which a page finds its bridge on `globalThis`. */
export const BRIDGE_NAME = 'cryptoorch';

/** All that a page is given to reach main: whole text frames in both directions. Every host exposes exactly this object, frozen. */
export interface PageBridge {
  /** Sends a frame. Frames that are sent before main listens are kept in order. */
  send(frame: string): void;
  /** Takes the frames from main, those that came before included. A later listener replaces an earlier one. */
  onFrame(listener: (frame: string) => void): void;
}
