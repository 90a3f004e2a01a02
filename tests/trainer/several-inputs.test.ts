import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";

import { expect, test } from "@jest/globals";
import { blobNames, memoryBlobStore, readPart } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { temporaryDirectory } from "../support/temporary.js";
import { blobsOf, sha256, trainOn } from "./support/runs.js";

const directory = await temporaryDirectory();
const sql = `
  SELECT order_id AS observation, customers.id AS entity, NULL::DATE AS observed_at, late AS label,
          age, items
   FROM orders JOIN customers ON customers.id = orders.customer`;

/** Will an order be late? */
const orders: ModelDefinition = {
  name: "orders",
  question: "Will an order be late?",
  words: { observations: "orders", positive: "are late", negative: "are in time" },
  task: "classification",
  inputs: [
    {
      dataset: "customers.csv",
      table: "customers",
      columns: { id: { type: "integer", unique: true }, age: { type: "integer", min: 0 } },
    },
    {
      dataset: "orders.csv",
      table: "orders",
      columns: {
        order_id: { type: "integer", unique: true },
        customer: { type: "integer" },
        items: { type: "integer" },
        late: { type: "integer", min: 0, max: 1 },
      },
    },
  ],
  sql,
  yaml: "",
  folder: "orders",
  columns: { observation: "order_id", entity: "customer", label: "late" },
  features: [
    { name: "age", type: "integer", description: "Age of the customer." },
    { name: "items", type: "integer", description: "Items of the order." },
  ],
  split: { by: "chance", testShare: 0.25 },
  estimators: [{ kind: "logistic", ridge: 1, classWeights: "none" }],
  crossValidation: { folds: 3, metric: "roc_auc" },
  search: [
    {
      options: { kind: "logistic", ridge: 1, classWeights: "none" },
      vary: { ridge: { from: 0.1, to: 10 } },
    },
  ],
  serving: { by: "row", answer: "late" },
  privacy: "open",
  gates: [{ metric: "roc_auc", floor: 0, tolerance: 1 }],
};

const CUSTOMERS = [
  "id,age,city",
  ...Array.from({ length: 150 }, (_, i) => `${i},${i === 5 ? "old" : 20 + ((i * 7) % 50)},x`),
  "",
].join("\n");

/** 400 orders, of which 4 do not fit and 3 others are of a customer whose row does not. */
const ORDERS = [
  "order_id,customer,items,late",
  ...Array.from({ length: 400 }, (_, i) => {
    const items = i % 100 === 13 ? "many" : (i * 13) % 11;
    return `${i},${i % 150},${items},${Number((i * i) % 17 < 7)}`;
  }),
  "",
].join("\n");

const file = async (name: string, content: string): Promise<string> => {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
};

/** A store with one of the inputs, and a file with the other one. */
const half = async () => {
  const store = memoryBlobStore();
  await store.create(blobNames.input("orders", "orders.csv"), Buffer.from(ORDERS));
  const inputs = new Map([["customers.csv", await file("people of 2026.csv", CUSTOMERS)]]);
  return { store, inputs };
};

test("a run learns from all inputs of a model, from files and from the container, and states each", async () => {
  const { store, inputs } = await half();
  const lines: string[] = [];
  const progress = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const { manifest } = await trainOn(store, { model: orders, inputs, progress });

  expect(manifest.lineage.inputs).toEqual([
    {
      name: "customers.csv",
      bytes: CUSTOMERS.length,
      sha256: sha256(Buffer.from(CUSTOMERS)),
      rows: 150,
      rejected: 1,
    },
    {
      name: "orders.csv",
      bytes: ORDERS.length,
      sha256: sha256(Buffer.from(ORDERS)),
      rows: 400,
      rejected: 4,
    },
  ]);
  const part = async (name: Parameters<typeof readPart>[2]) =>
    (await readPart(store, manifest, name)).toString();
  expect(await part("rejected.csv")).toBe(
    [
      "dataset,line,column,reason",
      "customers.csv,7,age,not an INTEGER",
      ...[15, 115, 215, 315].map((line) => `orders.csv,${line},items,not an INTEGER`),
      "",
    ].join("\n"),
  );
  expect(manifest.parts.find(({ name }) => name === "rejected.csv")?.rows).toBe(5);
  expect(manifest.parts.find(({ name }) => name === "train_model.csv")?.rows).toBe(400 - 4 - 3);

  const facts = [...(await part("report.html")).matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^<]*)<\/dd>/g)];
  expect(facts.map(([, name, value]) => [name, value])).toEqual([
    ["Input", `customers.csv, ${CUSTOMERS.length.toLocaleString("en")} bytes`],
    ["Rows", "150 read, 149 kept, 1 rejected"],
    ["SHA-256", sha256(Buffer.from(CUSTOMERS))],
    ["Input", `orders.csv, ${ORDERS.length.toLocaleString("en")} bytes`],
    ["Rows", "400 read, 396 kept, 4 rejected"],
    ["SHA-256", sha256(Buffer.from(ORDERS))],
  ]);
  expect(lines.join("")).toContain("1 column of customers.csv is not used");
});

test("an input that is neither a file nor in the container is named, and nothing is published", async () => {
  const { store } = await half();
  const before = await blobsOf(store);
  await expect(trainOn(store, { model: orders, inputs: new Map() })).rejects.toMatchObject({
    code: "INPUT_MISSING",
    message: expect.stringMatching(
      /no input\/orders\/customers\.csv: .* --input customers\.csv=FILE/,
    ),
  });
  expect(await blobsOf(store)).toEqual(before);
});

test("each input has a share of rejected rows of its own", async () => {
  const { store } = await half();
  const broken = CUSTOMERS.replace("\n7,", "\nseven,").replace("\n8,", "\neight,");
  const inputs = new Map([["customers.csv", await file("broken.csv", broken)]]);
  await expect(trainOn(store, { model: orders, inputs })).rejects.toMatchObject({
    code: "INPUT_REJECTED",
    message: expect.stringContaining("3 of 150 rows"),
  });
});

test("a search continues only with the same inputs, all of them", async () => {
  const { store, inputs } = await half();
  const changed = new Map([
    ...inputs,
    ["orders.csv", await file("orders.csv", ORDERS.replace("\n1,1,2,", "\n1,1,3,"))] as const,
  ]);
  const logs = async (files: ReadonlyMap<string, string>): Promise<number> => {
    await trainOn(store, { model: orders, inputs: files, tune: { trials: 1, seed: 1 } });
    return (await blobsOf(store)).filter((name) => name.includes("search")).length;
  };
  expect(await logs(inputs)).toBe(1);
  expect(await logs(changed)).toBe(2);
  expect(await logs(inputs)).toBe(2);
});
