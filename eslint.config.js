import tseslint from 'typescript-eslint';
import { BANNED_GLOBALS, CEILINGS, FLOORS } from './tests/architecture/floors.ts';

/** The banned globals of one kind of floor, as eslint's options. */
function bans(kind) {
  const rows = BANNED_GLOBALS.filter((row) => row.kinds.includes(kind));
  const message = (row) => `${row.rule}: ${row.instead}.`;
  const whole = rows.filter((row) => !row.member && !row.construct);
  // A property or a construction is banned alone only where the whole name is not.
  const parts = rows.filter((row) => !whole.some((other) => other.global === row.global));
  return {
    'no-restricted-globals': [
      'error',
      ...whole.filter((row) => row.global !== 'Date').map((row) => ({ name: row.global, message: message(row) })),
    ],
    'no-restricted-properties': [
      'error',
      ...rows.filter((row) => row.member).map((row) => ({ object: row.global, property: row.member, message: message(row) })),
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      { selector: 'TSAsExpression > TSAnyKeyword', message: 'No `as any`.' },
      ...[...parts, ...rows.filter((row) => row.global === 'Date')]
        .filter((row) => row.construct)
        .map((row) => ({ selector: `NewExpression[callee.name="${row.global}"]`, message: message(row) })),
    ],
  };
}

const globsOf = (kind) =>
  FLOORS.filter((floor) => floor.kind === kind).map((floor) =>
    floor.name === 'src-main' ? 'src-main/*.ts' : `${floor.name}/**/*.{ts,tsx}`,
  );

export default tseslint.config(
  { ignores: ['dist/', '.tsbuild/', 'coverage/', 'test-results/', 'tests/architecture/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: CEILINGS.fileLines }],
      'max-params': ['error', CEILINGS.parameters],
      // A host names the types of a module that it may not be able to load.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An index that the loop's bounds hold: `noUncheckedIndexedAccess` makes the author say so with `!`, which costs nothing in a hot loop.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // There are no enums here (`erasableSyntaxOnly`), and to look for them costs a tenth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // A class of static makers around a private constructor is how a checked value is built.
      '@typescript-eslint/no-extraneous-class': 'off',
      // A handler that a port declares asynchronous may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A type parameter that is named once still documents what crosses.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // It does not end on types that contain themselves, such as a router of procedures.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It does not see that an await or a callback may change what was narrowed, so it calls the checks that matter most unnecessary.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  { files: ['src-*/**/*.{ts,tsx}'], rules: { 'max-lines-per-function': ['error', { max: CEILINGS.functionLines }] } },
  ...['pure', 'node', 'web'].map((kind) => ({ files: globsOf(kind), rules: bans(kind) })),
  // The window's stores and contexts are objects of closures: taking one apart loses no `this`.
  { files: ['src-renderer/**/*.{ts,tsx}'], rules: { '@typescript-eslint/unbound-method': 'off' } },
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      // Vitest's matchers (`expect.any`, `expect.objectContaining`) are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
