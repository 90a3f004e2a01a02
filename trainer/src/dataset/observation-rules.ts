import { MAX_KEY_BYTES } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { identifier, isFinite } from "../engine/sql.js";
import {
  ColumnNotFinite,
  FeatureIncomplete,
  FeatureUnexpected,
  KeysInvalid,
  LabelsInvalid,
} from "../errors/errors.js";
import { entityColumns, servedKeys, type ServedKey } from "../model/entity-columns.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { ModelDefinition } from "../model/model.js";

/** A rule that every observation must keep. */
export interface Rule {
  /** SQL, true for an observation that breaks it. */
  readonly breaks: string;
  readonly error: (rows: number) => Error;
}

/** The rules that a model definition sets for its observations. */
export const rulesOf = (model: ModelDefinition, dialect: Dialect): readonly Rule[] => [
  ...keyRules(model, dialect),
  ...labelRules(model, dialect),
  ...model.features.flatMap((feature) => featureRules(feature, dialect)),
];

const keyRules = (model: ModelDefinition, dialect: Dialect): readonly Rule[] => {
  const missing = (name: string, sql: string, where = ""): Rule => ({
    breaks: `${sql} IS NULL${where}`,
    error: (rows) => new KeysInvalid({ name, rows, problem: "missing" }),
  });
  const labelled = " AND label IS NOT NULL";
  return [
    missing("observation", "observation", labelled),
    ...(typeof model.columns.entity === "string"
      ? [missing("entity", "entity")]
      : entityColumns(model.columns).map(({ name, sql }) => missing(name, sql))),
    ...(model.split.by === "time" ? [missing("observed_at", "observed_at", labelled)] : []),
    ...servedKeys(model).map((key) => servedRule(key, dialect)),
  ];
};

/** A key that is served must be one that the api can be asked for. */
const servedRule = ({ name, type, sql }: ServedKey, { cast, matches, bytes }: Dialect): Rule => {
  const text = cast(sql, "text");
  const holds =
    type === "integer"
      ? `abs(${cast(sql, "wide")}) <= ${Number.MAX_SAFE_INTEGER}`
      : `${bytes(text)} <= ${MAX_KEY_BYTES} AND ${matches(text, "[^\\x00-\\x1f\\x7f]+")}`;
  return {
    breaks: `label IS NULL AND NOT (${holds})`,
    error: (rows) => new KeysInvalid({ name, rows, problem: type }),
  };
};

const labelRules = ({ task }: ModelDefinition, dialect: Dialect): readonly Rule[] => [
  finite("label", dialect),
  ...(task === "classification"
    ? [
        {
          breaks: `label IS NOT NULL AND ${dialect.cast("label", "double")} NOT IN (0, 1)`,
          error: (rows: number) => new LabelsInvalid({ rows }),
        },
      ]
    : []),
];

// Division by 0 gives infinity in the engine, which has no sum and no answer.
const finite = (name: string, { cast }: Dialect): Rule => ({
  breaks: `NOT (${isFinite(cast(identifier(name), "double"))})`,
  error: (rows) => new ColumnNotFinite({ name, rows }),
});

const featureRules = (
  { name, type, values, missing }: FeatureDefinition,
  dialect: Dialect,
): readonly Rule[] => {
  const column = identifier(name);
  const value = dialect.cast(column, "double");
  const unexpected = (breaks: string, problem: string, cure: string): Rule => ({
    breaks,
    error: (rows) => new FeatureUnexpected({ name, rows, problem, cure }),
  });
  return [
    ...(missing === "allowed"
      ? []
      : [
          {
            breaks: `${column} IS NULL`,
            error: (rows: number) => new FeatureIncomplete({ name, rows }),
          },
        ]),
    finite(name, dialect),
    ...(type === "integer"
      ? [
          unexpected(
            `${isFinite(value)} AND (${value} <> floor(${value}) OR abs(${value}) > ${Number.MAX_SAFE_INTEGER})`,
            "is no integer between -2^53 and 2^53",
            "declare type: number in model.yaml, or round it in features.sql",
          ),
        ]
      : []),
    ...(values === undefined
      ? []
      : [
          unexpected(
            `${value} NOT IN (${values.map((allowed) => `(${allowed.toExponential()})`).join()})`,
            "is none of its values",
            "add to values in model.yaml, or fix features.sql",
          ),
        ]),
  ];
};
