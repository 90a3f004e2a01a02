import {
  DATASET_RULE,
  isDatasetName,
  KEY_FORMS,
  KEY_PATH,
  KEY_PATH_RULE,
  MAX_KEYS,
} from "@despliega/storage";
import { z } from "zod";

import { EstimatorSchema } from "./estimator-schema.js";
import { DURATION } from "./duration.js";
import { ColumnSchema } from "./columns-schema.js";
import { ThresholdSchema } from "./threshold-schema.js";
import { fields, kinds, list, share, text } from "../estimators/fields.js";
import { InputFormatSchema } from "./input-format-schema.js";
import { LANGUAGES } from "@despliega/storage/language";
import { MonitorSchema } from "./monitor-schema.js";
import { SourceSchema } from "./source-schema.js";

const Input = fields({
  dataset: text()
    .refine(isDatasetName, { error: `must be ${DATASET_RULE}` })
    .describe("Name of the blob under input/<model>/, and of a file of that kind."),
  table: text().describe("Name under which features.sql knows it."),
  source: SourceSchema.optional().describe(
    "Where it comes from. Default: the blob input/<model>/<dataset> of the container.",
  ),
  columns: z
    .record(text(), ColumnSchema)
    .describe("What is read of it: names as in the header, in the order of the table."),
  input: InputFormatSchema.optional().describe(
    "How the file is written. Default: CSV in UTF-8, with commas and points.",
  ),
  time: text().optional().describe("The column with the day or timestamp at which a row happened."),
  future: z
    .literal("allowed")
    .optional()
    .describe("Takes rows that happen after the day of the run. Default: they are rejected."),
});

const named = {
  name: text().describe("The column that features.sql returns."),
  description: text(),
  reason: text()
    .optional()
    .describe(
      "What the detail of an answer says where the feature moved it toward the positive class. Default: the description.",
    ),
  missing: z
    .enum(["refused", "allowed"])
    .optional()
    .describe("Whether a value may be empty. Default: refused."),
  from: z
    .literal("request")
    .optional()
    .describe(
      "Of a model by key: the caller sends the value. Default: the release holds it for every key.",
    ),
};

const numeric = {
  ...named,
  values: list(z.number()).optional().describe("The only values allowed. Default: every number."),
  bounds: fields({
    min: z.number().optional(),
    max: z.number().optional(),
    clip: z.boolean().optional().describe("Takes a number beyond as the bound. Default: refused."),
  })
    .optional()
    .describe("Least and greatest value, in training and in requests alike. Default: none."),
};

const Feature = kinds("type", [
  fields({ type: z.literal("number"), ...numeric }),
  fields({ type: z.literal("integer"), ...numeric }),
  fields({ type: z.literal("boolean"), ...named }),
  fields({
    type: z.literal("category"),
    ...named,
    values: list(text())
      .optional()
      .describe("Names of the categories. Default: those of the training observations."),
    unseen: z
      .enum(["refused", "other"])
      .optional()
      .describe("What a name that is none of them is. Default: refused."),
  }),
]);

const Split = kinds("by", [
  fields({ by: z.literal("time"), testShare: share() }),
  fields({ by: z.literal("chance"), testShare: share(), seed: z.int().optional() }),
]).describe("Which observations are tested on: the newest, or some drawn by chance.");

const path = text().regex(KEY_PATH, { error: `must be ${KEY_PATH_RULE}` });

const keyValue = z.union([z.int(), text()], { error: "must be a whole number or a text" });

const Publish = z.union(
  [
    z.literal("table").transform((to) => ({ to })),
    fields({
      to: z.literal("table"),
      train: z.boolean().optional().describe("Writes the training observations too. Default: no."),
    }),
  ],
  { error: "must be table, or { to: table, train: true }" },
);

const Details = fields({ role: text() }).describe(
  "The role that a caller's token must hold to see features, contributions and other details; others get the prediction alone. Default: everybody whom the api answers sees them.",
);

const Serving = kinds("by", [
  fields({
    by: z.literal("key"),
    keys: list(fields({ name: text(), type: z.enum(["integer", "text"]) }))
      .max(MAX_KEYS)
      .describe("The columns of an entity's key, in the order of the paths."),
    ask: z
      .literal("body")
      .optional()
      .describe("Takes the key in the body of a POST, as for a person's. Default: in the url."),
    unknown: z
      .enum(["refuse", "new"])
      .optional()
      .describe(
        "What a key is that the release does not hold: refused, or an entity without history. Default: refuse.",
      ),
    freshness: text()
      .regex(DURATION, { error: "must be a duration such as 7d or 12h" })
      .optional()
      .describe(
        "How old the features may get, from the end of the day of the newest event behind them, such as 7d. Default: any age.",
      ),
    stale: z
      .enum(["tell", "refuse"])
      .optional()
      .describe(
        "What becomes of requests for features older than freshness: answered, with their age in the detail, or refused. Default: tell.",
      ),
    paths: fields({ features: path, prediction: path })
      .optional()
      .describe("With :name for each key. Default: /api/<model>/:name/features and …/prediction."),
    answer: text(),
    details: Details.optional(),
    example: z
      .union([keyValue, z.record(text(), keyValue)])
      .optional()
      .describe(
        "A key to show requests with, where a release has it. Default: its first; with ask: body none.",
      ),
    publish: Publish.optional().describe(
      "Writes the features to Azure Table Storage too, where other services read them by key. Default: the release alone has them.",
    ),
  }).refine(({ freshness, stale }) => stale === undefined || freshness !== undefined, {
    error: "says what becomes of old features: write freshness too, as in freshness: 7d",
    path: ["stale"],
  }),
  fields({
    by: z.literal("row"),
    answer: text(),
    details: Details.optional(),
    subject: fields({
      name: text().describe("The field of a request that identifies the person."),
      roles: fields({ masked: text(), whole: text() }),
    }).optional(),
  }),
]).describe("How the api is asked: for the key of an entity, or with a row of features.");

