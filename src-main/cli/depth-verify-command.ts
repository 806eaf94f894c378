import type { DepthCheck } from '../ports/depth.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { RECORDING } from './depth-options.ts';
import { counted } from './depth-text.ts';
import { printJson, printLines } from './output.ts';

/** Reads recordings to their end and keeps a book by them. */
export const depthVerifyCommand: Command = {
  name: 'depth verify',
  about: 'Read recorded order books to their end: checksums, numbers of updates and trades, crossed prices.',
  positionals: [],
  options: [RECORDING, JSON_OPTION],
  examples: ['cryptoorch depth verify', 'cryptoorch depth verify --id BINANCE/BTC-USDT/2024-08-09 --json'],
  run(values, context) {
    const checks = context.services.depth.verify(context.home, values.given(RECORDING) ?? null);
    const damaged = checks.filter(({ damage }) => damage !== null).length;
    if (values.has(JSON_OPTION)) printJson(context, { recordings: checks, damaged });
    else printLines(context, checks.length === 0 ? ['Nothing is recorded yet.'] : checks.map(checkText));
    return Promise.resolve(damaged === 0 ? 0 : 1);
  },
};

function checkText({ id, messages, snapshots, gaps, crossed, missingTrades, tornBytes, damage }: DepthCheck): string {
  if (damage !== null) return `${id}: ${damage}`;
  const found = [
    ...(snapshots === 0 ? ['without a snapshot'] : []),
    ...(gaps === 0 ? [] : [`${counted(gaps, 'gap')} in the book`]),
    ...(crossed === 0 ? [] : [`crossed ${counted(crossed, 'time')}`]),
    ...(missingTrades === 0 ? [] : [`${counted(missingTrades, 'trade')} missing`]),
    ...(tornBytes === 0 ? [] : [`${counted(tornBytes, 'torn byte')} at an end`]),
  ];
  return `${id}: ${counted(messages, 'message')}, ${found.length === 0 ? 'whole' : found.join(', ')}.`;
}
