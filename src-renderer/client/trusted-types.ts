/** As much of the browser's Trusted Types as is used here; TypeScript's DOM library does not know them yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createHTML: (text: string) => string | null }): unknown;
}

/**
 * Makes the page's one Trusted Types policy. Text never becomes markup here; only emptying an element passes, which react-aria's live
 * announcer does. Must run before anything else of the page.
 */
export function installTrustedTypes(): void {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  types?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) });
}
