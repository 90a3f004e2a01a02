import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  DespliegaError,
  memoryBlobStore,
  openRelease,
  readPart,
  type Manifest,
} from "@despliega/storage";

import { temporaryDirectory } from "../support/temporary.js";
import { blobsOf, SAMPLE, trainOn } from "../trainer/support/runs.js";

const text = await readFile(SAMPLE, "utf8");
const lines = text.trimEnd().split("\n");
const header = lines[0]!.split(",");
const LOANS = lines.length - 1;

/** The sample with something done to it. */
type Input = string | Uint8Array;

const trainBytes = async (content: Input) => {
  const store = memoryBlobStore();
  const input = join(await temporaryDirectory(), "loans.csv");
  await writeFile(input, content);
  return { store, trained: trainOn(store, { input }) };
};

/** The sample with the fields of some lines changed; line 1 is the header. */
const withLines = (changes: Readonly<Record<number, (line: string) => string>>): string =>
  [...lines.map((line, i) => changes[i + 1]?.(line) ?? line), ""].join("\n");

const field = (name: string, value: string) => (line: string) =>
  line.split(",").with(header.indexOf(name), value).join();

const refused: readonly (readonly [what: string, input: Input, code: string])[] = [
  ["an empty file", "", "INPUT_EMPTY"],
  ["a header and no rows", `${lines[0]!}\n`, "INPUT_EMPTY"],
  ["a column that is missing", text.replace("loan_amount", "amount"), "INPUT_HEADER"],
  ["a column that is named twice", text.replace("flag_email", "status"), "INPUT_HEADER"],
  ["a header that is not UTF-8", Buffer.from(text, "utf16le"), "INPUT_ENCODING"],
  [
    "a column whose every value is of a wrong type",
    [lines[0]!, ...lines.slice(1).map(field("loan_date", "yesterday"))].join("\n"),
    "INPUT_REJECTED",
  ],
  [
    "more loans that are repeated than allowed",
    [...lines, ...lines.slice(1, 200), ""].join("\n"),
    "INPUT_REJECTED",
  ],
  [
    "rows of 10,000 columns",
    [lines[0]!, ...lines.slice(1, 400).map((line) => line + ",x".repeat(10_000))].join("\n"),
    "INPUT_REJECTED",
  ],
  ["bytes that are no text", Buffer.alloc(100_000, 0xfe), "INPUT_ENCODING"],
];

describe("a history is refused, and nothing is published, for", () => {
  test.each(refused)("%s", async (_, input, code) => {
    const { store, trained } = await trainBytes(input);
    const error: unknown = await trained.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DespliegaError);
    expect(error).toMatchObject({ code, message: expect.not.stringContaining("\n") });
    expect(await blobsOf(store)).toEqual([]);
  });
});

const features = async (store: ReturnType<typeof memoryBlobStore>, manifest: Manifest) => ({
  features: (await readPart(store, manifest, "features.csv")).toString(),
  rejected: (await readPart(store, manifest, "rejected.csv")).toString(),
});

const asItIs = await (async () => {
  const { store, trained } = await trainBytes(text);
  return features(store, (await trained).manifest);
})();

const turned = lines
  .map((line) => line.split(",").toReversed().join())
  .concat("")
  .join("\n");

describe("a history gives the same features as the sample itself with", () => {
  test.each<readonly [string, string]>([
    ["its columns in another order", turned],
    ["a byte order mark", `\ufeff${text}`],
    ["carriage returns before its line feeds", text.replaceAll("\n", "\r\n")],
    ["a last line without a line feed", text.trimEnd()],
    [
      "quotes around every field, some with commas",
      [
        ...lines.map((line) =>
          line
            .split(",")
            .map(
              (value, i) => `"${value}${i === header.indexOf("occupation_type") ? ", chef" : ""}"`,
            )
            .join(),
        ),
        "",
      ]
        .join("\n")
        .replace('"occupation_type, chef"', "occupation_type"),
    ],
  ])("%s", async (_, input) => {
    const { store, trained } = await trainBytes(input);
    const { manifest } = await trained;
    expect(manifest.lineage.inputs[0]).toMatchObject({ rows: LOANS, rejected: 0 });
    expect(await features(store, manifest)).toEqual(asItIs);
  });
});

describe("rows that do not fit are set aside and counted:", () => {
  const set: readonly (readonly [what: string, input: Input, rejected: readonly string[]])[] = [
    [
      "wrong types",
      withLines({
        5: field("loan_amount", "much"),
        6: field("status", "0.5"),
        7: field("id", ""),
      }),
      ["5,loan_amount,not a NUMBER", "6,status,not an INTEGER", "7,id,missing"],
    ],
    [
      "dates out of range or out of the calendar",
      withLines({
        5: field("loan_date", "1969-12-31"),
        6: field("birthday", "2101-01-01"),
        7: field("loan_date", "2021-02-29"),
      }),
      ["5,loan_date,out of range", "6,birthday,out of range", "7,loan_date,not a DATE"],
    ],
    [
      "loan ids that were there before",
      withLines({ 9: field("loan_id", lines[1]!.split(",")[0]!) }),
      ["9,loan_id,duplicate"],
    ],
    [
      "a quoted line break in a field of dates",
      withLines({ 12: field("loan_date", '"2020-01-05\n"') }),
      ["12,loan_date,not a DATE"],
    ],
    [
      "a row of 10,000 columns",
      withLines({ 20: (line) => line + ",x".repeat(10_000) }),
      ['20,"",too many columns'],
    ],
    [
      "a row that is not UTF-8",
      Buffer.concat([
        Buffer.from(`${lines.slice(0, 30).join("\n")}\n`),
        Buffer.from(field("occupation_type", "Caf\u00e9")(lines[30]!), "latin1"),
        Buffer.from(`\n${lines.slice(31).join("\n")}\n`),
      ]),
      ['31,"",not UTF-8'],
    ],
    ["a last row that was cut off", text.slice(0, -60), [`${LOANS + 1},"",too few columns`]],
  ];

  test.each(set)("%s", async (_, input, rejected) => {
    const { store, trained } = await trainBytes(input);
    const { manifest } = await trained;
    await openRelease(store, "riesgo", manifest.version);
    const { rejected: file } = await features(store, manifest);
    const [head, ...rows] = file.trimEnd().split("\n");
    expect(head).toBe("dataset,line,column,reason");
    expect(rows).toEqual(rejected.map((row) => `loans.csv,${row}`));
    const [input0] = manifest.lineage.inputs;
    expect(input0).toMatchObject({ rejected: rejected.length });
    const learned = manifest.parts.find(({ name }) => name === "train_model.csv")!;
    expect(learned.rows).toBe(input0!.rows - input0!.rejected);
    expect(manifest.parts.find(({ name }) => name === "rejected.csv")?.rows).toBe(rejected.length);
  });
});
