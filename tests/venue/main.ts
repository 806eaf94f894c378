import { parseArgs } from 'node:util';
import { FIRST_CUSTOMER } from './control/customer.ts';
import { CONTRACT_PROTOCOLS, credentialsAt, PROTOCOLS, startProtocol } from './protocols.ts';

// A spot venue on the loopback that speaks Binance's protocol, Kraken's, OKX's, Hyperliquid's or Kraken Futures', as a process of its own:
// `node tests/venue/main.ts --port 0 --seed 1`. Its first line is JSON: where it listens, where its control door is, and a key.

const { values } = parseArgs({
  options: {
    protocol: { type: 'string', default: 'binance' },
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    symbols: { type: 'string', default: '8' },
    /** Markets of perpetual contracts, where the protocol speaks of them. */
    contracts: { type: 'string', default: '0' },
    /** Ms between steps of the walk; 0 lets prices stand until the door moves them. */
    'step-ms': { type: 'string', default: '200' },
    'messages-per-second': { type: 'string', default: '5' },
  },
});

const number = (name: string, text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not ${text}`);
  return value;
};

const protocols = [...PROTOCOLS, ...CONTRACT_PROTOCOLS];
const protocol = protocols.find((each) => each === values.protocol);
if (protocol === undefined) throw new Error(`--protocol is ${protocols.join(', ')}, not ${values.protocol}`);
const started = await startProtocol(protocol, {
  port: number('port', values.port),
  controlPort: number('control-port', values['control-port']),
  seed: number('seed', values.seed),
  symbols: number('symbols', values.symbols),
  contracts: number('contracts', values.contracts),
  stepMs: number('step-ms', values['step-ms']),
  wire: { messagesPerSecond: number('messages-per-second', values['messages-per-second']) },
});
const customer = { account: FIRST_CUSTOMER.name, ...credentialsAt(protocol) };
process.stdout.write(`${JSON.stringify({ address: started.address, control: started.controlAddress, ...customer })}\n`);

const end = () => void started.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
