import { describe, expect, test } from "@jest/globals";
import { namedAxis, numberAxis } from "@despliega/trainer/learn/shapes/feature-axis.js";

const edgesOf = (type: "integer" | "number", low: number, high: number) => {
  const axis = numberAxis({ type }, low, high);
  return axis.kind === "numbers" ? [axis.scale, axis.edges] : [];
};

describe("an axis of numbers", () => {
  test("goes from one round number to another, around what it holds", () => {
    expect(edgesOf("number", 0.13, 0.97)).toEqual([
      "linear",
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    ]);
    expect(edgesOf("number", -31, 98)).toEqual([
      "linear",
      [-40, -30, -20, -10, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
    ]);
  });

  test("of whole numbers has no step below 1", () => {
    expect(edgesOf("integer", 0, 3)).toEqual(["linear", [0, 1, 2, 3, 4]]);
  });

  test("that differ by far is logarithmic", () => {
    expect(edgesOf("number", 3, 900)).toEqual(["log", [2, 5, 10, 20, 50, 100, 200, 500, 1000]]);
    expect(edgesOf("number", 0.02, 7e6)).toEqual([
      "log",
      [0.01, 0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7],
    ]);
  });

  test("has a place for a feature that is always the same", () => {
    for (const value of [0, 7, -2.5, 1e9]) {
      const [, edges] = edgesOf("number", value, value) as [string, number[]];
      expect(edges[0]).toBeLessThanOrEqual(value);
      expect(edges.at(-1)).toBeGreaterThan(value);
      expect(edges.length).toBeLessThan(25);
    }
  });
});

describe("an axis of names", () => {
  const counted = Array.from({ length: 20 }, (_, code) => ({ code, observations: 100 - code }));
  const categories = Array.from({ length: 19 }, (_, code) => `c${code}`);

  test("has the most frequent ones, in their own order, and one for all that are new", () => {
    const rare = counted.map((each) => (each.code === 19 ? { ...each, observations: 999 } : each));
    expect(namedAxis({ type: "category", categories, unseen: "other" }, rare)).toEqual({
      kind: "names",
      names: ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "…"],
      codes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19],
    });
  });

  test("names booleans and the values of a number", () => {
    const both = [1, 0].map((code) => ({ code, observations: 5 }));
    expect(namedAxis({ type: "boolean" }, both)).toMatchObject({ names: ["false", "true"] });
    expect(namedAxis({ type: "integer", values: [1, 0] }, both)).toMatchObject({
      names: ["1", "0"],
    });
  });
});
