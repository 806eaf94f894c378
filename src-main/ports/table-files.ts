/** Rows of a file of market data, read but not judged: the first column is the time, the others are figures. */
export interface RawTable {
  readonly rows: number;
  /** 1-based number of each row's line; of a file without lines, of the row. */
  readonly line: Float64Array;
  /** One column per role, in the roles' order: first the times in ms UTC, then figures. NaN where a field could not be read. */
  readonly columns: readonly Float64Array[];
  /** Most digits after the point in each column. */
  readonly decimals: readonly number[];
  /** Lines with too few or too many fields; they are no rows. */
  readonly badLines: readonly number[];
  /** Times that lacked a zone, by line. */
  readonly zoneless: readonly number[];
  /** The line after which the file breaks off, or null. */
  readonly brokenAt: number | null;
  /** The name of the time's column, '' when the file names none. */
  readonly timeName: string;
  /** Whether the name says that times are opens or ends of bars. */
  readonly timeMeans: 'open' | 'end' | null;
  /** How times are written, for a person. */
  readonly timeForms: readonly string[];
  /** SHA-256 of the file as it is on the disk. */
  readonly hash: string;
}

/** How a file is to be read. */
export interface TableRead {
  /** The columns that are looked for, the time first. */
  readonly roles: readonly { readonly name: string; readonly names: readonly string[] }[];
  /** The order of the columns where the file has no header, or to overrule it; null reads the header. */
  readonly stated: readonly string[] | null;
  /** The zone of times without an offset, or null when none was named. */
  readonly zone: string | null;
  /** Hears now and then how many rows have been read. */
  readonly onProgress?: (rows: number) => void;
}

/** The beginning of a file of market data, as it stands there. */
export interface TablePeek {
  /** Names of its columns; null where it has no header. */
  readonly header: readonly string[] | null;
  /** The first rows, field by field, none longer than 40 characters. */
  readonly rows: readonly (readonly string[])[];
}

/** Reads files of market data: comma-separated values, plain or gzip-compressed, and Parquet, told apart by what is inside. */
export interface TableFiles {
  /** Reads a whole file. Fails with `input.file` and, for a header that does not serve, `input.row`. */
  read(file: string, how: TableRead): Promise<RawTable>;
  /** Reads the beginning of a file. Fails with `input.file` where it is none of these. */
  peek(file: string): Promise<TablePeek>;
}
