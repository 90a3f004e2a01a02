import { NumberNotFinite } from "../errors/errors.js";

/** A value as a SQL string literal. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A number as a SQL literal of type DOUBLE. Without an exponent engines take it for a DECIMAL, which computes slowly and
 * does not keep all digits.
 *
 * @throws `NUMBER_NOT_FINITE`, which no literal is
 */
export const double = (value: number): string => {
  if (!Number.isFinite(value)) throw new NumberNotFinite({ what: "A sum over the observations" });
  return `(${value.toExponential()})`;
};

/** SQL that is true of a number, false of an infinity and of what is not a number, and NULL of a missing value. */
export const isFinite = (value: string): string => `abs(${value}) <= ${double(Number.MAX_VALUE)}`;
