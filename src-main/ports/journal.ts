/** A session's log of inputs: frames of bytes, appended, checksummed, in segments. What was appended survives the death of the process. */
export interface Journal {
  /** Appends one frame. Throws `disk.full` or `disk.failed`. */
  append(frame: Uint8Array): void;
  /** Writes what is buffered and closes. */
  close(): void;
}
