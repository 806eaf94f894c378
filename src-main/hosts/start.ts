import { resolve } from 'node:path';
import { createApp } from '../app.ts';
import { endProcess, startProgram } from './start-program.ts';

const appFolder = resolve(import.meta.dirname, '../..');

endProcess(
  await startProgram({ createApp, files: resolve(appFolder, 'dist/renderer'), appFolder, env: process.env, platform: process.platform }),
);
