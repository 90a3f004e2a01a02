import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { predictorOf, ProblemError, rowsProtocol } from "@despliega/api";
import { booleanOf, type Manifest, type ManifestFeature } from "@despliega/storage";
import fc from "fast-check";

import { scorerBy } from "../support/scorer.js";
import { openBench, type Bench } from "../trainer/ingest/support.js";
import { csvField } from "./support.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const FEATURES: readonly ManifestFeature[] = [
  { name: "n", type: "number", description: "n", missing: "refused", mean: 0 },
  { name: "b", type: "boolean", description: "b", missing: "kept", mean: 0 },
];

const predictor = predictorOf({
  manifest: {
    model: "values",
    version: "20260131T235959Z-00000001",
    task: "regression",
    features: FEATURES,
    serving: { by: "row", answer: "value" },
  } as unknown as Manifest,
  scorer: scorerBy(() => 0),
});

/** Reads a field as the api reads one of CSV; undefined when it is refused. */
const asked = (text: string): boolean | null | undefined => {
  const body = Buffer.from(`n,b\n1,${csvField(text)}\n`);
  try {
    const call = { body, type: "csv", detail: false } as const;
    const value = rowsProtocol("mlflow").read(predictor, call).batch.values[1]!;
    return Number.isNaN(value) ? null : value === 1;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
};

/** Reads fields as training does; undefined where the row is rejected. */
const trained = async (texts: readonly string[]): Promise<(boolean | null | undefined)[]> => {
  const lines = texts.map((text, i) => `${i},${csvField(text)}\n`);
  const columns = { row: { type: "integer" }, b: { type: "boolean", optional: true } } as const;
  // One good row more, because an input of bad rows only is refused.
  const file = `row,b\n${lines.join("")}${texts.length},true\n`;
  const { rows } = await bench.ingest(file, columns, 1);
  const kept = new Map(rows.map(([row, value]) => [Number(row), value]));
  return texts.map((_, i) => {
    const value = kept.get(i);
    return typeof value === "string" ? value === "true" : value;
  });
};

const blank = fc.string({ unit: fc.constantFrom(" ", "\t"), maxLength: 2 });
const word = fc.mixedCase(
  fc.constantFrom("true", "false", "1", "0", "", "nan", "yes", "t", "01", "1.0", "tru e", "ſ"),
);
const text = fc.tuple(blank, word, blank).map((parts) => parts.join(""));

test("a text is the same boolean in an input, in a CSV that is sent, and by the rule", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
      const ruled = texts.map(booleanOf);
      expect(texts.map(asked)).toEqual(ruled);
      expect(await trained(texts)).toEqual(ruled);
    }),
    { numRuns: 15 },
  );
  expect(["TRUE", " 1", "False", "0\t", "NaN", "", "yes"].map(booleanOf)).toEqual([
    true,
    true,
    false,
    false,
    null,
    null,
    undefined,
  ]);
});
