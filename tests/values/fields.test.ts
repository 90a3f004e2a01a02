import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";

import { openBench, type Bench } from "../trainer/ingest/support.js";
import { COLUMNS, csvField, NAMES, readBinary, readBy } from "./support.js";
import { fieldText } from "./texts.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** A row with a text in one column and 1 in the others. */
type Field = readonly [place: number, text: string];

const header = `row,${NAMES.join()}\n`;
const cells = ([place, text]: Field): string[] =>
  NAMES.map((_, at) => (at === place ? csvField(text) : "1"));

/** Reads fields as training does: a value, NaN when it is missing, undefined when the row is quarantined. */
const trained = async (fields: readonly Field[]): Promise<readonly (number | undefined)[]> => {
  const lines = fields.map((field, i) => `${[i, ...cells(field)].join()}\n`);
  // One good row more, because an input of bad rows only is refused.
  const file = `${header}${lines.join("")}${fields.length},1,1,1\n`;
  const { rows } = await bench.ingest(file, COLUMNS, 1);
  const kept = new Map(rows.map(([row, ...values]) => [Number(row), values]));
  return fields.map(([place], i) => {
    const values = kept.get(i);
    if (values === undefined) return undefined;
    const value = values[place]!;
    return value === null ? NaN : Number(value);
  });
};

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Writes a field in JSON. @returns undefined when JSON cannot express it */
const tokenOf = (text: string): string | undefined => {
  if (text === "") return "null";
  return text === "NaN" || JSON_NUMBER.test(text) ? text : undefined;
};

/** Every body with the value of a field. */
const bodiesOf = (field: Field): readonly (readonly [string, number | undefined])[] => {
  const [place, text] = field;
  const bodies: [string, readonly number[] | undefined][] = [
    ["csv", readBy("mlflow", `${header}7,${cells(field).join()}`, "csv")],
  ];
  const token = tokenOf(text);
  if (token !== undefined) {
    const tokens = NAMES.map((_, at) => (at === place ? token : "1"));
    const row = tokens.join();
    const members = NAMES.map((name, at) => `"${name}":${tokens[at]}`);
    const record = `{${members.join()}}`;
    const columns = NAMES.map((name, at) => `"${name}":[${tokens[at]}]`).join();
    const tensor = (name: string, shape: string, data: string) =>
      `{"name":"${name}","shape":[${shape}],"datatype":"FP64","data":[${data}]}`;
    const tensors = NAMES.map((name, at) => tensor(name, "1", tokens[at]!));
    bodies.push(
      [
        "split",
        readBy(
          "mlflow",
          `{"dataframe_split":{"columns":["${NAMES.join('","')}"],"data":[[${row}]]}}`,
        ),
      ],
      ["records", readBy("mlflow", `{"dataframe_records":[${record}]}`)],
      ["columns", readBy("mlflow", `{"inputs":{${columns}}}`)],
      ["arrays", readBy("mlflow", `{"instances":[[${row}]]}`)],
      ["tensors", readBy("v2", `{"inputs":[${tensors.join()}]}`)],
      ["rows tensor", readBy("v2", `{"inputs":[${tensor("input-0", `1,${NAMES.length}`, row)}]}`)],
    );
    const doubles = tokens.map((given) => (given === "null" ? NaN : Number(given)));
    bodies.push(["bytes", readBinary(doubles)]);
    if (text !== "NaN")
      bodies.push(["v1", readBy("v1", record)], ["v1 rows", readBy("v1", `[${record}]`)]);
    if (token === "null" || token === "NaN") {
      const others = (all: readonly string[]) => all.filter((_, at) => at !== place).join();
      bodies.push(
        ["v1 without it", readBy("v1", `{${others(members)}}`)],
        ["records without it", readBy("mlflow", `{"dataframe_records":[{${others(members)}}]}`)],
        ["csv without it", readBy("mlflow", `${others(NAMES)}\n1,1\n`, "csv")],
        ["tensors without it", readBy("v2", `{"inputs":[${others(tensors)}]}`)],
      );
    }
  }
  return bodies.map(([name, values]) => [name, values?.[place]]);
};

const check = async (fields: readonly Field[]): Promise<void> => {
  const verdicts = await trained(fields);
  for (const [i, field] of fields.entries()) {
    const expected = verdicts[i];
    for (const [body, got] of bodiesOf(field)) {
      const same = expected === got || (Number.isNaN(expected) && Number.isNaN(got));
      expect([...field, body, same ? expected : got]).toEqual([...field, body, expected]);
    }
  }
};

test("training and every protocol agree on every field", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: NAMES.length - 1 }), fieldText), {
        minLength: 60,
        maxLength: 120,
        size: "max",
      }),
      check,
    ),
    { numRuns: 25 },
  ));
