import { expect, test } from "@jest/globals";
import {
  hessianOf,
  massOf,
  rowsOf,
  toMasses,
} from "@despliega/trainer/estimators/boosting/mass.js";
import { roundToQuantum } from "@despliega/trainer/estimators/boosting/quantum.js";
import fc from "fast-check";

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
const scale = fc.integer({ min: -60, max: 60 }).map((exponent) => 2 ** exponent);

test("rounded values add up to the same bits in any order, near to what they were", () => {
  const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(values, scale, (drawn, unit) => {
      const given = drawn.map((value) => value * unit);
      const rounded = Float64Array.from(given);
      roundToQuantum(rounded);
      const whole = sum(rounded);
      expect(sum(rounded.toReversed())).toBe(whole);
      expect(sum(rounded.slice().sort())).toBe(whole);
      const half = rounded.length >> 1;
      expect(whole - sum(rounded.subarray(0, half))).toBe(sum(rounded.subarray(half)));
      expect(Math.abs(whole - sum(given))).toBeLessThanOrEqual(1e-11 * unit * given.length);
    }),
  );
});

test("masses give back rows and hessians of any of them, in any order", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(
    fc.property(values, scale, (drawn, unit) => {
      const given = drawn.map((value) => value * unit);
      const mass = massOf(given.length);
      const masses = Float64Array.from(given);
      toMasses(mass, masses);
      const some = masses.subarray(masses.length >> 2);
      const total = sum(some);
      expect(sum(some.toReversed())).toBe(total);
      expect(rowsOf(mass, total)).toBe(some.length);
      const hessian = sum(given.slice(masses.length >> 2));
      expect(Math.abs(hessianOf(mass, total) - hessian)).toBeLessThanOrEqual(
        1e-9 * unit * given.length,
      );
    }),
  );
});
