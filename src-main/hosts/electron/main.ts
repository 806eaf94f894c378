import { resolve } from 'node:path';
import * as electron from 'electron';
import { createApp } from '../../app.ts';
import { runElectron } from './run-electron.ts';

const here = import.meta.dirname;

electron.app.exit(
  await runElectron(electron, {
    createApp,
    files: resolve(here, '../renderer'),
    preload: resolve(here, 'preload.cjs'),
    icon: resolve(here, '../../resources/tray.png'),
  }),
);
