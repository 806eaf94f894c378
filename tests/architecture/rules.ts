import { posix } from 'node:path';
import {
  ADAPTER_CHOOSERS,
  type BannedGlobal,
  type CataloguedFolder,
  type Floor,
  BANNED_GLOBALS,
  CATALOGUED_FOLDERS,
  CEILINGS,
  FLOORS,
} from './floors.ts';
import type { GlobalUse, SourceFacts } from './source-facts.ts';

/** A place that breaks a house rule. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly found: string;
}

/** One named house rule over a set of files. */
export interface Rule {
  readonly name: string;
  check(files: readonly SourceFacts[]): Violation[];
}

/** The data that the rules are made from. */
export interface House {
  readonly floors: readonly Floor[];
  readonly bannedGlobals: readonly BannedGlobal[];
  readonly catalogues: readonly CataloguedFolder[];
  readonly adapterChoosers: readonly string[];
}

/** The house as it stands. */
export const HOUSE: House = {
  floors: FLOORS,
  bannedGlobals: BANNED_GLOBALS,
  catalogues: CATALOGUED_FOLDERS,
  adapterChoosers: ADAPTER_CHOOSERS,
};

/** Name of the rule that forbids one floor to import from another. */
export function edgeName(from: string, to: string): string {
  return `${from} must not import ${to}`;
}

/** The floor that a path belongs to. */
export function floorOf(path: string, floors: readonly Floor[]): Floor | undefined {
  const holding = floors.filter((floor) =>
    floor.name === 'src-main' ? /^src-main\/[^/]+$/u.test(path) : path.startsWith(`${floor.name}/`),
  );
  return holding[0];
}

/** Every pair of floors between which the table allows no import. */
export function forbiddenEdges(floors: readonly Floor[]): { readonly from: Floor; readonly to: Floor }[] {
  return floors.flatMap((from) => floors.filter((to) => to !== from && !from.imports.includes(to.name)).map((to) => ({ from, to })));
}

/** Every rule that follows from the data, and those that need none. */
export function houseRules(house: House): Rule[] {
  const { floors } = house;
  return [
    ...edgeRules(floors),
    ...floors.filter((floor) => floor.separateFolders).map((floor) => separateFoldersRule(floor, floors)),
    ...floors.map((floor) => packageRule(floor, floors)),
    ...house.bannedGlobals.map((row) => globalRule(row, house)),
    ...house.catalogues.map(catalogueRule),
    chooserRule(house.adapterChoosers),
    ...fileRules(floors),
  ];
}

/** Where a relative import leads, as a path from the repository's root; undefined for a package. */
function target(file: SourceFacts, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file.path), specifier)) : undefined;
}

function importRule(name: string, breaks: (file: SourceFacts, specifier: string) => boolean): Rule {
  return {
    name,
    check: (files) =>
      files.flatMap((file) =>
        file.imports
          .filter((fact) => breaks(file, fact.specifier))
          .map((fact) => ({ rule: name, path: file.path, line: fact.line, found: fact.specifier })),
      ),
  };
}

/** All edge rules at once: what each file imports from other floors is found once and shared. */
function edgeRules(floors: readonly Floor[]): Rule[] {
  const known = new Map<SourceFacts, ReadonlyMap<string, Violation[]>>();
  const crossingsOf = (file: SourceFacts): ReadonlyMap<string, Violation[]> => {
    const found = known.get(file) ?? crossings(file, floors);
    known.set(file, found);
    return found;
  };
  return forbiddenEdges(floors).map(({ from, to }) => {
    const name = edgeName(from.name, to.name);
    return { name, check: (files) => files.flatMap((file) => crossingsOf(file).get(name) ?? []) };
  });
}

