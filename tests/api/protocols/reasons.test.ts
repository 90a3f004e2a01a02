import { expect, test } from "@jest/globals";
import type { ManifestFeature } from "@despliega/storage";

import type { TinyRelease } from "../../support/release.js";
import { apiServing } from "./support.js";

const NAMES = ["a", "b", "c", "d", "e"];

const FEATURES = NAMES.map((name): ManifestFeature => ({
  name,
  type: "number",
  description: `What ${name} is.`,
  ...(name === "b" ? { reason: "B es demasiado baja." } : {}),
  missing: { fill: 0 },
  mean: 0,
}));

/** The detail of a row of ones by a model that each feature moves by its weight. */
const detailOf = async (
  weights: readonly number[],
  description: NonNullable<TinyRelease["description"]> = {},
) => {
  const tiny = { weights: [0.25, ...weights], description: { features: FEATURES, ...description } };
  const { request } = await apiServing([tiny]);
  const row = Object.fromEntries(NAMES.map((name) => [name, 1]));
  const { body } = await request.post("/v1/prediction?detalle=true").send(row);
  return body as {
    readonly base: number;
    readonly contribuciones: Readonly<Record<string, number>>;
    readonly puntuacion: number;
    readonly puntos?: number;
    readonly razones: readonly { readonly caracteristica: string }[];
  };
};

const namesOf = async (...weights: number[]) =>
  (await detailOf(weights)).razones.map(({ caracteristica }) => caracteristica);

test("reasons are the features that moved an answer most toward class 1, in the model's words", async () => {
  const { razones, base, contribuciones, puntuacion } = await detailOf([0.1, 0.3, -2, 0, 0]);
  expect(razones).toEqual([
    { caracteristica: "b", motivo: "B es demasiado baja." },
    { caracteristica: "a", motivo: "What a is." },
  ]);
  expect(base).toBe(0.25);
  expect(Object.values(contribuciones).reduce((sum, by) => sum + by, base)).toBeCloseTo(puntuacion);
});

test("an answer of a model with points has them, rounded to a whole number", async () => {
  const points = { score: 600, odds: 50, doubling: 20, toward: "negative" } as const;
  const { puntos } = await detailOf([0.1, 0.3, -2, 0, 0], { points });
  expect(puntos).toBe(Math.round(600 - (20 / Math.LN2) * (0.25 + 0.1 + 0.3 - 2 + Math.log(50))));
  expect((await detailOf([0, 0, 0, 0, 0])).puntos).toBeUndefined();
});

test("reasons are at most four", async () => {
  expect(await namesOf(1, 5, 2, 4, 3)).toEqual(["b", "d", "e", "c"]);
});

test("features that moved an answer equally, but for rounding, are in the order of the model", async () => {
  expect(await namesOf(0.3, 0.1 + 0.2, 0.3, 0.5, 0.3)).toEqual(["d", "a", "b", "c"]);
});

test("a feature that moved an answer by rounding alone is no reason", async () => {
  expect(await namesOf(1e-16, 0, -1e-16, 0, 1e-3)).toEqual(["e"]);
});
