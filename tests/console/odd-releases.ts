import { linearJson, softmaxRegressionJson, type ManifestFeature } from "@despliega/storage";

import type { TinyRelease } from "../support/release.js";
import { VALUES } from "../support/values-release.js";

const LONG =
  "kennzahl_der_verbindlichkeitsverjährungsfristüberwachung_ohne_eine_lücke_im_ganzen_namen";
const ARABIC = "هل سيتأخر هذا القطار أكثر من خمس دقائق؟";
const MARKUP = '<b title="x">bold & "quoted"</b>';

const feature = (name: string, rest: Partial<ManifestFeature> = {}): ManifestFeature => ({
  name,
  type: "number",
  description: `What ${name} means, in so many words that the line has to break.`,
  missing: "kept",
  mean: 0,
  ...rest,
});

const tiny = (
  model: string,
  estimator: "linear" | "logistic",
  json: object,
  features: ManifestFeature[],
  description: TinyRelease["description"] = {},
): TinyRelease => ({
  model,
  other: { estimator, json },
  users: [1, 2].map((user) => [
    `${user}`,
    features.map(({ categories }) => (categories === undefined ? user : categories[0]!)),
  ]),
  description: { features, serving: { by: "row", answer: "respuesta" }, ...description },
});

const MANY = Array.from({ length: 300 }, (_, i) =>
  feature(`f${i}`, { range: [-1e-7, 12_345_678.9], missing: "refused" }),
);

const WORDS = [
  feature("عمر_الزبون", { description: ARABIC, missing: "refused" }),
  feature(LONG, { type: "category", categories: [MARKUP, ARABIC, LONG], unseen: "other" }),
  feature("año_de_ñandú_𝒳", { type: "category", categories: ["—", "😀"], unseen: "refused" }),
];

const NAMES = Array.from({ length: 12 }, (_, i) => `${LONG.slice(0, 4 + i * 7)} ${i + 1}`);

/** Releases at the edges of what a release may be, each asked by values unless its name says otherwise. */
export const ODD_RELEASES: readonly TinyRelease[] = [
  tiny("muchas", "linear", linearJson([1e6, ...MANY.map((_, i) => (i - 150) / 1e4)]), MANY, {
    ...{ task: "regression", threshold: undefined, metrics: {} },
    interval: { level: 0.8, by: "factor", at: [1, 2], lower: [0.5, 0.6], upper: [2, 1.8] },
  }),
  tiny(
    "doce",
    "logistic",
    softmaxRegressionJson(NAMES.map((_, i) => [i / 10, 0.1, -0.2])),
    [feature("one", { missing: "refused" }), feature("two", { missing: "refused" })],
    {
      ...{ classes: NAMES, threshold: undefined, question: `${LONG} `.repeat(8).trim() },
      metrics: Object.fromEntries(NAMES.map((_, i) => [`metric_${i}_${LONG}`, i / 10])),
    },
  ),
  tiny("palabras", "linear", linearJson([0, 1, 2, -3, 4, -5, 6, -7, 8, 9]), WORDS, {
    ...{ task: "regression", threshold: undefined, question: ARABIC, target: LONG },
    gates: [
      { metric: "rmse", rule: "rmse at most 2000000000", passed: true, value: 1e9, bound: 2e9 },
    ],
    metrics: { rmse: 1e9, mae: -0, r2: -12.5, unheard_of: 1e-12 },
    lineage: {
      inputs: [{ name: LONG, bytes: 9e15, sha256: "0".repeat(64), rows: 9e9, rejected: 0 }],
      trainer: { version: "0.1.0", commit: "a".repeat(40) },
      parameters: { [LONG]: JSON.stringify(MARKUP.repeat(20)) },
    },
  }),
  VALUES,
];