const Values = z.union(
  [
    fields({
      from: z.number(),
      to: z.number(),
      logarithmic: z.boolean().optional(),
      whole: z.boolean().optional().describe("Whole numbers only."),
    }),
    fields({ oneOf: list(z.union([z.number(), z.string()])) }),
  ],
  { error: "must be a range { from: 1, to: 20 } or a list { oneOf: [none, balanced] }" },
);

/** What a model's `model.yaml` may say; {@link ModelDefinition} says what each field means. */
export const ModelSchema = fields({
  question: text().describe("What the model answers."),
  language: z
    .enum(LANGUAGES)
    .optional()
    .describe("The language of the report, and of the words below. Default: en."),
  words: fields({
    observations: text(),
    positive: text().optional(),
    negative: text().optional(),
    target: text().optional(),
    unit: text().optional(),
  }).describe("What the report calls an observation, and its two classes or its target and unit."),
  task: z.enum(["classification", "regression"]),
  classes: list(z.union([text(), z.int(), z.boolean()]).transform(String))
    .optional()
    .describe(
      "Names of the classes of a classification, in the order of the report; of two the last is the positive one. Default: the labels 0 and 1, or the names that labels have, sorted.",
    ),
  inputs: list(Input),
  columns: fields({
    observation: text(),
    entity: z.union([text(), z.array(text()).min(2)], {
      error: "must be a name, or a list of at least two",
    }),
    label: text(),
  }).describe(
    "What an observation, its entity and its label are called in the released tables; several columns of an entity are returned by features.sql as they are.",
  ),
  features: list(Feature),
  split: Split,
  estimators: list(EstimatorSchema).describe("Of several the one that cross-validates best."),
  crossValidation: fields({ folds: z.int().min(2).max(100), metric: text() }).optional(),
  search: list(fields({ options: EstimatorSchema, vary: z.record(text(), Values) }))
    .optional()
    .describe("Where `despliega tune` looks for better options."),
  interval: fields({ level: share() }).optional(),
  threshold: ThresholdSchema.optional(),
  costs: z
    .record(text(), z.record(text(), z.number().min(0)))
    .optional()
    .describe(
      "Of three classes or more, what each answer costs by class: { class: { answer: cost } }. What is not named costs 1.",
    ),
  points: fields({
    score: z.number().describe("The points at the odds."),
    odds: z
      .number()
      .gt(0)
      .describe("So many of the class toward for each of the other: 50 is 50 to 1."),
    doubling: z.number().gt(0).describe("The points that double the odds."),
    toward: z
      .enum(["negative", "positive"])
      .optional()
      .describe("The class that gains points. Default: negative."),
  })
    .optional()
    .describe("The points of a scorecard, of logistic regressions of two classes without weights."),
  serving: Serving,
  privacy: z.enum(["open", "sensitive"]),
  gates: z
    .array(
      z.union(
        [
          fields({ metric: text(), floor: z.number(), tolerance: z.number().min(0) }),
          fields({ metric: text(), within: z.number().min(0) }),
        ],
        { error: "must be { metric, floor, tolerance } or { metric, within }" },
      ),
    )
    .describe(
      "What a candidate's metrics have to reach to become champion: a floor, and at most the tolerance less than the champion; or at most so far from the best value.",
    ),
  approvals: z
    .int()
    .min(2)
    .max(9)
    .optional()
    .describe(
      "How many identities a promotion needs: the one that promotes, and others that approve. Default: one.",
    ),
  monitor: MonitorSchema.optional(),
  recording: fields({
    key: z
      .enum(KEY_FORMS)
      .optional()
      .describe("How keys are recorded: hashed, as they are, or not at all. Default: hashed."),
  })
    .optional()
    .describe("How answers are recorded, where the api records them."),
  decisions: z
    .literal("durable")
    .optional()
    .describe(
      "The api keeps every answer, with what it came from, before it gives the answer. Default: it keeps none.",
    ),
  undecided: z
    .enum(["promote", "hold"])
    .optional()
    .describe(
      "What becomes of a candidate where the test set cannot tell whether it is worse than the champion. Default: promote.",
    ),
});
