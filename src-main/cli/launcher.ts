import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { homeFolder } from '../services/home-folder.ts';

/** Beside this file in the built program. */
const PROGRAM = './command-line.js';
/** What the engine of the language made of the program, so that the next call need not make it again. May be thrown away. */
const CACHE_FOLDER = 'compile-cache';

const home = homeFolder({ env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });
// In the user's own folder only: code that others could put there would be run. No call makes the folder by asking for help.
if (existsSync(home)) enableCompileCache(join(home, CACHE_FOLDER));
// A run's fills survive what is young; room for ten times as many young ones would be memory for nothing.
setFlagsFromString('--semi-space-growth-factor=1');

await import(new URL(PROGRAM, import.meta.url).href);
