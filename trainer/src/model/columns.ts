interface Common {
  /** Accepts a field that is empty, blank or NaN, which becomes NULL. Default: such a row is rejected. */
  readonly optional?: boolean;
  /** Keeps the first row of each value and rejects the later ones; NULL repeats freely. Default false. */
  readonly unique?: boolean;
  /** Accepts a header without this column, whose values are then all NULL. Default: such a file is refused. */
  readonly absent?: "allowed";
}

/** A number that is whole, as `0.0` and `1e3` are; BIGINT, within JavaScript's safe integers. */
export interface IntegerColumn extends Common {
  readonly type: "integer";
  readonly min?: number;
  readonly max?: number;
}

/** A finite number, also with an exponent; DOUBLE. */
export interface NumberColumn extends Common {
  readonly type: "number";
  readonly min?: number;
  readonly max?: number;
}

/**
 * A number rounded half away from zero to 10 decimals, and then held to its bounds; DECIMAL(38,10), whose sums are
 * exact in any order.
 */
export interface DecimalColumn extends Common {
  readonly type: "decimal";
  readonly min?: number;
  readonly max?: number;
}

/** A day of the calendar written YYYY-MM-DD; DATE. */
export interface DateColumn extends Common {
  readonly type: "date";
  /** First day allowed. Default: the first of year 1. */
  readonly min?: string;
  /** Last day allowed. Default: the last of year 9999. */
  readonly max?: string;
  /** Last day on which something can have happened, which the run sets and no model. Default: any. */
  readonly latest?: string;
}

/**
 * Text; VARCHAR. It is kept as it is, blanks and the word NaN included, unless the allowed values are listed:
 * then blanks around it do not count, and NaN is a missing value.
 */
export interface TextColumn extends Common {
  readonly type: "text";
  /** The only values allowed. Default: any. */
  readonly values?: readonly string[];
  /** In characters. Default: any length. */
  readonly maxLength?: number;
  readonly person?: never;
}

/**
 * Text that says who a person is. It never reaches the table: an `identifier` becomes the column `pseudonym`, of what
 * `pseudonymOf` makes of it, whatever the column is called here, and NULL where it is absent or empty; a `name` is left
 * out, and kept encrypted with the identifier, for `despliega identify` alone. A table has at most one of each.
 */
export interface PersonColumn extends Common {
  readonly type: "text";
  readonly person: "identifier" | "name";
}

export type PlainColumn = IntegerColumn | NumberColumn | DecimalColumn | DateColumn | TextColumn;

export type Column = PlainColumn | PersonColumn;

/** What a model reads from its input: column names as in the header, in the order of the resulting table. */
export type Columns = Readonly<Record<string, Column>>;

/** Columns of which none says who a person is. */
export type PlainColumns = Readonly<Record<string, PlainColumn>>;
