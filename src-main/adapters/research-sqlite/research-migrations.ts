/** One step of the schema. */
export interface ResearchMigration {
  readonly name: string;
  readonly sql: string;
}

/** Rows are only added: the file itself refuses anything else. */
function appendOnly(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (event) =>
        `CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are kept'); END;`,
    )
    .join('\n');
}

/** Every step, oldest first; the version of a file is how many it has seen. A step that was released is never changed. */
export const RESEARCH_MIGRATIONS: readonly ResearchMigration[] = [
  {
    name: 'runs, searches and trials',
    sql: `
CREATE TABLE families (
  id INTEGER PRIMARY KEY,
  strategy TEXT NOT NULL,
  instrument TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  data TEXT NOT NULL,
  UNIQUE (strategy, instrument, timeframe, data)
) STRICT;
CREATE TABLE runs (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  family INTEGER NOT NULL REFERENCES families (id),
  at INTEGER NOT NULL,
  conditions TEXT NOT NULL,
  parameters TEXT NOT NULL,
  figures TEXT NOT NULL,
  assumptions TEXT NOT NULL,
  returns BLOB NOT NULL,
  times BLOB NOT NULL,
  equity BLOB NOT NULL,
  book BLOB NOT NULL
) STRICT;
CREATE INDEX runs_family ON runs (family, at);
CREATE TABLE searches (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  family INTEGER NOT NULL REFERENCES families (id),
  at INTEGER NOT NULL,
  conditions TEXT NOT NULL,
  plan TEXT NOT NULL,
  windowed INTEGER NOT NULL
) STRICT;
CREATE INDEX searches_family ON searches (family, at);
CREATE TABLE search_states (
  row INTEGER PRIMARY KEY,
  search INTEGER NOT NULL REFERENCES searches (row),
  state TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_states_search ON search_states (search, row);
CREATE TABLE trials (
  search INTEGER NOT NULL REFERENCES searches (row),
  window INTEGER NOT NULL,
  part TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  parameters TEXT NOT NULL,
  objectives TEXT NOT NULL,
  figures TEXT NOT NULL,
  returns BLOB NOT NULL,
  problem TEXT,
  PRIMARY KEY (search, window, part, number)
) STRICT, WITHOUT ROWID;
${['families', 'runs', 'searches', 'search_states', 'trials'].map(appendOnly).join('\n')}
`,
  },
  {
    // Until here a run's number was its place among the runs.
    name: 'numbers of runs',
    sql: `
CREATE TABLE run_numbers (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;
INSERT INTO run_numbers (run, at) SELECT id, at FROM runs ORDER BY at, row;
${appendOnly('run_numbers')}
`,
  },
  {
    name: 'portfolios',
    sql: `
CREATE TABLE portfolios (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  request TEXT NOT NULL,
  figures TEXT NOT NULL,
  report TEXT NOT NULL
) STRICT;
${appendOnly('portfolios')}
`,
  },
  {
    name: 'checks of runs',
    sql: `
CREATE TABLE checks (
  row INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  engine TEXT NOT NULL,
  ask TEXT NOT NULL,
  view BLOB NOT NULL
) STRICT;
CREATE INDEX checks_run ON checks (run, kind, row);
${appendOnly('checks')}
`,
  },
  {
    name: 'verdicts of the overfit gate',
    sql: `
CREATE TABLE verdicts (
  row INTEGER PRIMARY KEY,
  strategy TEXT NOT NULL,
  instrument TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  at INTEGER NOT NULL,
  verdict TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_of ON verdicts (strategy, instrument, timeframe, row);
${appendOnly('verdicts')}
`,
  },
];
