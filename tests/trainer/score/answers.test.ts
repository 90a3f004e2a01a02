import { beforeAll, describe, expect, test } from "@jest/globals";
import { forestJson, linearJson, type Value } from "@despliega/storage";

import { COSTLY_CLASSES, TWO_CLASSES } from "../../support/classes-release.js";
import { BY_ROUTE, SERVING, WEIGHTS, type TinyRelease } from "../../support/release.js";
import { forestOf } from "../../support/trees.js";
import { VALUE_NAMES, VALUES } from "../../support/values-release.js";
import { apiServing, manyRows, NAMES, type Problem } from "../../api/protocols/support.js";
import { scoreCsv, type Row } from "./support.js";

const byRow = (answer: string): NonNullable<TinyRelease["description"]> => ({
  serving: { by: "row", answer },
});

const split = (feature: number, threshold: number, left: number, right: number) =>
  ({
    feature,
    threshold,
    missing: "right",
    left: { value: left, cover: 30 },
    right: { value: right, cover: 70 },
  }) as const;

const MODELS: Readonly<Record<string, TinyRelease>> = {
  logistic: {
    description: {
      points: { score: 600, odds: 50, doubling: 20, toward: "negative" },
    },
  },
  linear: {
    weights: WEIGHTS,
    other: { estimator: "linear", json: linearJson(WEIGHTS.map((weight) => weight / 7)) },
    description: {
      ...byRow("price"),
      task: "regression",
      scale: { of: "log", smearing: 1.0625 },
      interval: { level: 0.9, by: "factor", at: [0.5, 2], lower: [0.3, 0.7], upper: [1.7, 3] },
    },
  },
  forest: {
    other: {
      estimator: "forest",
      json: forestJson(
        forestOf("classification", 5, [split(2, 40.5, 0.1, 0.7), split(1, 130, 1 / 3, 0.9)]),
      ),
    },
    description: byRow("resultado"),
  },
  named: { ...TWO_CLASSES, description: { ...TWO_CLASSES.description, ...byRow("answer") } },
  costly: { ...COSTLY_CLASSES, description: { ...COSTLY_CLASSES.description, ...byRow("answer") } },
};

const tiny = Object.entries(MODELS).map(([model, release]): TinyRelease => ({
  ...release,
  model,
  description: {
    ...release.description,
    serving: release.description?.serving ?? {
      ...SERVING,
      paths: { features: "/logistic/:id/features", prediction: "/logistic/:id/prediction" },
    },
  },
}));

let api: Awaited<ReturnType<typeof apiServing>>;
beforeAll(async () => {
  api = await apiServing([...tiny, VALUES, BY_ROUTE]);
});

const field = (value: Value | undefined): string => {
  const text = String(value ?? "");
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csvOf = (names: readonly string[], rows: readonly (readonly Value[])[]): string =>
  [names, ...rows].map((row) => row.map(field).join(",")).join("\n") + "\n";

/** The detailed answer of a row of a batch, in the shape of the api's. */
const answerOf = (row: Row): object => {
  const read = (name: string): unknown => {
    const text = row[name]!;
    if (text === "") return undefined;
    return name === "razones" || name === "fuera_de_lo_aprendido" ? JSON.parse(text) : Number(text);
  };
  const group = (prefix: string): object | undefined => {
    const names = Object.keys(row).filter((name) => name.startsWith(prefix));
    return names.length === 0
      ? undefined
      : Object.fromEntries(names.map((name) => [name.slice(prefix.length), read(name)]));
  };
  const { id: _id, version, ...rest } = row;
  const [answer] = Object.keys(rest);
  const isNumber = !("probabilidad" in row) && group("probabilidad_") === undefined;
  const label = group("probabilidad_") === undefined ? Number(row[answer!]) : row[answer!];
  const plain = [
    "probabilidad",
    "base",
    "puntuacion",
    "razones",
    "puntos",
    "fuera_de_lo_aprendido",
  ];
  return JSON.parse(
    JSON.stringify({
      [answer!]: isNumber ? label : [label],
      version,
      probabilidades: group("probabilidad_"),
      intervalo: group("intervalo_"),
      contribuciones: group("contribucion_"),
      ...Object.fromEntries(plain.filter((name) => name in row).map((name) => [name, read(name)])),
    }),
  ) as object;
};

describe("a batch answers bit for bit as the api does, with the detail", () => {
  const rows = manyRows(40);

  test.each(Object.keys(MODELS))("%s", async (model) => {
    const { batch, rows: found } = await scoreCsv(
      api.store,
      model,
      csvOf(
        ["id", ...NAMES],
        rows.map((values, i) => [i, ...values]),
      ),
      { detail: true },
    );
    expect(batch).toEqual({ version: batch.version, read: 40, scored: 40, rejected: 0 });
    const records = rows.map((values) =>
      Object.fromEntries(NAMES.map((name, i) => [name, values[i]!])),
    );
    const { body } = await api.request
      .post(`/v1/models/${model}/prediction?detalle=true`)
      .send(records);
    expect(found.map(({ id }) => Number(id))).toEqual(rows.map((_, i) => i));
    expect(found.map(answerOf)).toEqual(body);
  });
});

describe("a batch takes and refuses values as the api does", () => {
  const good: readonly Value[] = ["León", "red", true, 40, 9.5, 30];
  const rows: readonly (readonly Value[])[] = [
    good,
    ['a, "b"', "green", "FALSE", "4e1", -7, 31],
    ["Ávila", "", "", 120, 1e300, " 0 "],
    ["Cuenca", "red", true, 40, 9.5, 30],
    ["León", "red", "yes", 40, 9.5, 30],
    ["León", "red", true, 40.5, 9.5, 30],
    ["León", "red", true, 121, 9.5, 30],
    ["León", "red", true, "", 9.5, 30],
    ["León", "red", true, "forty", 9.5, 30],
    ["León", "red", true, 40, "1e999", 30],
    ["", "red", true, 40, 9.5, 30],
  ];

  const ofApi = async (row: readonly Value[]): Promise<string> => {
    const { status, body } = await api.request
      .post("/invocations")
      .set("content-type", "text/csv")
      .query({})
      .send(csvOf(VALUE_NAMES, [row]));
    if (status === 200) return String((body as { predictions: unknown[] }).predictions[0]);
    const { code, feature } = body as Problem;
    return `${feature} ${code}`;
  };

  test("by the same code for the same feature", async () => {
    const alone = await apiServing([VALUES]);
    const csv = csvOf(
      ["id", ...VALUE_NAMES],
      rows.map((row, i) => [i, ...row]),
    );
    const { rows: found, rejects } = await scoreCsv(alone.store, "things", csv);
    const answers = new Map(found.map(({ id, price }) => [Number(id), price!]));
    const refused = new Map(
      rejects.map(({ line, column, reason }) => [Number(line) - 2, `${column} ${reason}`]),
    );
    api = alone;
    for (const [i, row] of rows.entries())
      expect([i, answers.get(i) ?? refused.get(i)]).toEqual([i, await ofApi(row)]);
    expect(answers.size + refused.size).toBe(rows.length);
    expect(answers.size).toBe(3);
  });
});
