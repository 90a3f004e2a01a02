import {
  asksFeatures,
  keysOfRows,
  ManifestFields,
  type Release,
  VERDICTS,
} from "@despliega/storage";
import { z } from "zod";

import type { ProblemCode } from "../../errors/errors.js";
import type { Endpoints } from "../../openapi/document-part.js";
import {
  DEFAULT_TAG,
  DETAIL,
  FROM_PREDICTION,
  FROM_RELEASE,
  jsonAnswer,
  SERVER_TAG,
} from "../../openapi/endpoint.js";
import { exampleAnswer, exampleAsked, shownExamples } from "../../openapi/features.js";
import { ASKED, BODY_PROBLEMS, DETAIL_PROBLEMS, keyProblems } from "../../openapi/rows-problems.js";
import { ref, rowsOf, schemaOf, type Json } from "../../openapi/schema.js";

const problemsOf = ({ manifest }: Release): readonly ProblemCode[] => [
  "MODEL_UNKNOWN",
  ...BODY_PROBLEMS,
  ...DETAIL_PROBLEMS,
  ...keyProblems(manifest),
  ...(keysOfRows(manifest).length > 1 ? (["BODY_SHAPE_INVALID"] as const) : []),
];

const SUMMARY = { model: true, version: true, question: true, task: true } as const;

const VERDICT = z
  .strictObject({
    id: z.string().meta({ description: "The folder of its documents." }),
    at: z.iso.datetime(),
    ageSeconds: z.int().nonnegative(),
    version: z.string().meta({ description: "The release that it judges." }),
    verdict: z.enum(VERDICTS),
    summary: z.string(),
  })
  .nullable()
  .meta({ description: "The newest verdict on what the model answered; null for none." });

/** A line of the list of models. */
const MODEL_SUMMARY: Json = schemaOf(
  ManifestFields.pick({ ...SUMMARY, created: true, privacy: true }).extend({
    verdict: VERDICT,
    staleSeconds: z.int().nonnegative().meta({
      description: "Since its pointer was last read; 0 while the last refresh succeeded.",
    }),
    lastHour: z.array(z.int().nonnegative()).length(60).meta({
      description:
        "Requests to it that this process answered, of each of the last 60 minutes, the present one last.",
    }),
  }),
);

/** The description of a model. */
const MODEL_DESCRIPTION: Json = schemaOf(
  ManifestFields.pick({
    ...SUMMARY,
    created: true,
    target: true,
    privacy: true,
    metrics: true,
    features: true,
    gates: true,
    lineage: true,
  }).extend({
    answer: z.string().meta({ description: "The field of an answer that holds the prediction." }),
    subject: z
      .string()
      .nullable()
      .meta({ description: "The field of a row that says whom it is about; null for nobody." }),
    classes: z.array(z.string()).nullable().meta({
      description:
        "Names of the classes, in the order of their codes; null for the labels 0 and 1, and for a regression.",
    }),
    threshold: ManifestFields.shape.threshold.unwrap().nullable(),
    freshness: z
      .strictObject({
        edition: z
          .string()
          .nullable()
          .meta({ description: "Null for the features that the release was published with." }),
        made: z.iso.datetime(),
        ageSeconds: z.int().nonnegative(),
        newestEvent: z.iso
          .date()
          .nullable()
          .meta({ description: "The day of the newest event behind them; null if not known." }),
        eventAgeSeconds: z
          .int()
          .nonnegative()
          .nullable()
          .meta({ description: "Since the end of that day." }),
        limitSeconds: z
          .int()
          .min(1)
          .nullable()
          .meta({ description: "The age that the model allows; null for any." }),
        stale: z
          .enum(["tell", "refuse"])
          .nullable()
          .meta({ description: "What becomes of requests for older features." }),
        isStale: z.boolean(),
      })
      .nullable()
      .meta({
        description: "How old the features are of a model that is asked by key; null for another.",
      }),
    verdict: VERDICT,
  }),
);

/** `/v1` in the document of the api. */
export const v1Endpoints: Endpoints = {
  server: [
    {
      method: "get",
      path: "/v1/models",
      id: "listModels",
      tag: SERVER_TAG,
      summary: "The models that are served",
      answer: jsonAnswer("One entry per model.", {
        type: "object",
        properties: { models: { type: "array", items: ref("ModelSummary") } },
        required: ["models"],
      }),
      problems: [],
    },
  ],
  model: (release) => [
    {
      method: "get",
      path: `/v1/models/${release.manifest.model}`,
      id: `${release.manifest.model}.describe`,
      tag: release.manifest.model,
      summary: "Description of the model",
      answer: jsonAnswer(
        "Its features, metrics, gates and lineage.",
        ref("ModelDescription"),
        FROM_RELEASE,
      ),
      problems: ["MODEL_UNKNOWN", "NOT_READY"],
    },
    {
      ...prediction(release),
      path: `/v1/models/${release.manifest.model}/prediction`,
      id: `${release.manifest.model}.predict`,
      tag: release.manifest.model,
      problems: problemsOf(release),
    },
  ],
  byDefault: (release) => [
    {
      ...prediction(release),
      path: "/v1/prediction",
      id: "predict",
      tag: DEFAULT_TAG,
      problems: ["MODEL_UNNAMED", ...problemsOf(release)],
    },
  ],
  schemas: { ModelSummary: MODEL_SUMMARY, ModelDescription: MODEL_DESCRIPTION },
};

/** A prediction for rows, at each of its urls. */
const prediction = (release: Release) => {
  const { model, question, features } = release.manifest;
  const row = exampleAsked(release);
  const answer = exampleAnswer(release);
  const oneOrMany = (name: string): Json => ({
    oneOf: [ref(name), rowsOf(ref(name))],
  });
  return {
    method: "post",
    summary: "Prediction for one row, or for each of many",
    description: asksFeatures(features) ? `${question} ${ASKED}` : question,
    parameters: [DETAIL],
    body: {
      "application/json": {
        schema: oneOrMany(`${model}_features`),
        ...shownExamples(release, { row: { value: row }, rows: { value: [row, row] } }),
      },
    },
    answer: jsonAnswer(
      "One answer for a row, an array of them for an array.",
      oneOrMany(`${model}_prediction`),
      FROM_PREDICTION,
      answer && { row: { value: answer }, rows: { value: [answer, answer] } },
    ),
  } as const;
};
