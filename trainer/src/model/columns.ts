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
 * A number rounded half away from zero to 10 decimals, and then checked against its bounds; DECIMAL(38,10), whose sums
 * are exact in any order.
 */
export interface DecimalColumn extends Common {
  readonly type: "decimal";
  readonly min?: number;
  readonly max?: number;
}

/** A day of the calendar, written YYYY-MM-DD unless the input's format says otherwise; DATE. */
export interface DateColumn extends Common {
  readonly type: "date";
  /** First day allowed. Default: the first of year 1. */
  readonly min?: string;
  /** Last day allowed. Default: the last of year 9999. */
  readonly max?: string;
  /** Last day on which something can have happened. The run sets it, never a model. Default: any. */
  readonly latest?: string;
}

/**
 * A moment without a zone: a day, and with a blank or T between them a time such as 09:30, 09:30:15 or 09:30:15.5, or
 * midnight without one. A time with Z or an offset such as +02:00 is taken to UTC; TIMESTAMP.
 */
export interface TimestampColumn extends Common {
  readonly type: "timestamp";
  /** First day allowed, like that of a {@link DateColumn}. */
  readonly min?: string;
  /** Last day allowed. */
  readonly max?: string;
  /** As of a {@link DateColumn}. */
  readonly latest?: string;
}

/** `true` or `1`, `false` or `0`, in any case, unless the input's format has other words; BOOLEAN. */
export interface BooleanColumn extends Common {
  readonly type: "boolean";
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
 * Text that identifies a person. It never reaches the table. An `identifier` becomes the column `pseudonym`, as
 * `pseudonymOf` makes it, and NULL where it is absent or empty. A `name` is left out, and kept encrypted with the
 * identifier, for `despliega identify` only. A table has at most one of each.
 */
export interface PersonColumn extends Common {
  readonly type: "text";
  readonly person: "identifier" | "name";
}

export type PlainColumn =
  | IntegerColumn
  | NumberColumn
  | DecimalColumn
  | DateColumn
  | TimestampColumn
  | BooleanColumn
  | TextColumn;

export type Column = PlainColumn | PersonColumn;

/** What a model reads from its input: column names as in the header, in the order of the resulting table. */
export type Columns = Readonly<Record<string, Column>>;

/** Columns without those that identify a person. */
export type PlainColumns = Readonly<Record<string, PlainColumn>>;
