import { describe, expect, test } from "@jest/globals";
import { rocCurve } from "@despliega/trainer/report/charts/roc.js";
import type { Chart } from "@despliega/trainer/report/section.js";
import { svg } from "@despliega/trainer/report/svg.js";
import { english } from "./report-page.js";
import { sample } from "./sample.js";

const clipped: Chart = {
  name: "A clipped line",
  spec: {
    data: { values: [{ x: 1 }, { x: 2 }] },
    mark: { type: "line", clip: true },
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "x", type: "quantitative" },
    },
  },
};

describe("svg", () => {
  test("gives the same bytes for the same chart, whatever was drawn in between", async () => {
    const spec = rocCurve(sample.evaluation, english.text.classification);
    const first = await svg("a", clipped, english);
    await svg("roc", { name: "ROC", spec }, english);
    expect((await svg("a", clipped, english)).markup).toBe(first.markup);
  });

  test("keeps the identifiers of two pictures apart", async () => {
    expect((await svg("a", clipped, english)).markup).toMatch(/url\(#a-1\).* id="a-1"/s);
    expect((await svg("b", clipped, english)).markup).toMatch(/url\(#b-1\).* id="b-1"/s);
  });

  test("is an image with its name", async () => {
    const { markup } = await svg("a", { ...clipped, name: `"Loans" & more` }, english);
    expect(markup).toMatch(/^<svg role="img" aria-label="&quot;Loans&quot; &amp; more" /);
  });

  test("fails rather than leave an empty picture", async () => {
    const broken: Chart = {
      name: "Broken",
      spec: {
        data: { values: [{ x: 1 }] },
        transform: [{ calculate: "datum.absent.y", as: "y" }],
        mark: "point",
      },
    };
    await expect(svg("a", broken, english)).rejects.toThrow();
  });
});
