import { expect, test } from "@jest/globals";
import { featureReader, featureWriter } from "@despliega/storage";
import fc from "fast-check";

const FEATURES = [
  { type: "number" },
  { type: "integer" },
  { type: "boolean" },
  { type: "category", categories: ["a", "b"], unseen: "other" },
] as const;

test("a row is read back from JSON as it was written, to the last bit", () => {
  const write = featureWriter(FEATURES);
  const read = featureReader(FEATURES);
  const numbers = fc.double().map((number) => number + 0);
  const rows = fc.tuple(
    numbers,
    fc.oneof(fc.maxSafeInteger(), fc.constant(NaN)),
    fc.constantFrom(0, 1, NaN),
    fc.constantFrom(0, 1, 2, NaN),
  );
  fc.assert(
    fc.property(rows, (row) => {
      const recorded = JSON.parse(JSON.stringify(write(row))) as ReturnType<typeof write>;
      expect([...read(recorded)]).toEqual(row.map((number) => (number === 0 ? 0 : number)));
    }),
  );
});
