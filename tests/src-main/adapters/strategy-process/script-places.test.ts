import { describe, expect, it } from 'vitest';
import {
  dynamicImport,
  maskText,
  placeAt,
  placeInHead,
  placeInModule,
  placeInStack,
  placeOfImport,
} from '../../../../src-main/adapters/strategy-process/script-places.ts';

describe('places in the user’s own files', () => {
  it('count lines and columns from 1', () => {
    expect([placeAt('a.ts', 'ab\ncd', 0), placeAt('a.ts', 'ab\ncd', 4)]).toEqual(['a.ts:1:1', 'a.ts:2:2']);
  });

  it('are the topmost frame of a stack that lies in one of them', () => {
    const stack = `Error: so
    at check (cryptoorch:80:3)
    at below (parts/my tools.ts:7:12)
    at Object.onBar (main.ts:3:4)`;
    expect(placeInStack(stack, ['main.ts', 'parts/my tools.ts'])).toBe('parts/my tools.ts:7:12');
    expect(placeInStack(stack, ['main.ts'])).toBe('main.ts:3:4');
    expect(placeInStack('Error: main.ts:9:9 is no frame\n    at async main.ts:2:1', ['main.ts'])).toBe('main.ts:2:1');
    expect(placeInStack(stack, ['tools.ts', 'mainXts'])).toBe('');
  });

  it('stand in the head of a syntax error', () => {
    expect(placeInHead('my.ts:2\nconst a = 1;\n   enum A {}\n   ^^^^^^^^^\n\nSyntaxError', 'my.ts')).toBe('my.ts:2:4');
    expect(placeInHead('my.ts:5\nno caret', 'my.ts')).toBe('my.ts:5:1');
    expect(placeInHead('SyntaxError: somewhere', 'my.ts')).toBe('my.ts');
  });

  it('are found for mistakes that V8 tells of modules without a place', () => {
    expect(
      placeInModule('my.ts', `import a from './a.ts';\nexport const b = 1;\nexport default { b };\nexport { b as c };\n  const b = 2;`),
    ).toBe('my.ts:5:9');
    expect(placeInModule('my.ts', 'const fine = 1;')).toBe('my.ts');
  });
});

describe('text that is looked through', () => {
  it('has blanks for comments and for what is quoted, line by line', () => {
    expect(maskText(`a // it's\n'b"' /* c\nd */ "\\"" \`x\ny\``)).toBe(`a        \n'  '     \n     "  " \` \n \``);
  });

  it('shows where something is imported, not where it is spoken of', () => {
    const text = `// from './a.ts'\nconst say = "from './a.ts'";\nimport {\n  a,\n} from './a.ts';\nimport './b.ts';`;
    expect(placeOfImport('my.ts', text, './a.ts')).toBe('my.ts:5:8');
    expect(placeOfImport('my.ts', text, './b.ts')).toBe('my.ts:6:8');
    expect(placeOfImport('my.ts', text, './c.ts')).toBe('my.ts');
  });

  it('shows imports that would happen later', () => {
    expect(dynamicImport('my.ts', `import a from './a.ts';\n// import('x')\nconst b = "import(1)"; x.import(1);`)).toBeNull();
    expect(dynamicImport('my.ts', `const a = 1;\n  await import ('x');`)).toBe('my.ts:2:9');
    expect(dynamicImport('my.ts', 'import.meta')).toBe('my.ts:1:1');
  });
});
