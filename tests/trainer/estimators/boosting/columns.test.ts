import { expect, test } from "@jest/globals";
import { layGround } from "@despliega/trainer/estimators/boosting/ground.js";
import fc from "fast-check";

import { PLAIN } from "./data.js";

test("columns hold each code of each feature, with few of them for features with few bins", () => {
  const feature = fc.record({
    values: fc.integer({ min: 1, max: 40 }),
    gaps: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(feature, { minLength: 1, maxLength: 12 }), (drawn) => {
      const rows = 200;
      const columns = drawn.map(({ values, gaps }, i) =>
        Float64Array.from({ length: rows }, (_, row) =>
          gaps && row % 5 === i % 5 ? NaN : (row * (i + 3)) % values,
        ),
      );
      const heldOut = new Uint8Array(rows);
      const ground = layGround({ columns, uses: columns.map(() => PLAIN), heldOut }, 255);
      for (const { codes, bins, offset } of ground.features) {
        const found = ground.columns.flatMap((column) =>
          column.parts
            .filter((part) => part.offset === offset)
            .map((part) => ({ ...part, codes: column.codes })),
        );
        expect(found).toHaveLength(1);
        const [{ codes: joint, stride, size }] = found as [(typeof found)[number]];
        expect(size).toBeLessThanOrEqual(bins + 1);
        expect(joint.map((code) => Math.floor(code / stride) % size)).toEqual(codes);
      }
      for (const { parts } of ground.columns)
        expect(parts.reduce((product, { size }) => product * size, 1)).toBeLessThanOrEqual(256);
    }),
  );
});

test("eight features of two values are added up at once", () => {
  const columns = Array.from({ length: 8 }, (_, i) =>
    Float64Array.from({ length: 50 }, (_value, row) => (row >> i) & 1),
  );
  const uses = columns.map(() => PLAIN);
  expect(layGround({ columns, uses, heldOut: new Uint8Array(50) }, 255).columns).toHaveLength(1);
});
