import type {
  FamilyResult,
  ListedCheck,
  NumberedRun,
  ResearchStore,
  SearchEntry,
  SearchState,
  SearchSummary,
  StoredCheck,
  StoredPortfolio,
  StoredRun,
  StoredVerdict,
  Trial,
  TrialCount,
  TrialFamily,
} from '../../ports/research-store.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { insertCheck, listChecks, readCheck } from './check-table.ts';
import { packFloats, packTimes, unpackFloats, unpackTimes } from './float-column.ts';
import { migrateResearch } from './migrate-research.ts';
import { insertPortfolio, listPortfolios, readPortfolio } from './portfolio-table.ts';
import { openResearchConnection, type ResearchConnection, researchGuarded } from './research-connection.ts';
import {
  conditionsOf,
  type FamilyResultRow,
  familyResultOf,
  type RunRow,
  runSummaryOf,
  type SearchRow,
  searchSummaryOf,
  type StoredRunRow,
  type TrialRow,
  trialOf,
} from './research-rows.ts';
import { packBook, unpackBook } from './run-book.ts';
import { insertVerdict, readVerdicts } from './verdict-table.ts';

const RUNS = `
SELECT id, r.at, conditions, parameters, figures, n.number, substr(r.assumptions, 1, 12) = '{"report":1,' AS reported FROM runs r JOIN run_numbers n ON n.run = r.id
ORDER BY r.at DESC, r.row DESC LIMIT ?`;

const SEARCHES = `
SELECT s.id, s.at, s.conditions, s.plan, n.state, n.at AS stateAt,
  (SELECT count(*) FROM trials t WHERE t.search = s.row) AS recorded
FROM searches s JOIN search_states n ON n.row = (SELECT max(row) FROM search_states WHERE search = s.row)`;

const COUNT = `
SELECT (SELECT count(*) FROM runs WHERE family = :family) AS runs,
  (SELECT count(*) FROM trials t JOIN searches s ON s.row = t.search WHERE s.family = :family AND t.state <> 'pruned') AS trials`;

const RESULTS = `
SELECT at, 0 AS number, conditions, parameters, figures, returns FROM runs WHERE family = :family
UNION ALL
SELECT s.at, t.number, s.conditions, t.parameters, t.figures, t.returns FROM trials t JOIN searches s ON s.row = t.search
WHERE s.family = :family AND s.windowed = 0 AND t.part = 'in-sample' AND t.state = 'ok'
ORDER BY at, number`;

