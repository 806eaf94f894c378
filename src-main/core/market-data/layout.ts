import { Fault } from '../../../src-shared/kernel/fault.ts';

/** One column that is looked for. */
export interface Role {
  /** As it is stated with `--columns`. */
  readonly name: string;
  /** Names it has in headers, small letters and digits alone. */
  readonly names: readonly string[];
}

/** Names of columns that hold the open of a bar, the end of one, or an instant that does not say which. */
const OPEN_TIMES = ['ts', 'opentime', 'timeopen', 'open_time', 'starttime', 'start', 'begin'];
const END_TIMES = ['closetime', 'timeclose', 'endtime', 'end'];
const TIMES = ['timestamp', 'unix', 'unixtimestamp', 'time', 'datetime', 'date', 'dateutc', 'timeutc', 't', 'period'];

const TIME: Role = { name: 'time', names: [...OPEN_TIMES, ...TIMES, ...END_TIMES] };

/** Columns of a file of bars of an asset. */
export function barRoles(base: string): readonly Role[] {
  const volume = ['volume', 'vol', 'v', 'basevolume', 'volumebase', `volume${base.toLowerCase()}`, 'qty', 'quantity'];
  const price = (name: string): Role => ({ name, names: [name, name.slice(0, 1), `${name}price`, `price${name}`] });
  return [TIME, price('open'), price('high'), price('low'), price('close'), { name: 'volume', names: volume }];
}

/** Columns of a file of trades. */
export const TRADE_ROLES: readonly Role[] = [
  TIME,
  { name: 'price', names: ['price', 'p', 'rate'] },
  { name: 'size', names: ['size', 'amount', 'qty', 'quantity', 'volume', 'q', 'baseqty'] },
];

/** Columns of a file of funding rates. */
export const FUNDING_ROLES: readonly Role[] = [
  { ...TIME, names: [...TIME.names, 'fundingtime', 'calctime'] },
  { name: 'rate', names: ['rate', 'fundingrate', 'lastfundingrate', 'funding'] },
];

/** Where the columns stand in a row. */
export interface Layout {
  /** For each field of a row the place of its role, or -1 for a field of no interest. */
  readonly places: readonly number[];
  /** What the name of the time column says of it. */
  readonly timeName: string;
  readonly timeMeans: 'open' | 'end' | null;
}

/** A header's name without case, blanks and signs: `"Open time"` is `opentime`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
}

function layoutOf(fields: readonly number[], width: number, timeName: string): Layout {
  const places = Array.from({ length: width }, (_, field) => fields.indexOf(field));
  const name = plain(timeName);
  return { places, timeName, timeMeans: OPEN_TIMES.includes(name) ? 'open' : END_TIMES.includes(name) ? 'end' : null };
}

/** The layout that a header names. Fails with `input.row` naming the column that is missing or there twice. */
export function headerLayout(header: readonly string[], roles: readonly Role[], file: string): Layout {
  const names = header.map(plain);
  const fields = roles.map((role) => {
    const known = role.names.find((name) => names.includes(name));
    const found = known === undefined ? [] : names.flatMap((name, field) => (name === known ? [field] : []));
    if (found.length === 1) return found[0]!;
    const problem = found.length === 0 ? 'the header does not name it' : 'the header names it twice';
    throw new Fault('input.row', {
      file,
      line: 1,
      column: role.name,
      problem: `${problem}; the header is "${header.join(',').slice(0, 120)}". --columns ${roles.map(({ name }) => name).join(',')} states the order.`,
    });
  });
  return layoutOf(fields, header.length, header[fields[0]!]!);
}

/** The layout that `--columns` states; `-` stands for a column of no interest. Fails with `input.option-value`. */
export function statedLayout(stated: readonly string[], roles: readonly Role[]): Layout {
  const fields = roles.map((role) => {
    const found = stated.flatMap((name, field) => (name.toLowerCase() === role.name ? [field] : []));
    if (found.length === 1) return found[0]!;
    throw new Fault('input.option-value', {
      option: '--columns',
      problem: `${role.name} must be named once; "-" stands for a column of no interest, as in ${roles.map(({ name }) => name).join(',')},-.`,
    });
  });
  const strange = stated.find((name) => name !== '-' && !roles.some((role) => role.name === name.toLowerCase()));
  if (strange !== undefined)
    throw new Fault('input.option-value', {
      option: '--columns',
      problem: `"${strange}" is none of ${roles.map(({ name }) => name).join(', ')} and -.`,
    });
  return layoutOf(fields, stated.length, '');
}
