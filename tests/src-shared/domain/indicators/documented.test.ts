import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { INDICATORS, presetsOf } from '../../../../src-shared/domain/indicators/catalog.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/indicators.md'), 'utf8');

it('the page of indicators says of each one its presets, its outputs and how long it is silent', () => {
  const rows = PAGE.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return cells[1]?.startsWith('`') === true ? [[cells[1], cells[2], cells[3], cells[4], cells[6]]] : [];
  });
  const expected = INDICATORS.map((indicator) => [
    `\`${indicator.id}\``,
    indicator.label,
    indicator.parameters.map(({ name, default: preset }) => `${name} ${String(preset)}`).join(', ') || 'none',
    indicator.outputs.map(({ name }) => name).join(', '),
    String(Math.max(...indicator.warmUp(presetsOf(indicator)))),
  ]);
  expect(rows).toEqual(expected);
});
