import { packRow, rowForm, unpackRows, type Answered, type Packing } from "@despliega/api";
import type { Manifest } from "@despliega/storage";
import { expect, test } from "@jest/globals";

const feature = { type: "number", description: "", missing: "kept", mean: 0 } as const;
const features = ["a", "b"].map((name) => ({ ...feature, name }));
const serving = {
  by: "key",
  keys: [
    { name: "shop", type: "text" },
    { name: "id", type: "integer" },
  ],
} as unknown as Manifest["serving"];

test("rows are read as they were packed, with keys of numbers and texts, and of a challenger", () => {
  const form = rowForm({ serving, features }, 1);
  const packing: Packing = { form, numbers: new Float64Array(4 * form.width), texts: [], rows: 0 };
  const answered = {
    id: { text: "x", at: 1_790_000_000_123, count: 77 },
    at: 1_790_000_000_125,
    rows: 3,
    values: Float64Array.of(1, NaN, -0, Infinity, 5, 6),
    scores: Float64Array.of(0.25, 0.5, NaN),
    keys: [
      ["north", 7],
      ["west", -(2 ** 53 - 1)],
      ["", 0],
    ],
    unknown: new Set([1]),
  } as unknown as Answered;
  for (const row of [0, 1, 2]) packRow(packing, answered, row, row === 1 ? "of-this" : undefined);
  const single = { ...answered, rows: 1, keys: undefined };
  packRow(packing, single, 0, undefined);

  const rows = Array.from(unpackRows(form, packing), (row) => {
    const { numbers, features: from, scores, ...rest } = row;
    return { ...rest, values: [...numbers.subarray(from, from + 2)], score: numbers[scores] };
  });
  const idOf = (row: number) => ({ at: 1_790_000_000_123, count: 77, row });
  const rest = { at: answered.at, isNew: false, challengeOf: undefined };
  expect(rows).toEqual([
    { ...rest, id: idOf(1), key: ["north", 7], values: [1, NaN], score: 0.25 },
    {
      ...{ at: answered.at, isNew: true, challengeOf: "of-this", id: idOf(2), score: 0.5 },
      ...{ key: ["west", -(2 ** 53 - 1)], values: [-0, Infinity] },
    },
    { ...rest, id: idOf(3), key: ["", 0], values: [5, 6], score: NaN },
    { ...rest, id: idOf(0), key: undefined, values: [1, NaN], score: 0.25 },
  ]);
});
