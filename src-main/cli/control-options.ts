import { valueOption } from './option.ts';

/** Names a request, so that the same one sent again changes nothing. */
export const COMMAND_ID = valueOption({
  name: 'command',
  placeholder: 'ID',
  about: 'Name of this request, letters, digits and dashes. The same one sent again is carried out once.',
  shownDefault: 'a new one',
  read: (text, refuse) => (/^[0-9A-Za-z-]{1,64}$/u.test(text) ? text : refuse('has 1 to 64 letters, digits and dashes.')),
});
