import { catalogue } from '../../format/catalogue.ts';

/** Every word of the paper books. */
export const BOOKS_SENTENCES = catalogue({
  title: 'Paper books',
  note: 'Each book has money, orders, fills and limits of its own. A reset is a new book; the old one stays as it is.',
  name: (account: string) => `Paper ${account.slice(account.lastIndexOf('-') + 1)}`,
  isOpen: 'open',
  open: 'Open',
  facts: (words: { readonly cash: string; readonly positions: number; readonly orders: number; readonly fills: string }) =>
    `${words.cash} in money, ${counted(words.positions, 'position', 'positions')}, ${counted(words.orders, 'open order', 'open orders')}, ${words.fills} fills`,
  used: (created: string, used: string) => `begun ${created}, last used ${used}`,
  loading: 'Books are being read',
  failed: (why: string) => `The books could not be read. ${why}`,
  retry: 'Read again',
  cash: 'Money of a new book',
  begin: 'Begin a new book',
  needsCash: 'More than zero is needed.',
  waits: (names: string) => (names === '' ? '' : `${names} pauses with its book and goes on when that is opened again.`),
  close: 'Close',
  switching: 'The book is being opened; the window loads anew.',
});

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${String(count)} ${many}`;
}