/** Imports of a file that lead to another floor, by the name of the rule that would forbid them. */
function crossings(file: SourceFacts, floors: readonly Floor[]): ReadonlyMap<string, Violation[]> {
  const from = floorOf(file.path, floors);
  const found = new Map<string, Violation[]>();
  for (const { specifier, line } of file.imports) {
    const path = target(file, specifier);
    const to = path === undefined ? undefined : floorOf(path, floors);
    if (!from || !to || from === to) continue;
    const rule = edgeName(from.name, to.name);
    found.set(rule, [...(found.get(rule) ?? []), { rule, path: file.path, line, found: specifier }]);
  }
  return found;
}

/** The folder of a floor that a path lies in; undefined for a file that stands directly on it. */
function folderIn(floor: Floor, path: string): string | undefined {
  return /^([^/]+)\//u.exec(path.slice(floor.name.length + 1))?.[1];
}

function separateFoldersRule(floor: Floor, floors: readonly Floor[]): Rule {
  return importRule(`folders of ${floor.name} must not know each other`, (file, specifier) => {
    const path = target(file, specifier);
    if (path === undefined || floorOf(file.path, floors) !== floor || floorOf(path, floors) !== floor) return false;
    const [here, there] = [folderIn(floor, file.path), folderIn(floor, path)];
    return here !== undefined && there !== undefined && here !== there;
  });
}

function chooserRule(choosers: readonly string[]): Rule {
  return importRule('only app.ts and the workers choose adapters', (file, specifier) => {
    if (!/^src-main\/[^/]+$/u.test(file.path) || choosers.includes(file.path)) return false;
    return target(file, specifier)?.startsWith('src-main/adapters/') ?? false;
  });
}

