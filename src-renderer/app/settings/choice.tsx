import type { ReactElement } from 'react';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** The words of each value, in the order shown. */
  readonly names: Readonly<Record<Value, string>>;
  readonly value: NoInfer<Value>;
  readonly onChange: (value: Value) => void;
  /** Behind a list instead of side by side. */
  readonly list?: boolean;
}

/** One of the values of a setting. */
export function Choice<Value extends string>({ label, names, value, onChange, list = false }: ChoiceProps<Value>): ReactElement {
  const values = Object.keys(names) as Value[];
  const choices = values.map((each) => ({ value: each, label: names[each] }));
  if (list) return <Select label={label} value={value} choices={choices} onChange={onChange} />;
  return <SegmentedControl label={label} value={value} segments={choices} onChange={onChange} />;
}
