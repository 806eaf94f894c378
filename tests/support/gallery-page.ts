import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';

const ORIGIN = 'https://gallery.invalid';
const GALLERY = resolve(import.meta.dirname, '../e2e/gallery');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Where a Chromium is installed; undefined where there is none. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** A page of the gallery, built once, opened in a browser as often as it is asked for. */
export interface GalleryPage {
  open(query: string, size: { readonly width: number; readonly height: number }): Promise<Page>;
  close(): Promise<void>;
}

/** Builds one page of the gallery and starts a browser for it. */
export async function galleryPage(name: string): Promise<GalleryPage> {
  const folder = mkdtempSync(join(tmpdir(), 'gallery-page-'));
  await build({
    configFile: false,
    root: GALLERY,
    base: './',
    plugins: [react()],
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'chrome140',
      chunkSizeWarningLimit: 2_000,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(GALLERY, name) },
    },
  });
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  return {
    open: async (query, viewport) => {
      const page = await browser.newPage({ viewport });
      await page.route('**/*', async (route) => {
        const { origin, pathname } = new URL(route.request().url());
        const file = join(folder, pathname);
        if (origin !== ORIGIN || !existsSync(file)) return route.abort();
        return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] ?? 'text/plain' });
      });
      await page.goto(`${ORIGIN}/${name}?${query}`);
      await page.locator('.g-panel').waitFor();
      await page.evaluate(() => document.fonts.ready);
      return page;
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
