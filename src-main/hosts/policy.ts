/**
 * Whatever a host decides stands here as data and as pure functions, so that it is tested once and every host does the same:
 * what the window may load, where it may go, what it may ask for, and whose frames are heard.
 */

/** Where the window's files come from in each host. `.invalid` is reserved and resolves nowhere (RFC 2606). */
export const ORIGINS = { electron: 'app://cryptoorch', chromium: 'https://app.invalid' } as const;

/** Sizes of the content area, CSS pixels. */
export const WINDOW_SIZE = { width: 1440, height: 900, minWidth: 1120, minHeight: 700 } as const;

/** What shows before the page has painted: the canvas of the theme, so that nothing flashes white or black. */
export const WINDOW_BACKGROUND = {
  dark: { css: '#07090D', r: 7, g: 9, b: 13 },
  light: { css: '#DDE2E9', r: 221, g: 226, b: 233 },
} as const;

/** The `<style>` elements that react-aria inserts as they are; a test computes them again from the installed version. */
export const STYLE_HASHES = ['sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='] as const;

/** The one Trusted Types policy: `default` of the page itself, which lets nothing but the empty text through. */
export const TRUSTED_TYPES_POLICY = 'default';

const CONTENT_POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", ...STYLE_HASHES.map((hash) => `'${hash}'`)],
  'font-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': [TRUSTED_TYPES_POLICY],
};

/** The content security policy of every document and file of the window. */
export const CONTENT_SECURITY_POLICY = Object.entries(CONTENT_POLICY)
  .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
  .join('; ');

/** Headers of every answer to the window. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
  'Cache-Control': 'no-store',
};

/** Permissions that a page gets: writing plain text to the clipboard on a person's gesture. Everything else is denied. */
export const GRANTED_PERMISSIONS: readonly string[] = ['clipboard-sanitized-write'];

/** Options of Electron's window that keep the page in its sandbox. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const;

/** Privileges of Electron's own scheme: an ordinary secure origin, nothing that goes round the content policy. */
export const SCHEME_PRIVILEGES = {
  standard: true,
  secure: true,
  supportFetchAPI: false,
  corsEnabled: false,
  bypassCSP: false,
  allowServiceWorkers: false,
  stream: false,
} as const;

/** What is burnt into Electron's binary when it is packaged; `electron-builder.yml` repeats it and a test compares. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** Who put a frame on a port. */
export interface Sender {
  /** Address of the document. */
  readonly url: string;
  readonly isMainFrame: boolean;
}

function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Whether a window of `origin` may go to `url`: its own document and nothing else. */
export function mayNavigate(url: string, origin: string): boolean {
  return originOf(url) === origin && ['/', '/index.html'].includes(new URL(url).pathname);
}

/** Whether frames of a sender are heard: the window's own document, not a frame within it. */
export function isTrustedSender(sender: Sender, origin: string): boolean {
  return sender.isMainFrame && mayNavigate(sender.url, origin);
}

/** The host a request was for, for the count of refused ones; null for an address without one. */
export function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { host } = new URL(url);
  return host === '' ? null : host;
}

/** What becomes of a request of the window: a file of its own, or nothing at all. */
export function judgeRequest(request: { readonly url: string; readonly method: string }, origin: string): 'serve' | 'refuse' {
  return request.method === 'GET' && originOf(request.url) === origin ? 'serve' : 'refuse';
}
