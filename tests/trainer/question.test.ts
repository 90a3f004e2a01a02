import { beforeAll, describe, expect, test } from "@jest/globals";
import {
  entityReader,
  fieldTexts,
  memoryBlobStore,
  openRelease,
  readPart,
  type Manifest,
} from "@despliega/storage";

import { OFFERS_SQL, offersFile, offersModel } from "../support/offers.js";
import { trainOn } from "./support/runs.js";

const trainOffers = async (...replaced: readonly (readonly [string, string])[]) => {
  const store = memoryBlobStore();
  const model = await offersModel(...replaced);
  return { store, ...(await trainOn(store, { model, input: await offersFile() })) };
};

describe("a model by key with features that come with the request", () => {
  const store = memoryBlobStore();
  let manifest: Manifest;
  const textOf = async (part: string) => (await readPart(store, manifest, part)).toString();

  beforeAll(async () => {
    const model = await offersModel();
    ({ manifest } = await trainOn(store, { model, input: await offersFile() }));
  });

  test("says so in its manifest, and what a reader has to know", () => {
    expect(manifest.features.map(({ name, from }) => [name, from])).toEqual([
      ["loans_before", undefined],
      ["requested_amount", "request"],
      ["mean_before", undefined],
      ["purpose", "request"],
    ]);
    expect(manifest.serving).toMatchObject({ by: "key", unknown: "new" });
    expect(manifest.needs).toEqual(["values", "request-features", "unknown-entities"]);
  });

  test("learns from them, and keeps none of them beside the keys", async () => {
    const [learned] = (await textOf("train_model.csv")).split("\n");
    expect(learned).toBe(
      "loan,client,observed_at,late,loans_before,requested_amount,mean_before,purpose",
    );
    const [served, first] = (await textOf("features.csv")).split("\n");
    expect(served).toBe("client,loans_before,mean_before");
    expect(fieldTexts(Buffer.from(first!))).toHaveLength(3);
  });

  test("says in its report which features come with the request", async () => {
    const page = await textOf("report.html");
    expect(page.match(/It comes with the request\./g)).toHaveLength(2);
  });

  test("keeps the features of a client without history", async () => {
    expect(JSON.parse(await textOf("unknown.json"))).toEqual({
      features: { loans_before: 0, mean_before: null },
    });
    expect(manifest.parts.find(({ name }) => name === "unknown.json")?.folder).toBe("output");
  });

  test("is read around the values of a request", async () => {
    const read = entityReader(await openRelease(store, manifest.model, manifest.version))!;
    const row = Float64Array.of(-1, 250, -1, 1);
    expect(read([100], row)).toBe("known");
    expect([...row]).toEqual([expect.any(Number), 250, expect.any(Number), 1]);
    expect(row[0]).toBeGreaterThan(0);
    expect(read([999], row)).toBe("new");
    expect([...row]).toEqual([0, 250, NaN, 1]);
  });
});

const NEW = "  UNION ALL\n  SELECT NULL, NULL, getvariable('as_of'), NULL, NULL, NULL\n";

test.each([
  [
    "gives no observation of a client without history",
    [NEW, ""],
    "returns no observation without a key and a label",
  ],
  ["gives two of them", [NEW, NEW + NEW], "returns 2 observations without a key and a label"],
] as const)("a statement is refused that %s", async (_, replaced, problem) => {
  await expect(trainOffers(replaced)).rejects.toMatchObject({
    code: "UNKNOWN_INVALID",
    message: expect.stringContaining(problem),
  });
});

test("a client without history must have the features that may not be missing", async () => {
  const counted = "count(amount) OVER before AS loans_before";
  const model = trainOffers([counted, `nullif(count(amount) OVER before, 0) AS loans_before`]);
  await expect(model).rejects.toMatchObject({ code: "FEATURE_INCOMPLETE" });
});

test("without unknown: new an observation without a key is refused", async () => {
  await expect(trainOffers([", unknown: new", ""])).rejects.toMatchObject({ code: "KEYS_INVALID" });
});

test("what a statement returns of them for clients to serve is not read", async () => {
  const { manifest } = await trainOffers([
    "purpose\nFROM",
    "coalesce(purpose, 'boat') AS purpose\nFROM",
  ]);
  expect(manifest.parts.map(({ name }) => name)).toContain("unknown.json");
});

/** A key of two columns, and what `features.sql` returns as that of a client without history. */
const byTwo = (client: string, purpose: string): readonly (readonly [string, string])[] => [
  ["entity: client", "entity: [client, purpose]"],
  [
    "keys: [{ name: client, type: integer }]",
    "keys: [{ name: client, type: integer }, { name: purpose, type: text }]",
  ],
  [
    "  - { name: purpose, type: category, from: request, description: What the loan is for., values: [car, house] }\n",
    "",
  ],
  [
    OFFERS_SQL,
    OFFERS_SQL.replaceAll("client AS entity", "client")
      .replaceAll("observation, entity,", "observation, client,")
      .replace(
        "SELECT DISTINCT NULL, client, getvariable('as_of'), NULL, NULL, NULL",
        "SELECT DISTINCT NULL, client, getvariable('as_of'), NULL, NULL, purpose",
      )
      .replace(
        NEW,
        NEW.replace(
          "NULL, NULL, getvariable('as_of'), NULL, NULL, NULL",
          `NULL, ${client}, getvariable('as_of'), NULL, NULL, ${purpose}`,
        ),
      )
      .replace("PARTITION BY entity", "PARTITION BY client, purpose"),
  ],
];

test("a key of several columns is unknown where all of them are", async () => {
  const { store, manifest } = await trainOffers(...byTwo("NULL", "NULL"));
  const read = entityReader(await openRelease(store, manifest.model, manifest.version))!;
  const row = Float64Array.of(-1, 250, -1);
  expect(read([100, "boat"], row)).toBe("new");
  expect([...row]).toEqual([0, 250, NaN]);
  expect(read([100, "house"], row)).toBe("known");
});

test("an observation to serve without a part of its key is refused", async () => {
  await expect(trainOffers(...byTwo("NULL", "'car'"))).rejects.toMatchObject({
    code: "KEYS_INVALID",
    message: expect.stringContaining("client"),
  });
});

const BY_KEY =
  "serving: { by: key, keys: [{ name: client, type: integer }], answer: late, unknown: new }";
const OF_REQUEST = "{ name: requested_amount, type: number, from: request,";

test.each([
  [
    "of a model by row",
    [BY_KEY, "serving: { by: row, answer: late }"],
    "is for a model that is asked by key",
  ],
  [
    "called key",
    [OF_REQUEST, OF_REQUEST.replace("requested_amount", "key")],
    "is for a feature of another name",
  ],
] as const)("a feature of the request is refused %s", async (_, replaced, problem) => {
  await expect(offersModel(replaced)).rejects.toMatchObject({
    code: "MODEL_INVALID",
    message: expect.stringContaining(`features[1].from ${problem}`),
  });
});

test("a model is refused all of whose features come with the request", async () => {
  const stored = ["integer, description: Loans", "number, description: Mean"].map(
    (words) => [`type: ${words}`, `type: ${words.replace(",", ", from: request,")}`] as const,
  );
  await expect(offersModel(...stored)).rejects.toMatchObject({
    message: expect.stringContaining("leaves nothing for the release to hold"),
  });
});