function packageRule(floor: Floor, floors: readonly Floor[]): Rule {
  return importRule(`packages of ${floor.name}`, (file, specifier) => {
    if (floorOf(file.path, floors) !== floor || specifier.startsWith('.')) return false;
    const own = floor.folderPackages?.[folderIn(floor, file.path) ?? ''] ?? [];
    return ![...floor.packages, ...own].some((name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`));
  });
}

function globalRule(row: BannedGlobal, house: House): Rule {
  return {
    name: row.rule,
    check: (files) =>
      files
        .filter((file) => {
          const kind = floorOf(file.path, house.floors)?.kind;
          return kind !== undefined && row.kinds.includes(kind);
        })
        .flatMap((file) =>
          file.globals
            .filter((use) => matching(use, house.bannedGlobals) === row)
            .map((use) => ({
              rule: row.rule,
              path: file.path,
              line: use.line,
              found: use.member ? `${use.name}.${use.member}` : use.name,
            })),
        ),
  };
}

/** The narrowest row for a use: its property, then its construction, then the whole name. A bare use of a name could reach its banned property. */
function matching(use: GlobalUse, rows: readonly BannedGlobal[]): BannedGlobal | undefined {
  const same = rows.filter((row) => row.global === use.name);
  return (
    same.find((row) => row.member !== undefined && row.member === use.member) ??
    same.find((row) => row.construct && use.construct) ??
    same.find((row) => row.member === undefined && !row.construct) ??
    same.find((row) => row.member !== undefined && use.member === undefined)
  );
}

function catalogueRule({ rule, folder, entry }: CataloguedFolder): Rule {
  const entryOf = (path: string): string | undefined => {
    const [first = '', second] = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/') : [];
    if (entry === 'file') return second === undefined && first !== '' && first !== 'catalog.ts' ? first : undefined;
    return second === 'panel.tsx' ? first : undefined;
  };
  return {
    name: rule,
    check: (files) => {
      const catalog = files.find((file) => file.path === `${folder}/catalog.ts`);
      const listed = new Set(catalog?.imports.map((fact) => fact.specifier.split('/')[1]));
      return files.flatMap((file) => {
        const name = entryOf(file.path);
        return name === undefined || listed.has(name) ? [] : [{ rule, path: file.path, line: 1, found: `not in ${folder}/catalog.ts` }];
      });
    },
  };
}

function fileRule(name: string, find: (file: SourceFacts) => readonly { readonly line: number; readonly found: string }[]): Rule {
  return { name, check: (files) => files.flatMap((file) => find(file).map((place) => ({ rule: name, path: file.path, ...place }))) };
}

const whole = (broken: boolean, found: string) => (broken ? [{ line: 1, found }] : []);
const places = (lines: readonly number[], found: string) => lines.map((line) => ({ line, found }));

/** Comments that switch a check off. Written in pieces so that this file does not contain one. */
const SUPPRESSION = new RegExp(
  ['@ts-' + '(?:ignore|nocheck|expect-error)', 'eslint-' + 'disable', 'prettier-' + 'ignore', '(?:v8|c8|istanbul) ' + 'ignore'].join('|'),
  'u',
);

const DOCUMENTED = /^(?:src-shared|src-main\/ports)\//u;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.tsx?$/u;

function fileRules(floors: readonly Floor[]): Rule[] {
  return [
    fileRule('every file stands on a floor', (file) => whole(!floorOf(file.path, floors), file.path)),
    importRule('imports stay in the house', (file, specifier) => {
      const path = target(file, specifier);
      // The program's own name and version stand in package.json alone.
      return path !== undefined && path !== 'package.json' && !floorOf(path, floors);
    }),
    importRule('imports name the file', (_, specifier) => specifier.startsWith('.') && !/\.[a-z]+(?:\?\w+)?$/u.test(specifier)),
    fileRule('no index files', (file) => whole(/(?:^|\/)index\.tsx?$/u.test(file.path), file.path)),
    fileRule('no barrels', (file) => [
      ...whole(file.onlyPassesOn, 'only passes on'),
      ...places(file.onlyPassesOn ? [] : file.reExportStars, 'export *'),
    ]),
    fileRule('file ceiling', (file) => whole(file.lines.length > CEILINGS.fileLines, `${file.lines.length} lines`)),
    fileRule('function ceiling', (file) =>
      file.functions
        .filter((fact) => fact.lines > CEILINGS.functionLines)
        .map((fact) => ({ line: fact.line, found: `${fact.name}: ${fact.lines} lines` })),
    ),
    fileRule('parameter ceiling', (file) =>
      file.functions
        .filter((fact) => fact.parameters > CEILINGS.parameters)
        .map((fact) => ({ line: fact.line, found: `${fact.name}: ${fact.parameters}` })),
    ),
    fileRule('kebab-case file names', (file) => whole(!KEBAB.test(posix.basename(file.path)), file.path)),
    fileRule('doc comment on every export', (file) =>
      DOCUMENTED.test(file.path)
        ? file.exports.filter((fact) => !fact.documented).map((fact) => ({ line: fact.line, found: fact.name }))
        : [],
    ),
    fileRule('no default exports', (file) => places(file.defaultExports, 'export default')),
    fileRule('no any', (file) => places(file.anyTypes, 'any')),
    fileRule('no suppressions', (file) =>
      file.lines.flatMap((text, index) => (SUPPRESSION.test(text) ? [{ line: index + 1, found: text.trim() }] : [])),
    ),
    cycleRule('no import cycles'),
  ];
}

/** Type imports count as well: two files that know each other are one. */
function cycleRule(name: string): Rule {
  return {
    name,
    check: (files) => {
      const graph = new Map(files.map((file) => [file.path, importedBy(file)]));
      return files
        .filter((file) => reaches(graph, file.path))
        .map((file) => ({ rule: name, path: file.path, line: 1, found: 'imports itself in the end' }));
    },
  };
}

function importedBy(file: SourceFacts): string[] {
  return file.imports.flatMap((fact) => target(file, fact.specifier) ?? []);
}

function reaches(graph: ReadonlyMap<string, readonly string[]>, start: string): boolean {
  const seen = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === start) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...(graph.get(path) ?? []));
  }
  return false;
}
