import { type Release } from "@despliega/storage";

import { USERS } from "../../../support/release.js";
import { NAMES, recordOf, rowOf, rowsOf } from "../fuzz/valid.js";
import { randomOf, type Random } from "../lib/random.js";
import { toRow } from "../../../support/to-row.js";

/** A question, and the one right answer to it. */
export interface Ask {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  /** The body of the answer, to the byte, as the release gives it, but for the age of its features. */
  readonly answer: (release: Release) => string;
}

type Values = readonly (number | null)[];

const scoreOf = ({ scorer }: Release, values: Values): number => scorer.score(toRow(values));
const classOf = ({ manifest }: Release, score: number): number =>
  Number(score >= manifest.threshold!.value);

/** The features beyond the range of the training observations by more than its width. */
const farOf = ({ manifest }: Release, values: Values): readonly string[] =>
  manifest.features
    .filter(({ range, values: allowed }, i) => {
      const value = values[i];
      if (range === undefined || allowed !== undefined || typeof value !== "number") return false;
      const [least, most] = range;
      return value - most > most - least || least - value > most - least;
    })
    .map(({ name }) => name);

const predicted = (release: Release, values: Values, detail: boolean): object => {
  const score = scoreOf(release, values);
  const resultado = [classOf(release, score)];
  if (!detail) return { resultado };
  const { base, moved, sum } = release.scorer.contributions(toRow(values));
  const reasons = NAMES.map((name, i) => ({ name, by: moved[i]! }))
    .filter(({ by }) => by > 0)
    .toSorted((one, other) => other.by - one.by);
  const far = farOf(release, values);
  return {
    resultado,
    probabilidad: score,
    version: release.manifest.version,
    base,
    contribuciones: Object.fromEntries(NAMES.map((name, i) => [name, moved[i]])),
    puntuacion: sum,
    razones: reasons.slice(0, 4).map(({ name }) => ({ caracteristica: name, motivo: name })),
    ...(far.length === 0 ? {} : { fuera_de_lo_aprendido: far }),
  };
};

/** The age of the features that a release was published with, but for the seconds. */
const ageOf = ({ manifest }: Release) => ({
  frescura: {
    edicion: null,
    hechas: manifest.created,
    edad: 0,
    ultimo_evento: null,
    edad_del_evento: null,
  },
});

const user = (random: Random): readonly [string, Values] => random.pick(Object.entries(USERS));

const json = (value: unknown): string => JSON.stringify(value);

const prediction = (random: Random): Ask => {
  const [id, values] = user(random);
  const detail = !random.once(4);
  return {
    method: "GET",
    path: `/api/user/${id}/prediccion${detail ? "?detalle=true" : ""}`,
    answer: (release) =>
      json({
        ...predicted(release, values, detail),
        ...(detail ? ageOf(release) : {}),
      }),
  };
};

const features = (random: Random): Ask => {
  const [id, values] = user(random);
  return {
    method: "GET",
    path: `/api/user/${id}/caracteristicasriesgo?detalle=true`,
    answer: (release) =>
      json({ ...recordOf(values), version: release.manifest.version, ...ageOf(release) }),
  };
};

const row = (random: Random): Ask => {
  const values = rowOf(random);
  return {
    method: "POST",
    path: "/v1/prediction?detalle=true",
    body: json(recordOf(values)),
    answer: (release) => json(predicted(release, values, true)),
  };
};

const rows = (random: Random): Ask => {
  const batch = rowsOf(random, 20);
  return {
    method: "POST",
    path: "/models/riesgo/invocations",
    body: json({ dataframe_split: { columns: NAMES, data: batch } }),
    answer: (release) =>
      json({ predictions: batch.map((values) => classOf(release, scoreOf(release, values))) }),
  };
};

const tensorOf = (batch: readonly Values[]): Ask => ({
  method: "POST",
  path: "/v2/models/riesgo/infer",
  body: json({
    inputs: [
      { name: "features", shape: [batch.length, NAMES.length], datatype: "FP64", data: batch },
    ],
    outputs: [{ name: "probability" }],
  }),
  answer: (release) => {
    const data = batch.map((values) => scoreOf(release, values));
    const { model, version } = release.manifest;
    const output = { name: "probability", datatype: "FP64", shape: [batch.length], data };
    return json({ model_name: model, model_version: version, outputs: [output] });
  },
});

const tensor = (random: Random): Ask => tensorOf(rowsOf(random, 20));

// Beyond 64 KiB, so that another thread answers it; a few that are made once, as they take their time.
const LARGE: readonly Ask[] = [1, 2, 3].map((index) => {
  const random = randomOf(0, index);
  return tensorOf(Array.from({ length: 6_000 }, () => rowOf(random)));
});

/** What is asked, and how often beside the others. */
export const ASKS: Readonly<Record<string, readonly [(random: Random) => Ask, share: number]>> = {
  prediction: [prediction, 60],
  features: [features, 30],
  row: [row, 30],
  rows: [rows, 20],
  tensor: [tensor, 20],
  large: [(random) => random.pick(LARGE), 1],
};
