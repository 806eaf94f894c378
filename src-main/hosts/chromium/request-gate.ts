import { readAppFile } from '../app-files.ts';
import type { FirstLook } from '../first-look.ts';
import { hostOf, judgeRequest, ORIGINS } from '../policy.ts';
import type { CdpConnection } from './cdp-connection.ts';

/** What the window asked for, counted. */
export interface RequestCount {
  served: number;
  refused: number;
  /** Hosts that a refused request was for; none of them was reached. */
  readonly refusedHosts: Set<string>;
}

interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly resourceType: string;
}

/** Stands between the page and every network: its own files are answered from the disk, all else fails. */
export class RequestGate {
  readonly count: RequestCount = { served: 0, refused: 0, refusedHosts: new Set() };
  private readonly connection: CdpConnection;
  private readonly session: string;
  private readonly files: { readonly root: string; look(): FirstLook };

  constructor(connection: CdpConnection, session: string, files: RequestGate['files']) {
    this.connection = connection;
    this.session = session;
    this.files = files;
  }

  /** From now on nothing of the page goes out. */
  async close(): Promise<void> {
    this.connection.onEvent((event) => {
      if (event.method === 'Fetch.requestPaused' && event.sessionId === this.session)
        void this.answer(event.params as unknown as PausedRequest);
    });
    await this.connection.ask('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, this.session);
  }

  private async answer(paused: PausedRequest): Promise<void> {
    const { requestId, request } = paused;
    try {
      if (judgeRequest(request, ORIGINS.chromium) === 'serve') await this.serve(requestId, request.url);
      else await this.refuse(paused);
    } catch {
      // The page left before its answer came, or the browser has gone: there is nobody to answer.
      this.count.refused += 1;
    }
  }

  private async serve(requestId: string, url: string): Promise<void> {
    const { status, headers, body } = await readAppFile(this.files.root, url, this.files.look());
    const responseHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
    await this.connection.ask(
      'Fetch.fulfillRequest',
      { requestId, responseCode: status, responseHeaders, body: body.toString('base64') },
      this.session,
    );
    this.count.served += 1;
  }

  private async refuse({ requestId, request, resourceType }: PausedRequest): Promise<void> {
    this.count.refused += 1;
    const host = hostOf(request.url);
    if (host !== null) this.count.refusedHosts.add(host);
    // An aborted navigation leaves the document where it is; any other reason would put an error page in its place.
    const errorReason = resourceType === 'Document' ? 'Aborted' : 'BlockedByClient';
    await this.connection.ask('Fetch.failRequest', { requestId, errorReason }, this.session);
  }
}
