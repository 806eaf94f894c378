import { Fault } from '../../src-shared/kernel/fault.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { Probe } from './context.ts';
import { printJson, printLines } from './output.ts';

const WORDS: Readonly<Record<Probe['state'], string>> = { ok: 'ok', missing: 'MISSING', absent: 'absent' };

/** Says what the program needs around it, what is there and what is not. */
export const doctorCommand: Command = {
  name: 'doctor',
  about: 'Look at what the program needs around it: runtime, database, home folder, disk, browser, fonts.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch doctor', 'cryptoorch doctor --json'],
  async run(values, context) {
    const probes = await context.services.probes(context.home, context.env);
    const lacking = probes.filter((probe) => probe.state === 'missing');
    if (!values.has(JSON_OPTION)) {
      const width = Math.max(...probes.map((probe) => probe.name.length));
      const lines = probes.map(
        (probe) =>
          `${WORDS[probe.state].padEnd(7)}  ${probe.name.padEnd(width)}  ${probe.detail}${probe.remedy === '' ? '' : ` ${probe.remedy}`}`,
      );
      printLines(context, [`cryptoorch ${context.version}, home ${context.home}`, ...lines]);
    }
    if (values.has(JSON_OPTION))
      printJson(context, { healthy: lacking.length === 0, version: context.version, home: context.home, checks: probes });
    const worst = lacking[0];
    if (!worst) return 0;
    throw new Fault('environment.missing', { what: worst.name, remedy: worst.remedy });
  },
};
