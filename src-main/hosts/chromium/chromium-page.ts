import { randomBytes } from 'node:crypto';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { FramePort } from '../../rpc/frame-port.ts';
import { isLightFirst } from '../first-look.ts';
import type { FirstLook } from '../first-look.ts';
import { isTrustedSender, ORIGINS, WINDOW_BACKGROUND } from '../policy.ts';
import { chooseFiles } from './choose-file.ts';
import { BRIDGE_SAYS, bridgeScript } from './bridge-script.ts';
import type { CdpConnection, CdpEvent } from './cdp-connection.ts';
import { PagePort } from './page-port.ts';
import { RequestGate } from './request-gate.ts';

/** What the page's host wants to be told. */
export interface PageEvents {
  /** A document of ours is there; its port stays open until the document goes. */
  onPort(port: FramePort): void;
  /** The first content is on the screen; monotonic milliseconds since the process started. */
  onPainted(milliseconds: number): void;
  /** The window is to be closed, and the page wants it to be asked first. */
  onLeave(): void;
}

interface ContextCreated {
  readonly context: {
    readonly id: number;
    readonly origin: string;
    readonly auxData?: { readonly frameId?: string; readonly isDefault?: boolean };
  };
}

/** The window's one page, driven over the pipe: its requests, its bridge, its paint. */
export class ChromiumPage {
  readonly gate: RequestGate;
  private readonly connection: CdpConnection;
  private readonly session: string;
  private readonly mainFrame: string;
  private readonly events: PageEvents;
  private readonly look: () => FirstLook;
  private readonly binding = `b${randomBytes(12).toString('hex')}`;
  private readonly receiver = `r${randomBytes(12).toString('hex')}`;
  private port: PagePort | null = null;
  private context = 0;
  private readonly trusted = new Set<number>();
  private painted = false;
  private listening: Releasable | null = null;

  constructor(
    connection: CdpConnection,
    ids: { readonly session: string; readonly target: string },
    options: { readonly root: string; look(): FirstLook; readonly events: PageEvents },
  ) {
    this.connection = connection;
    this.session = ids.session;
    // A page's target and its main frame have the same id.
    this.mainFrame = ids.target;
    this.events = options.events;
    this.look = () => options.look();
    this.gate = new RequestGate(connection, ids.session, options);
  }

  /** Puts everything in place, then loads the window's document. */
  async open(): Promise<void> {
    const ask = (method: string, params: Readonly<Record<string, unknown>> = {}) => this.connection.ask(method, params, this.session);
    this.listening = this.connection.onEvent((event) => {
      if (event.sessionId === this.session) this.take(event);
    });
    const { r, g, b } = WINDOW_BACKGROUND[isLightFirst(this.look(), false) ? 'light' : 'dark'];
    const source = bridgeScript({ binding: this.binding, receiver: this.receiver, origin: ORIGINS.chromium });
    await Promise.all([
      this.gate.close(),
      ask('Emulation.setDefaultBackgroundColorOverride', { color: { r, g, b, a: 1 } }),
      ask('Page.enable'),
      ask('Page.setLifecycleEventsEnabled', { enabled: true }),
      ask('Runtime.enable'),
      ask('Runtime.addBinding', { name: this.binding }),
      ask('Page.addScriptToEvaluateOnNewDocument', { source }),
    ]);
    await this.load();
  }

  /** Loads the document anew, after a crash of its process for example. */
  async load(): Promise<void> {
    await this.connection.ask('Page.navigate', { url: `${ORIGINS.chromium}/` }, this.session);
  }

  /** Brings the page's window to the front. */
  async front(): Promise<void> {
    await this.connection.ask('Page.bringToFront', {}, this.session);
  }

  /** Shows the browser's dialog for a file, or several. */
  chooseFiles(several: boolean): Promise<readonly string[]> {
    return chooseFiles(this.connection, { session: this.session, frame: this.mainFrame }, several);
  }

  /** The page has gone. */
  close(): void {
    this.listening?.dispose();
    this.closePort();
  }

  private closePort(): void {
    this.port?.close();
    this.port = null;
  }

  private take(event: CdpEvent): void {
    switch (event.method) {
      case 'Runtime.executionContextCreated':
        this.contextCreated(event.params as unknown as ContextCreated);
        break;
      case 'Runtime.executionContextsCleared':
        this.trusted.clear();
        this.closePort();
        break;
      case 'Runtime.bindingCalled':
        this.bindingCalled(event.params as unknown as { name: string; payload: string; executionContextId: number });
        break;
      case 'Page.javascriptDialogOpening':
        this.answerDialog(event.params['type']);
        break;
      case 'Page.lifecycleEvent':
        if (event.params['name'] === 'firstContentfulPaint' && event.params['frameId'] === this.mainFrame) this.reportPaint();
        break;
    }
  }

  /** The browser's own question before the page goes is answered with no; ours takes its place. No other dialog of a browser is ever shown. */
  private answerDialog(type: unknown): void {
    this.connection.ask('Page.handleJavaScriptDialog', { accept: false }, this.session).catch(() => undefined);
    if (type === 'beforeunload') this.events.onLeave();
  }

  private reportPaint(): void {
    // Until our own document is there, what paints is the browser's page for an address that does not resolve.
    if (this.painted || this.port === null) return;
    this.painted = true;
    this.events.onPainted(performance.now());
  }

  private contextCreated({ context }: ContextCreated): void {
    const isMainFrame = context.auxData?.frameId === this.mainFrame && context.auxData.isDefault === true;
    if (isTrustedSender({ url: `${context.origin}/`, isMainFrame }, ORIGINS.chromium)) this.trusted.add(context.id);
  }

  private bindingCalled({ name, payload, executionContextId }: { name: string; payload: string; executionContextId: number }): void {
    if (name !== this.binding || !this.trusted.has(executionContextId)) return;
    if (payload === BRIDGE_SAYS.hello) this.openPort(executionContextId);
    else if (executionContextId === this.context && payload.startsWith(BRIDGE_SAYS.frame)) this.port?.receive(payload.slice(1));
  }

  private openPort(context: number): void {
    this.closePort();
    this.context = context;
    const port = new PagePort(async (frames) => {
      const expression = `globalThis[${JSON.stringify(this.receiver)}](${JSON.stringify(frames)})`;
      await this.connection.ask('Runtime.evaluate', { expression, contextId: context, silent: true }, this.session);
    });
    this.port = port;
    this.events.onPort(port);
  }
}
