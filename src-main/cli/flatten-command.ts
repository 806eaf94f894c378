import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ControlStatus } from '../ports/session-control.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { COMMAND_ID } from './control-options.ts';
import { counted, heldText, leftLines, statusLine } from './control-text.ts';
import { valueOption } from './option.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';

const WORD = 'FLATTEN';

const CONFIRM = valueOption({
  name: 'confirm',
  placeholder: WORD,
  about: `The word ${WORD}, in place of typing it when you are asked.`,
  shownDefault: 'it is asked for',
  read: (text) => text,
});

/** Closes every position of a session that runs elsewhere. */
export const flattenCommand: Command = {
  name: 'flatten',
  about: 'Close every position at market: longs are sold, shorts bought back. It does not stop strategies: halt first.',
  positionals: [],
  options: [CONFIRM, COMMAND_ID, JSON_OPTION],
  examples: ['cryptoorch flatten', 'cryptoorch flatten --confirm FLATTEN --json'],
  async run(values, context) {
    const { control, ids } = context.services;
    const { status: before } = await control(context.home, { kind: 'status' });
    if ((await confirmation(before, values, context)) !== WORD) throw new Fault('control.unconfirmed');
    const command = values.given(COMMAND_ID) ?? ids.next();
    const { closing, refused, status } = await control(context.home, { kind: 'flatten', command, confirm: WORD });
    if (values.has(JSON_OPTION)) printJson(context, { command, closing, refused, ...status });
    else
      printLines(context, [
        statusLine(status),
        `${counted(closing, 'position is', 'positions are')} being closed at market.`,
        ...refused.map((problem) => `Not closed: ${problem}`),
        ...leftLines(status).slice(0, status.state === 'HALTED' || status.strategies.length === 0 ? 0 : 1),
      ]);
    return refused.length === 0 ? 0 : 1;
  },
};

/** The word that was given or typed, after what it would do has been said. */
async function confirmation(status: ControlStatus, values: OptionValues, context: CliContext): Promise<string | null> {
  const given = values.given(CONFIRM);
  if (given !== undefined) return given;
  const bought = status.shorts === undefined ? '' : ', what is short by buying it back';
  const question = `${statusLine(status)}\n${heldText(status)} would be closed at market${bought}. Type ${WORD} to do it: `;
  return context.services.askWord(question);
}
