import { Fault } from '../../src-shared/kernel/fault.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { Probe } from './context.ts';
import { note, printJson, printLines } from './output.ts';

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
    if (values.has(JSON_OPTION))
      printJson(context, { healthy: lacking.length === 0, version: context.version, home: context.home, checks: probes });
    else printLines(context, [`cryptoorch ${context.version}, home ${context.home}`, ...probeLines(probes)]);
    for (const probe of lacking) note(context, new Fault('environment.missing', { what: probe.name, remedy: probe.remedy }).message);
    return lacking.length === 0 ? 0 : 3;
  },
};

function probeLines(probes: readonly Probe[]): readonly string[] {
  const width = Math.max(...probes.map((probe) => probe.name.length));
  return probes.map(({ name, state, detail, remedy }) => `${WORDS[state].padEnd(7)}  ${name.padEnd(width)}  ${detail} ${remedy}`.trimEnd());
}
