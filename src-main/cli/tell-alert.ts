import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import { firingWords, PLAIN_FIGURES } from '../../src-shared/domain/alert-words.ts';
import { firingLine } from './alert-options.ts';
import { JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { note, printLines } from './output.ts';

/** Tells what an alert said as it happens: a line beside the answer, or before it, and a notice of the operating system. */
export function tellAlert(values: OptionValues, context: CliContext): (firing: AlertFiring) => void {
  return (firing) => {
    if (values.has(JSON_OPTION)) note(context, firingLine(firing));
    else printLines(context, [firingLine(firing)]);
    context.services.notices?.show('Alert', firingWords(firing, PLAIN_FIGURES));
  };
}
