import { describe, expect, test } from 'vitest';
import { caughtIn, fixtures } from './fixtures.ts';
import { type House, HOUSE, edgeName, forbiddenEdges, houseRules } from './rules.ts';

const all = fixtures();
const rules = houseRules(HOUSE);

/** Whether a fixture's catch is no longer exactly what it says. */
function noticed(weakened: House): boolean {
  const left = houseRules(weakened);
  return all.some((fixture) => caughtIn(fixture, left).join('\n') !== fixture.expected.join('\n'));
}

/** Which of the weakened houses no fixture notices. */
function unnoticed(weakened: readonly { readonly removed: string; readonly house: House }[]): string[] {
  return weakened.filter(({ house }) => !noticed(house)).map(({ removed }) => removed);
}

describe('known-bad fixtures', () => {
  test.each(all.map((fixture) => [fixture.name, fixture] as const))('%s is caught by name', (_, fixture) => {
    expect(fixture.expected).not.toEqual([]);
    expect(caughtIn(fixture, rules)).toEqual(fixture.expected);
  });

  test('every rule has a fixture', () => {
    const proven = new Set(all.flatMap(({ expected }) => expected.map((entry) => entry.slice(entry.indexOf(' ') + 1))));
    expect(rules.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });
});

describe('removing a rule makes a fixture fail', () => {
  test('an edge that the table begins to allow', () => {
    const edges = forbiddenEdges(HOUSE.floors);
    const weakened = edges.map(({ from, to }) => {
      const floors = HOUSE.floors.map((floor) => (floor === from ? { ...floor, imports: [...floor.imports, to.name] } : floor));
      return { removed: edgeName(from.name, to.name), house: { ...HOUSE, floors } };
    });
    expect(weakened.length).toBeGreaterThan(200);
    expect(unnoticed(weakened)).toEqual([]);
  });

  test('folders of a floor that begin to know each other', () => {
    const separate = HOUSE.floors.filter((floor) => floor.separateFolders);
    const weakened = separate.map((floor) => ({
      removed: floor.name,
      house: { ...HOUSE, floors: HOUSE.floors.map((other) => (other === floor ? { ...floor, separateFolders: false } : other)) },
    }));
    expect(separate.map(({ name }) => name)).toEqual(expect.arrayContaining(['src-main/adapters', 'src-renderer/features']));
    expect(unnoticed(weakened)).toEqual([]);
  });

  test('a global name that is no longer banned in one kind of floor', () => {
    const weakened = HOUSE.bannedGlobals.flatMap((row) =>
      row.kinds.map((kind) => {
        const narrowed = { ...row, kinds: row.kinds.filter((left) => left !== kind) };
        const bannedGlobals = HOUSE.bannedGlobals.map((other) => (other === row ? narrowed : other));
        return { removed: `${row.rule} in ${kind} floors`, house: { ...HOUSE, bannedGlobals } };
      }),
    );
    expect(unnoticed(weakened)).toEqual([]);
  });

  test('a row of the banned globals, a row of the catalogued folders', () => {
    const globals = HOUSE.bannedGlobals.map((row) => ({
      removed: row.rule,
      house: { ...HOUSE, bannedGlobals: HOUSE.bannedGlobals.filter((other) => other !== row) },
    }));
    const catalogues = HOUSE.catalogues.map((row) => ({
      removed: row.rule,
      house: { ...HOUSE, catalogues: HOUSE.catalogues.filter((other) => other !== row) },
    }));
    expect(unnoticed([...globals, ...catalogues])).toEqual([]);
  });

  test('any rule at all', () => {
    const catches = rules.map((rule) => ({ name: rule.name, caught: all.map((fixture) => caughtIn(fixture, [rule])) }));
    const unproven = rules.filter(({ name }) => {
      const left = catches.filter((entry) => entry.name !== name);
      return all.every((fixture, index) => {
        const caught = new Set(left.flatMap((entry) => entry.caught[index] ?? []));
        return fixture.expected.every((entry) => caught.has(entry));
      });
    });
    expect(unproven.map(({ name }) => name)).toEqual([]);
  });
});
