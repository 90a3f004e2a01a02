/** Writes a number as JSON does, without the call of `JSON.stringify`. */
export const jsonNumber = (value: number): string => (Number.isFinite(value) ? `${value}` : "null");

/** Numbers in an array from which on it is written as a whole, which takes half the time of number by number. */
const MANY = 16;

/** The text of finite numbers in JSON, as an array. */
export const jsonNumbers = (numbers: Float64Array): string =>
  numbers.length < MANY ? `[${numbers.join()}]` : JSON.stringify(Array.from(numbers));
