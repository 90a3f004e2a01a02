/** Values of a column in a page of a result. */
export interface PageColumn {
  readonly name: string;
  /** Spark's name of its type, in capitals, such as `BIGINT`; of a DECIMAL without its digits. */
  readonly type: string;
  /**
   * By row. BOOLEAN, whole numbers below 64 bits and DATE's text are as their types say; whatever is no number is text in
   * UTF-8. The value of a row that is missing means nothing.
   */
  readonly values: Uint8Array | Int32Array | BigInt64Array | Float64Array | readonly Uint8Array[];
  readonly isMissing: (row: number) => boolean;
}

/** Some consecutive rows of a result. */
export interface Page {
  readonly rows: number;
  readonly columns: readonly PageColumn[];
}

/** How a statement runs. */
export interface StatementOptions {
  /** Whether the engine holds one partition of the result at a time, which takes a job for each. Default false. */
  readonly isLarge?: boolean;
}

/**
 * What carries statements to a Spark and results back. The words of the statements are the dialect's. Of a statement nothing
 * but tables, views and functions of the schema is there for the next one.
 */
export interface SparkSession {
  /** Runs one statement and hands out its result page by page; the first page is there even of a result without rows. */
  pages(sql: string, options?: StatementOptions): AsyncGenerator<Page, void, undefined>;
  /** Makes a schema the one whose tables, views and functions later statements find by their names alone. */
  use(schema: string): Promise<void>;
  /** Interrupts what runs. Statements that run fail soon. */
  interrupt(): Promise<void>;
  /** Ends the session. What is left of it on the other side ends there. */
  close(): Promise<void>;
}

/** Classes of the standard: a fault of syntax or of access, and what an engine has not. */
const ABOUT_STATEMENT = /^(?:42|0A)/;

/** A statement failed there. Its message may hold values. */
export class StatementFailed extends Error {
  /** Spark's name of the error, such as `DIVIDE_BY_ZERO`; undefined where it has none. */
  readonly condition: string | undefined;
  /** Whether it failed before any row was read, so that the message holds no value. */
  readonly isAboutStatement: boolean;

  /** @param state the standard's code of the error, where it comes apart from the text */
  constructor(text: string, state = "") {
    const [first = ""] = text.split(/\n\s*at /u);
    const message = first.replace(/^.*?Error running query: /su, "").trim();
    super(message);
    this.condition = /\[([A-Z][A-Z0-9_.]+)\]/u.exec(message)?.[1];
    this.isAboutStatement =
      /(?:Analysis|Parse|NoSuch\w*|AlreadyExists\w*)Exception/u.test(text) ||
      ABOUT_STATEMENT.test(state);
  }
}

/** The session is gone, with all that it knew. */
export class SessionLost extends Error {}

/** A statement was interrupted, there or here. */
export class StatementInterrupted extends Error {}

/** A statement took longer than it may. */
export class StatementOverdue extends Error {}
