import { Fault } from '../../../src-shared/kernel/fault.ts';
import { type Role, headerLayout } from './layout.ts';
import { TimeReader } from './time-reader.ts';

/** What stands for a column of no interest. */
const NONE = '-';

/** The part that each column of a file plays, and whether anything in the file says so. */
export interface ColumnRoles {
  /** A role's name per column, `-` for one of no interest. */
  readonly columns: readonly string[];
  /** Whether they are a guess from the order that such files usually have. */
  readonly guessed: boolean;
}

/** Roles by the names of a header; a header that leaves one out or has it twice gives what it does name. */
export function rolesOfHeader(header: readonly string[], roles: readonly Role[], file: string): ColumnRoles {
  const columns = header.map(() => NONE);
  for (const role of roles) {
    try {
      const { places } = headerLayout(header, [role], file);
      const at = places.indexOf(0);
      if (columns[at] === NONE) columns[at] = role.name;
    } catch (thrown) {
      if (!(thrown instanceof Fault) || thrown.code !== 'input.row') throw thrown;
    }
  }
  return { columns, guessed: false };
}

/** Roles where there is no header: the first column that reads as a time, the others behind it in their usual order; where it comes late, from the second column on, behind an id. */
export function rolesOfRow(row: readonly string[], roles: readonly Role[]): ColumnRoles {
  const columns = row.map(() => NONE);
  const surely = row.findIndex((text) => isTime(text) && !/^\d{1,11}$/u.test(text));
  const time = Math.max(0, surely < 0 ? row.findIndex(isTime) : surely);
  const others = roles.slice(1);
  const start = time > others.length ? 1 : time + 1;
  if (time < columns.length) columns[time] = roles[0]!.name;
  others.forEach((role, index) => {
    const at = start + index;
    if (at < columns.length && columns[at] === NONE) columns[at] = role.name;
  });
  return { columns, guessed: true };
}

/** Roles that no column plays, or more than one. */
export function unplayedRoles(columns: readonly string[], roles: readonly Role[]): readonly string[] {
  return roles.filter(({ name }) => columns.filter((column) => column === name).length !== 1).map(({ name }) => name);
}

function isTime(text: string): boolean {
  const reader = new TimeReader('UTC');
  const ms = /^\d+(?:\.\d+)?$/u.test(text) ? reader.count(Number(text)) : reader.text(text);
  return !Number.isNaN(ms);
}
