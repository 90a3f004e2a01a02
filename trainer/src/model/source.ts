/** Where the rows of an input come from when they are not in the container. */
export type InputSource = FileSource | DatabaseSource;

/** A file, CSV or Parquet, as one in the container. */
export interface FileSource {
  /** Its path, relative to the folder of the model. */
  readonly file: string;
}

/** Rows of a PostgreSQL database. */
export type DatabaseSource = DatabaseRows & {
  /** Its name: `main` is the database of the setting `DESPLIEGA_DATABASE_MAIN`. */
  readonly database: string;
};

/** Rows of a table or of a query, always in the order of their key. */
export type DatabaseRows = {
  /** The columns that together identify a row. */
  readonly key: readonly string[];
} & (
  | {
      /** Name of a table or view, exactly so, with its schema before a point where the role's search path lacks it. */
      readonly table: string;
    }
  | {
      /** One SELECT. */
      readonly query: string;
    }
);

/** What the name of a database may be. */
export const DATABASE_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** The setting that says where a database is. */
export const databaseSetting = (name: string): string => `DESPLIEGA_DATABASE_${name.toUpperCase()}`;
