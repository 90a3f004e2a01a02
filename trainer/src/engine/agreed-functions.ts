import { double } from "./sql.js";

/** A product with it, less what that exceeds the number by, rounds a number to 33 bits (Dekker, 1971). */
const SPLIT = double(2 ** 20 + 1);

const rounded = (value: string): string =>
  `(${value} * ${SPLIT} - (${value} * ${SPLIT} - ${value}))`;

/**
 * SQL of the natural logarithm, with 33 bits. Engines and machines compute its last bit differently: results that differ
 * there alone are equal by this, but for about one in ten million.
 */
export const agreedLn = (x: string): string => rounded(`ln(${x})`);

/** SQL of the exponential function, with as many bits as {@link agreedLn}. */
export const agreedExp = (x: string): string => rounded(`exp(${x})`);
