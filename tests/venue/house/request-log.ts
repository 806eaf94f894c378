/** A request as the venue saw it. */
export interface LoggedRequest {
  readonly surface: 'rest' | 'ws-api';
  readonly endpoint: string;
  readonly at: number;
  readonly status: number;
  /** The error's code, or 0. */
  readonly code: number;
  readonly params: Readonly<Record<string, string>>;
}

const KEPT = 20_000;

/** What was asked, in its order: what proves that something was sent once and not again. */
export class RequestLog {
  private readonly kept: LoggedRequest[] = [];

  note(request: LoggedRequest): void {
    this.kept.push(request);
    if (this.kept.length > KEPT * 2) this.kept.splice(0, KEPT);
  }

  of(endpoint: string): LoggedRequest[] {
    return this.kept.filter((request) => request.endpoint === endpoint);
  }

  all(): readonly LoggedRequest[] {
    return this.kept;
  }

  clear(): void {
    this.kept.length = 0;
  }
}
