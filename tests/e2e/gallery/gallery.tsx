import { createRoot } from 'react-dom/client';
import { Shell } from '../../../src-renderer/app/shell/shell.tsx';
import type { ShellProps } from '../../../src-renderer/app/shell-props.ts';
import { useAppearance } from '../../../src-renderer/ui/appearance.ts';
import { panels } from './gallery-panels.tsx';

const query = new URLSearchParams(location.search);
useAppearance.getState().choose({
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: (query.get('density') ?? 'dense') as 'dense',
  direction: (query.get('direction') ?? 'blue-up') as 'blue-up',
});

const calls: string[] = [];
Object.assign(window, { calls });
const said =
  (name: string) =>
  (...values: readonly unknown[]): void => {
    calls.push([name, ...values].join(' '));
  };
const kept = new Map<string, string>();

const props: ShellProps = {
  panels,
  mode: (query.get('mode') ?? 'paper') as 'paper',
  status: {
    marketTime: Date.now(),
    wallTime: Date.now(),
    speed: 1,
    seed: 7,
    connected: true,
    venue: 'Simulated market',
    orderLatencyMs: 14,
    orderLatencyP95Ms: 22,
    ledger: 'saved',
    balanced: true,
    recovering: false,
    replay: null,
    live: null,
  },
  risk: { state: (query.get('state') ?? 'ACTIVE') as 'ACTIVE', reason: '', since: Date.now() },
  info: {
    version: '0.1.0',
    host: 'chromium',
    sandbox: 'sandboxed',
    home: '~/.local/share/cryptoorch',
    opensFolders: true,
    hostsContacted: [],
    firstStart: false,
    crashNote: null,
    away: null,
    leaving: false,
    licences: [{ name: 'react', licence: 'MIT' }],
  },
  symbols: ['BTC', 'ETH', 'SOL', 'XRP', 'LINK', 'ADA', 'LTC', 'DOGE'].map((asset) => ({
    id: `sim:${asset}/USD`,
    symbol: `${asset}/USD`,
    name: asset,
    tag: 'SIM',
  })),
  actions: {
    kill: said('kill'),
    reduce: said('reduce'),
    rearm: said('rearm'),
    loseNext: said('loseNext'),
    cancelAllButProtective: said('cancel-all'),
    setSpeed: said('speed'),
    showInstrument: said('show'),
    openTicket: said('ticket'),
    reportFailure: said('failure'),
  },
  settings: {
    load: (key) => Promise.resolve(kept.get(key) ?? null),
    save: (key, value) => {
      if (value === null) kept.delete(key);
      else kept.set(key, value);
    },
  },
};

const root = document.getElementById('root');
if (root) createRoot(root).render(<Shell {...props} />);
