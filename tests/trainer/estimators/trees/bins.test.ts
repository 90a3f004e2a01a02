import { describe, expect, test } from "@jest/globals";
import { between, binFeature, MISSING } from "@despliega/trainer/estimators/trees/bins.js";
import fc from "fast-check";

const column = fc
  .array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noDefaultInfinity: true })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((values) => Float64Array.from(values));

describe("bins", () => {
  test("hold one value each where there are no more values than bins", () => {
    const { codes, low, high } = binFeature(Float64Array.of(3, -1, NaN, 7, 3), 3);
    expect(codes).toEqual(Uint8Array.of(1, 0, MISSING, 2, 1));
    expect(low).toEqual(Float64Array.of(-1, 3, 7));
    expect(high).toEqual(low);
  });

  test("hold about equally many rows where there are more values", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i * 37) % 1000);
    const { codes, low, high } = binFeature(values, 10);
    expect([...low]).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect([...high]).toEqual([...low].map((value) => value + 99));
    expect(codes.filter((code) => code === 4)).toHaveLength(100);
  });

  test("leave a value that most rows share to itself, and the rest of the bins to the others", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : i));
    const { low, high } = binFeature(values, 11);
    expect([low[0], high[0]]).toEqual([0, 0]);
    expect([...low.subarray(1)]).toEqual([900, 910, 920, 930, 940, 950, 960, 970, 980, 990]);
  });

  test("are as many as allowed at most, in order, and each row's holds its value", () => {
    fc.assert(
      fc.property(column, fc.integer({ min: 2, max: 20 }), (values, limit) => {
        const { codes, low, high } = binFeature(values, limit);
        expect(low.length).toBeLessThanOrEqual(limit);
        values.forEach((value, row) => {
          const code = codes[row]!;
          if (Number.isNaN(value)) expect(code).toBe(MISSING);
          else expect(value >= low[code]! && value <= high[code]!).toBe(true);
        });
        for (let bin = 1; bin < low.length; bin++) expect(high[bin - 1]! < low[bin]!).toBe(true);
      }),
    );
  });

  test("are none for a feature that is always missing", () => {
    expect(binFeature(Float64Array.of(NaN, NaN), 5)).toEqual({
      codes: Uint8Array.of(MISSING, MISSING),
      low: new Float64Array(0),
      high: new Float64Array(0),
      rest: [],
    });
  });

  test.each([Infinity, -Infinity])("refuse %s", (value) => {
    expect(() => binFeature(Float64Array.of(1, value), 5)).toThrow(RangeError);
  });

  test("a threshold is at least the lower and below the higher of two values, however close", () => {
    expect(between(1, 2)).toBe(1.5);
    expect(between(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(0);
    expect(Object.is(between(-1, 1), 0)).toBe(true);
    expect(between(0, Number.MIN_VALUE)).toBe(0);
    const ordered = fc
      .tuple(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      )
      .filter(([a, b]) => a < b);
    fc.assert(
      fc.property(ordered, ([lower, higher]) => {
        const threshold = between(lower, higher);
        expect(threshold >= lower && threshold < higher).toBe(true);
      }),
    );
  });
});
