import { expect } from "@jest/globals";

// As for golden rows: engines may differ in the last bits of exp() and log().
const TOLERANCE = 1e-9;

/** Expects the same numbers up to their last bits. */
export const expectNear = (
  what: string,
  answers: readonly number[],
  expected: readonly number[],
): void => {
  const far = expected.flatMap((value, i) =>
    Math.abs(answers[i]! - value) <= TOLERANCE * Math.max(1, Math.abs(value))
      ? []
      : [{ row: i + 1, expected: value, answer: answers[i] }],
  );
  expect({ what, rows: answers.length, far }).toEqual({ what, rows: expected.length, far: [] });
};
