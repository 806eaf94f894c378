import type { FaultDetails } from '../../src-shared/kernel/fault.ts';

/** What a schema said of an input, as far as it is read here. */
type Issue = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
  record: 'an object',
};

function isIssue(value: unknown): value is Issue {
  return typeof value === 'object' && value !== null;
}

function bound(issue: Issue, word: 'minimum' | 'maximum'): string {
  const limit = String(issue[word]);
  const inclusive = issue['inclusive'] !== false;
  switch (issue['origin']) {
    case 'string':
      return word === 'minimum' ? `Needs ${limit} characters or more.` : `Takes ${limit} characters at most.`;
    case 'array':
    case 'set':
    case 'map':
      return word === 'minimum' ? `Needs ${limit} entries or more.` : `Takes ${limit} entries at most.`;
    default:
      if (word === 'minimum') return inclusive ? `Must be ${limit} or more.` : `Must be more than ${limit}.`;
      return inclusive ? `Must be ${limit} or less.` : `Must be less than ${limit}.`;
  }
}

function sentence(issue: Issue): string {
  switch (issue['code']) {
    case 'invalid_type':
      return `Needs ${KINDS[String(issue['expected'])] ?? 'another kind of value'}.`;
    case 'invalid_value':
      return Array.isArray(issue['values'])
        ? `Must be one of: ${issue['values'].map(String).join(', ')}.`
        : 'Has a value that is not offered.';
    case 'too_small':
      return bound(issue, 'minimum');
    case 'too_big':
      return bound(issue, 'maximum');
    case 'invalid_format':
      return 'Is not written in the form that is expected.';
    case 'unrecognized_keys':
      return 'Has fields that are not known.';
    case 'invalid_union':
      return 'Fits none of the forms that are accepted.';
    default:
      return 'Is not accepted.';
  }
}

function fieldOf(issue: Issue): string {
  if (!Array.isArray(issue['path']) || issue['path'].length === 0) return 'input';
  return issue['path']
    .map((key) => (isIssue(key) ? String(key['key']) : String(key)))
    .join('.')
    .slice(0, 120);
}

/** The first finding of a schema as the parameters of `input.invalid`: which field, and what is wrong with it. */
export function inputProblem(issues: readonly unknown[]): FaultDetails {
  const first = issues.find(isIssue);
  if (!first) return { field: 'input', problem: 'Is not accepted.' };
  return { field: fieldOf(first), problem: sentence(first) };
}
