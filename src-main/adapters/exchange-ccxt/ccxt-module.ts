import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The library's module of one venue: a class for its protocol. */
export type CcxtModule<Exchange> = { readonly default: new (config: Readonly<Record<string, unknown>>) => Exchange };

/** Loads the module of one venue and no other: that of the installed package for the sources, else a bundle of its own beside the program. */
export async function ccxtModule<Exchange>(venue: string): Promise<CcxtModule<Exchange>> {
  const here = import.meta.url;
  const file = here.endsWith('.ts')
    ? new URL(`../js/src/${venue}.js`, pathToFileURL(createRequire(here).resolve('ccxt')))
    : new URL(`${new URL('.', here).pathname.endsWith('/workers/') ? '../' : './'}venues/${venue}.js`, here);
  return (await import(file.href)) as CcxtModule<Exchange>;
}

/** A venue's addresses, each replaced by what `address` makes of it. */
export function readdressed(value: unknown, address: (url: string) => string): unknown {
  if (typeof value === 'string') return address(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, readdressed(part, address)]));
}
