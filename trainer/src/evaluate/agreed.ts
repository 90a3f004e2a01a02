/** Digits in which what follows from answers agrees on all engines: their exponential functions differ in the last ones. */
const DIGITS = 12;

/** A number that follows from answers, the same on every engine. */
export const agreedNumber = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));

/** A value with each of its numbers the same on every engine. */
export const agreed = <T>(value: T): T => {
  if (typeof value === "number") return agreedNumber(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(agreed) as T;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, agreed(of)])) as T;
};
