import type { CSSProperties, ReactElement } from 'react';
import type { MonthReturn } from '../../../src-shared/contract/research.ts';
import { useFormat } from '../../ui/use-format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Tint of a month, percent of the direction's colour. */
const PALEST = 8;
const STRONGEST = 50;
/** Return of a month that is tinted in full. */
const FULL = 0.25;

interface Year {
  readonly year: number;
  /** By month from 0; nothing where no bar closed. */
  readonly months: readonly (number | undefined)[];
  readonly total: number;
}

function yearsOf(months: readonly MonthReturn[]): readonly Year[] {
  const years = [...new Set(months.map(({ year }) => year))];
  return years.map((year) => {
    const own = months.filter((each) => each.year === year);
    return {
      year,
      months: SAY.months.map((_, index) => own.find((each) => each.month === index + 1)?.value),
      total: own.reduce((worth, { value }) => worth * (1 + value), 1) - 1,
    };
  });
}

function tint(value: number): CSSProperties {
  if (value === 0) return {};
  const share = Math.round(PALEST + Math.min(1, Math.abs(value) / FULL) * (STRONGEST - PALEST));
  return { background: `color-mix(in srgb, var(${value > 0 ? '--up' : '--down'}) ${String(share)}%, transparent)` };
}

/** Return of each calendar month as a heat map with its figures, and of each year. */
export function MonthsTable({ months }: { readonly months: readonly MonthReturn[] }): ReactElement {
  const format = useFormat();
  return (
    <div className="research-scroll">
      <table className="research-months" aria-label={SAY.tabs.months}>
        <thead>
          <tr>
            <th scope="col">{SAY.year}</th>
            {SAY.months.map((month) => (
              <th key={month} scope="col">
                {month}
              </th>
            ))}
            <th scope="col">{SAY.return}</th>
          </tr>
        </thead>
        <tbody>
          {yearsOf(months).map(({ year, months: values, total }) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {values.map((value, month) => (
                <td key={SAY.months[month]} style={value === undefined ? {} : tint(value)}>
                  {value === undefined ? '' : format.change(value * 100, 1).text}
                </td>
              ))}
              <td className="research-year">{format.signedPercent(total).text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="research-note">{SAY.monthsNote}</p>
    </div>
  );
}
