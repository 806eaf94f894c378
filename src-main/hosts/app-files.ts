import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { withFirstLook } from './first-look.ts';
import type { FirstLook } from './first-look.ts';
import { RESPONSE_HEADERS } from './policy.ts';

/** What a request for a file of the window is answered with. */
export interface FileAnswer {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.map': 'application/json',
};

const ABSENT: FileAnswer = { status: 404, headers: { ...RESPONSE_HEADERS, 'Content-Type': 'text/plain' }, body: Buffer.alloc(0) };

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'EISDIR' || thrown.code === 'ENOTDIR');
}

/** The file under `root` that a path names; null for one that would leave the folder or has a kind that is not served. */
function fileOf(root: string, pathname: string): string | null {
  const decoded = decode(pathname);
  if (decoded === null || decoded.includes('\0')) return null;
  const base = resolve(root);
  const file = join(base, decoded === '/' ? '/index.html' : decoded);
  return file.startsWith(base + sep) && extname(file) in TYPES ? file : null;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A path that is not even written correctly names no file.
    return null;
  }
}

/** Answers for a path with a file of the folder `root` and the headers of the policy; 404 for everything that is not there. The document has the first look in it. */
export async function readAppFile(root: string, url: string, look: FirstLook = {}): Promise<FileAnswer> {
  const file = fileOf(root, new URL(url).pathname);
  if (file === null) return ABSENT;
  try {
    const body = await readFile(file);
    return {
      status: 200,
      headers: { ...RESPONSE_HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'text/plain' },
      body: extname(file) === '.html' ? Buffer.from(withFirstLook(body.toString(), look)) : body,
    };
  } catch (thrown) {
    if (isMissing(thrown)) return ABSENT;
    throw thrown;
  }
}
