import { expect, test } from "@jest/globals";
import { amountAxis, logTicks } from "@despliega/trainer/report/charts/amount-axis.js";
import { svg } from "@despliega/trainer/report/svg.js";

import { english } from "./report-page.js";

test("a wide logarithmic axis has its ticks at powers of ten", () => {
  expect(logTicks([0.02, 3e4])).toEqual({ values: [0.1, 1, 10, 100, 1000, 10_000] });
});

test("a narrower one also has them at 2 and 5 times those", () => {
  expect(logTicks([0.3, 30])).toEqual({ values: [0.5, 1, 2, 5, 10, 20] });
});

test("one that is too narrow for them has them wherever they fall", () => {
  expect(logTicks([1.1, 1.9])).toEqual({ tickCount: 4 });
});

test("amounts are labelled with k, M and B, and small ones by their digits", async () => {
  const { markup } = await svg(
    "a",
    {
      name: "Amounts",
      spec: {
        data: { values: [{ x: 0.01 }] },
        mark: "point",
        encoding: {
          x: { ...amountAxis("x", "Amount", "log", [0.01, 2e9], english), axis: labels },
        },
      },
    },
    english,
  );
  for (const label of ["0.01", "10", "1.5k", "30M", "1B"])
    expect(markup).toContain(`>${label}</text>`);
});

const { labelExpr } = amountAxis("x", "Amount", "log", [0.01, 2e9], english).axis;
const labels = { labelExpr, values: [0.01, 10, 1500, 3e7, 1e9] };