/** Reads a text unless it is the one that was read last: all trials of a search have the same conditions. */
function readOnce<Value>(read: (text: string) => Value): (text: string) => Value {
  let last: { readonly text: string; readonly value: Value } | null = null;
  return (text) => {
    if (last === null || last.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}

/** The store of trials in a SQLite file, `research.db` of the home folder. */
export class SqliteResearch implements ResearchStore {
  private readonly file: string;
  private readonly connection: ResearchConnection;

  /** Opens the file and brings it to the newest version; makes it where there is none. Fails with `ledger.newer-version` or `research.corrupt`. */
  constructor(file: string) {
    this.file = file;
    this.connection = openResearchConnection(file);
    try {
      researchGuarded(file, () => migrateResearch(this.connection, file));
    } catch (thrown) {
      this.connection.close();
      throw thrown;
    }
  }

  addRun(run: StoredRun): void {
    const { id, at, conditions, parameters, figures, assumptions, dailyReturns, record } = run;
    this.write(() => {
      this.connection
        .prepare('INSERT INTO runs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          id,
          this.keepFamily(conditions.family),
          at,
          JSON.stringify(conditions),
          JSON.stringify(parameters),
          JSON.stringify(figures),
          JSON.stringify(assumptions),
          packFloats(dailyReturns),
          packTimes(record.times),
          packFloats(record.equity),
          packBook(record),
        );
      this.keepNumber(id, at);
    });
  }

  numberRun(id: string, at: number): number {
    let number = 0;
    this.write(() => {
      number = this.keepNumber(id, at);
    });
    return number;
  }

  runs(count: number): readonly NumberedRun[] {
    return this.read(() => {
      const rows = this.connection.prepare<[number], RunRow & { readonly number: number; readonly reported: number }>(RUNS).all(count);
      return rows.map((row) => ({ ...runSummaryOf(row), number: row.number, isReported: row.reported === 1 }));
    });
  }

  run(id: string): StoredRun | null {
    return this.read(() => {
      const row = this.connection.prepare<[string], StoredRunRow>('SELECT * FROM runs WHERE id = ?').get(id);
      if (row === undefined) return null;
      return {
        ...runSummaryOf(row),
        assumptions: JSON.parse(row.assumptions) as unknown,
        dailyReturns: unpackFloats(row.returns),
        record: unpackBook(row.book, { times: unpackTimes(row.times), equity: unpackFloats(row.equity) }),
      };
    });
  }

  addPortfolio(portfolio: StoredPortfolio): void {
    this.write(() => {
      insertPortfolio(this.connection, portfolio);
      this.keepNumber(portfolio.id, portfolio.at);
    });
  }

  portfolios(count: number): ReturnType<ResearchStore['portfolios']> {
    return this.read(() => listPortfolios(this.connection, count));
  }

  portfolio(id: string): StoredPortfolio | null {
    return this.read(() => readPortfolio(this.connection, id));
  }

  addCheck(check: StoredCheck): void {
    this.write(() => insertCheck(this.connection, check));
  }

  checks(): readonly ListedCheck[] {
    return this.read(() => listChecks(this.connection));
  }

  check(run: string, kind: string): StoredCheck | null {
    return this.read(() => readCheck(this.connection, run, kind));
  }

  addVerdict(verdict: StoredVerdict): void {
    this.write(() => insertVerdict(this.connection, verdict));
  }

  verdicts(of: Omit<TrialFamily, 'data'>): readonly StoredVerdict[] {
    return this.read(() => readVerdicts(this.connection, of));
  }

  addSearch(search: SearchEntry): void {
    const { id, at, conditions, ...plan } = search;
    this.write(() => {
      const { lastInsertRowid } = this.connection
        .prepare('INSERT INTO searches VALUES (NULL, ?, ?, ?, ?, ?, ?)')
        .run(id, this.keepFamily(conditions.family), at, JSON.stringify(conditions), JSON.stringify(plan), plan.windows === null ? 0 : 1);
      this.connection.prepare("INSERT INTO search_states VALUES (NULL, ?, 'running', ?)").run(lastInsertRowid, at);
    });
  }

  setSearchState(id: string, state: SearchState, at: number): void {
    this.write(() => {
      const row = this.searchRow(id);
      const newest = 'SELECT state FROM search_states WHERE search = ? ORDER BY row DESC LIMIT 1';
      if (this.connection.prepare<[number], { state: string }>(newest).get(row)?.state === state) return;
      this.connection.prepare('INSERT INTO search_states VALUES (NULL, ?, ?, ?)').run(row, state, at);
    });
  }

  searches(count: number): readonly SearchSummary[] {
    const sql = `${SEARCHES} ORDER BY s.at DESC, s.row DESC LIMIT ?`;
    return this.read(() => this.connection.prepare<[number], SearchRow>(sql).all(count).map(searchSummaryOf));
  }

  search(id: string): SearchSummary | null {
    return this.read(() => {
      // '{' is the character after 'z', the last that an id may have.
      const rows = this.connection
        .prepare<[string, string], SearchRow>(`${SEARCHES} WHERE s.id >= ? AND s.id < ? LIMIT 2`)
        .all(id, `${id}{`);
      return rows.length === 1 && id !== '' ? searchSummaryOf(rows[0]!) : null;
    });
  }

  addTrials(search: string, trials: readonly Trial[]): void {
    this.write(() => {
      const row = this.searchRow(search);
      const insert = this.connection.prepare(
        'INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (search, window, part, number) DO NOTHING',
      );
      for (const trial of trials) {
        insert.run(
          row,
          trial.window,
          trial.part,
          trial.number,
          trial.state,
          JSON.stringify(trial.parameters),
          JSON.stringify(trial.objectives),
          JSON.stringify(trial.figures),
          packFloats(trial.dailyReturns),
          trial.problem,
        );
      }
    });
  }

  trials(search: string): readonly Trial[] {
    return this.trialsWith('returns', search);
  }

  outcomes(search: string): readonly Trial[] {
    return this.trialsWith("CASE part WHEN 'in-sample' THEN x'' ELSE returns END AS returns", search);
  }

  trialCount(family: TrialFamily): TrialCount {
    return this.read(() => {
      const id = this.familyRow(family);
      const { runs, trials } = this.connection.prepare<[object], { runs: number; trials: number }>(COUNT).get({ family: id })!;
      return { runs, trials, total: runs + trials };
    });
  }

  *familyResults(family: TrialFamily): IterableIterator<FamilyResult> {
    const rows = this.read(() => {
      const statement = this.connection.prepare<[object], FamilyResultRow>(RESULTS);
      return statement.iterate({ family: this.familyRow(family) });
    });
    const conditions = readOnce(conditionsOf);
    for (const row of rows) yield familyResultOf(row, conditions(row.conditions));
  }

  close(): void {
    this.connection.close();
  }

  private trialsWith(returns: string, search: string): readonly Trial[] {
    const sql = `SELECT window, part, number, state, parameters, objectives, figures, ${returns}, problem FROM trials WHERE search = ? ORDER BY window, part, number`;
    return this.read(() => this.connection.prepare<[number], TrialRow>(sql).all(this.searchRow(search)).map(trialOf));
  }

  private read<Value>(work: () => Value): Value {
    return researchGuarded(this.file, work);
  }

  private write(work: () => void): void {
    researchGuarded(this.file, () => this.connection.transaction(work).immediate());
  }

  /** The row of a family; 0, which no row has, where it was never tried. */
  private familyRow({ strategy, instrument, timeframe, data }: TrialFamily): number {
    const sql = 'SELECT id FROM families WHERE strategy = ? AND instrument = ? AND timeframe = ? AND data = ?';
    return this.connection.prepare<unknown[], { id: number }>(sql).get(strategy, instrument, timeframe, data)?.id ?? 0;
  }

  private keepFamily(family: TrialFamily): number {
    const { strategy, instrument, timeframe, data } = family;
    this.connection
      .prepare('INSERT INTO families VALUES (NULL, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(strategy, instrument, timeframe, data);
    return this.familyRow(family);
  }

  private keepNumber(id: string, at: number): number {
    const known = this.connection.prepare<[string], { number: number }>('SELECT number FROM run_numbers WHERE run = ?').get(id);
    if (known !== undefined) return known.number;
    return Number(this.connection.prepare('INSERT INTO run_numbers (run, at) VALUES (?, ?)').run(id, at).lastInsertRowid);
  }

  private searchRow(id: string): number {
    const row = this.connection.prepare<[string], { row: number }>('SELECT row FROM searches WHERE id = ?').get(id)?.row;
    invariant(row !== undefined, `the search ${id} is in the store`);
    return row;
  }
}
