import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ProblemError, rowsProtocol, predictorOf } from "@despliega/api";
import { pseudonymOf, type Manifest } from "@despliega/storage";
import fc from "fast-check";

import { scorerBy } from "../support/scorer.js";
import { MODEL, openBench, type Bench } from "../trainer/ingest/support.js";
import { testKeys } from "../trainer/support/keys.js";
import { csvField } from "./support.js";
import { fieldText } from "./texts.js";

const keys = testKeys("k1");
const [key] = keys.pseudonym;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, keys);
});
afterAll(() => bench.close());

const predictor = predictorOf(
  {
    manifest: {
      model: MODEL,
      task: "regression",
      features: [{ name: "age", type: "number", description: "", missing: "refused", mean: 0 }],
      serving: { by: "row", answer: "value", subject: { name: "who" } },
      privacy: "sensitive",
    } as unknown as Manifest,
    scorer: scorerBy(() => 0),
  },
  { name: "who", pseudonymOf: (identifier) => pseudonymOf(key!, MODEL, identifier) },
);

const askedBy = (
  protocol: string,
  text: string,
  type: "json" | "csv" = "json",
): string | undefined => {
  try {
    const call = { body: Buffer.from(text), type, detail: false };
    return rowsProtocol(protocol).read(predictor, call).batch.pseudonyms![0];
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
};

/** Makes pseudonyms of texts as training does; undefined for a text that is no identifier. */
const trained = async (texts: readonly string[]): Promise<readonly (string | undefined)[]> => {
  const lines = texts.map((text, i) => `${i},${csvField(text)}\n`);
  const file = `row,who\n${lines.join("")}${texts.length},1\n`;
  const { rows } = await bench.ingest(
    file,
    { row: { type: "integer" }, who: { type: "text", person: "identifier", optional: true } },
    1,
  );
  const kept = new Map(rows.map(([row, pseudonym]) => [Number(row), pseudonym ?? undefined]));
  return texts.map((_, i) => kept.get(i));
};

const WHOLE = /^(?:0|-?[1-9]\d*)(?:\.0+)?$/;

const check = async (texts: readonly string[]): Promise<void> => {
  const expected = await trained(texts);
  for (const [i, text] of texts.entries()) {
    const inText = JSON.stringify(text);
    // CSV has no NUL character; JSON has.
    const broken = text.includes("\0");
    const asked = [
      askedBy("mlflow", `who,age\n${csvField(text)},1\n`, "csv"),
      ...(broken
        ? []
        : [
            askedBy("v1", `{"who":${inText},"age":1}`),
            askedBy("mlflow", `{"dataframe_records":[{"who":${inText},"age":1}]}`),
            askedBy(
              "v2",
              `{"inputs":[{"name":"who","shape":[1],"datatype":"BYTES","data":[${inText}]},` +
                `{"name":"age","shape":[1],"datatype":"FP64","data":[1]}]}`,
            ),
          ]),
      ...(WHOLE.test(text) && Number.isSafeInteger(Number(text))
        ? [askedBy("v1", `{"who":${text},"age":1}`)]
        : []),
    ];
    expect([text, ...asked]).toEqual([text, ...asked.map(() => expected[i])]);
  }
};

test("training and every protocol make the same pseudonym of every identifier", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fieldText, { minLength: 30, maxLength: 60, size: "max" }), check),
    { numRuns: 15 },
  ));
