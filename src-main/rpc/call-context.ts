import type { PageStream } from './page-stream.ts';

/** What the wall tells a handler about the call it answers. */
export interface CallContext {
  /** The page that calls, `page-1`. */
  readonly page: string;
  /** What main sends that page unasked. */
  readonly stream: PageStream;
  /** The id under which log and audit tell of this call. */
  readonly correlationId: string;
}
