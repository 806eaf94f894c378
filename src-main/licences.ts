import type { AppInfo } from '../src-shared/contract/app.ts';

/** What the program is built from and ships, with its licence: shown under About. */
export const LICENCES: AppInfo['licences'] = [
  { name: 'CryptoOrchestrator', licence: 'Apache-2.0' },
  { name: 'Electron and Chromium', licence: 'MIT, BSD-3-Clause' },
  { name: 'React', licence: 'MIT' },
  { name: 'Lightweight Charts by TradingView', licence: 'Apache-2.0' },
  { name: 'FlexLayout', licence: 'MIT' },
  { name: 'React Aria', licence: 'Apache-2.0' },
  { name: 'zustand', licence: 'MIT' },
  { name: 'lucide', licence: 'ISC' },
  { name: 'Inter, JetBrains Mono', licence: 'OFL-1.1' },
  { name: 'oRPC', licence: 'MIT' },
  { name: 'zod', licence: 'MIT' },
  { name: 'better-sqlite3 and SQLite', licence: 'MIT, public domain' },
  { name: 'drizzle-orm', licence: 'Apache-2.0' },
  { name: 'noble-hashes', licence: 'MIT' },
  { name: 'ccxt', licence: 'MIT' },
  { name: 'hyparquet', licence: 'MIT' },
];
