import { useState } from 'react';

/** A row of a list that is being typed; its key keeps its place while others come and go. */
export interface FormRow<Form, Problems> {
  readonly key: number;
  readonly form: Form;
  readonly problems: Problems;
}

/** What a typed row means, or what is wrong with it. */
type Read<Spec, Problems> = { readonly spec: Spec } | { readonly problems: Problems };

/** A list that is being typed, and what changes it. */
export interface FormRows<Spec, Form, Problems> {
  readonly rows: readonly FormRow<Form, Problems>[];
  readonly add: (spec: Spec) => void;
  readonly change: (key: number, form: Form) => void;
  readonly remove: (key: number) => void;
  /** The list that the rows mean; null where one is wrong, which then says so. */
  readonly read: () => readonly Spec[] | null;
}

/** Keeps a list of forms: from what it is made, how a row is read, and what it is where nothing is wrong. */
export function useFormRows<Spec, Form, Problems>(
  specs: readonly Spec[],
  parts: { readonly formOf: (spec: Spec) => Form; readonly read: (form: Form) => Read<Spec, Problems>; readonly fine: Problems },
): FormRows<Spec, Form, Problems> {
  const { formOf, fine } = parts;
  const [rows, setRows] = useState<readonly FormRow<Form, Problems>[]>(() =>
    specs.map((spec, key) => ({ key, form: formOf(spec), problems: fine })),
  );
  return {
    rows,
    add: (spec) => {
      const key = rows.reduce((most, row) => Math.max(most, row.key), 0) + 1;
      setRows([...rows, { key, form: formOf(spec), problems: fine }]);
    },
    change: (key, form) => {
      setRows(rows.map((row) => (row.key === key ? { ...row, form, problems: fine } : row)));
    },
    remove: (key) => {
      setRows(rows.filter((row) => row.key !== key));
    },
    read: () => {
      const all = rows.map((row) => ({ row, read: parts.read(row.form) }));
      setRows(all.map(({ row, read }) => ({ ...row, problems: 'problems' in read ? read.problems : fine })));
      const meant = all.flatMap(({ read }) => ('spec' in read ? [read.spec] : []));
      return meant.length === rows.length ? meant : null;
    },
  };
}
