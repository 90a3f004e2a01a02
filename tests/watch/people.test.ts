import { expect, test } from "@jest/globals";
import type { Reference } from "@despliega/storage";
import { countedBins } from "@despliega/trainer/monitor/answers/counted-bins.js";
import { driftOf } from "@despliega/trainer/monitor/drift/drift-of.js";

const reference: Reference = {
  format: "despliega-reference",
  formatVersion: 1,
  trainingRows: 1_000,
  testRows: 300,
  features: [
    {
      name: "cells",
      kind: "numbers",
      edges: [10, 20],
      training: { counts: [300, 300, 400], missing: 0 },
    },
    {
      name: "ward",
      kind: "names",
      names: ["a", "b"],
      training: { counts: [500, 500], other: 0, missing: 0 },
    },
  ],
  scores: [{ kind: "numbers", edges: [0.5], test: { counts: [150, 150], missing: 0 } }],
};

const line = (cells: Record<string, number>, ward: Record<string, number>) => ({
  at: "2026-03-01",
  version: "20260101T000000Z-0123abcd",
  bins: { features: { cells, ward }, scores: [{ "0": 150, "1": 150 }] },
});

test("what processes counted of people is added up by bins, and compared with the release", () => {
  const lines = [
    line({ "0": 90, "1": 90, "2": 120 }, { "0": 150, other: 150 }),
    line({ "0": 90, "1": 90, "2": 110 }, { "1": 140, missing: 10, other: 150 }),
  ];
  const now = countedBins(reference, lines);
  expect(now.counted).toBe(600);
  expect(now.features[1]).toEqual({ kind: "names", counts: [150, 140], missing: 10, other: 300 });
  const rules = { psi: 0.25, psiOf: {}, least: 200 };
  const { features, scores } = driftOf(reference, now, countedBins(reference, []), rules);
  expect(features.map(({ against }) => against.comparison?.drifted)).toEqual([false, true]);
  expect(scores[0]!.against).toMatchObject({ reference: "test", comparison: { drifted: false } });
});
