import { type Command, JSON_OPTION } from './command.ts';
import { COMMAND_ID } from './control-options.ts';
import { counted, leftLines, statusLine } from './control-text.ts';
import { printJson, printLines } from './output.ts';

/** The kill switch of a session that runs elsewhere. */
export const haltCommand: Command = {
  name: 'halt',
  about: 'Stop everything: strategies end, orders that could open or add are cancelled, trading is halted. Protective orders stay.',
  positionals: [],
  options: [COMMAND_ID, JSON_OPTION],
  examples: ['cryptoorch halt', 'cryptoorch halt --json'],
  async run(values, context) {
    const command = values.given(COMMAND_ID) ?? context.services.ids.next();
    const { cancelled, kept, status } = await context.services.control(context.home, { kind: 'kill', command });
    if (values.has(JSON_OPTION)) printJson(context, { command, cancelled, kept, ...status });
    else
      printLines(context, [
        statusLine(status),
        `${counted(cancelled, 'order is', 'orders are')} being cancelled, ${counted(kept, 'protective order stays', 'protective orders stay')}.`,
        ...leftLines(status),
      ]);
    return 0;
  },
};
