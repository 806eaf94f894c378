import { ORIGINS, WINDOW_SIZE } from '../policy.ts';

/** What a browser is started for. */
export interface BrowserLaunch {
  /** The browser's own data folder, ours alone. */
  readonly profile: string;
  /** Chromium refuses its sandbox to root. */
  readonly isRoot: boolean;
  /** Without a display, for tests. */
  readonly headless: boolean;
  /** Outer size and place from the last run, or null for the default. */
  readonly bounds: { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | null;
}

/** Always: an app window over a pipe, and a browser that talks to nobody and keeps nothing. */
const ALWAYS: readonly string[] = [
  `--app=${ORIGINS.chromium}/`,
  '--remote-debugging-pipe',
  // Nothing resolves, so that nothing the browser does by itself leaves the machine either.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-proxy-server',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--no-service-autorun',
  '--block-new-web-contents',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-features=AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions,MediaRouter,OptimizationHints,PasswordManager,Translate',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  // A trading window that lies behind another keeps its clock.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** The command line of the browser. */
export function browserArguments(launch: BrowserLaunch): readonly string[] {
  const { bounds } = launch;
  const size = bounds ?? WINDOW_SIZE;
  return [
    ...ALWAYS,
    `--user-data-dir=${launch.profile}`,
    `--window-size=${String(size.width)},${String(size.height)}`,
    ...(bounds ? [`--window-position=${String(bounds.left)},${String(bounds.top)}`] : []),
    ...(launch.headless ? ['--headless=new'] : []),
    ...(launch.isRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/** In words, what keeps the page apart from the machine. */
export function sandboxInWords(isRoot: boolean): string {
  return isRoot ? "off, because root runs it: the browser's sandbox works for every other user" : "the browser's own sandbox";
}
