import { MAX_KEY_BYTES } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { KeysInvalid, LabelsInvalid } from "../errors/errors.js";
import { entityColumns, servedKeys, type ServedKey } from "../model/entity-columns.js";
import type { ModelDefinition } from "../model/model.js";
import { featureRules } from "./feature-rules.js";
import { finite, type Rule } from "./rule.js";
import { takesUnknown, unnamedSql } from "./unknown-entity.js";

/** The rules that a model definition sets for its observations. */
export const rulesOf = (model: ModelDefinition, dialect: Dialect): readonly Rule[] => [
  ...keyRules(model, dialect),
  ...labelRules(model, dialect),
  ...model.features.flatMap((feature) => featureRules(feature, dialect)),
];

const keyRules = (model: ModelDefinition, dialect: Dialect): readonly Rule[] => {
  // The observation of an entity without history has no key at all.
  const named = takesUnknown(model) ? ` AND NOT (${unnamedSql(model)})` : "";
  const missing = (name: string, sql: string, where = ""): Rule => ({
    breaks: `${sql} IS NULL${where}`,
    error: (rows) => new KeysInvalid({ name, rows, problem: "missing" }),
  });
  const labelled = " AND label IS NOT NULL";
  return [
    missing("observation", "observation", labelled),
    ...(typeof model.columns.entity === "string"
      ? [missing("entity", "entity", named)]
      : entityColumns(model.columns).map(({ name, sql }) => missing(name, sql, named))),
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

const labelRules = ({ task, classes }: ModelDefinition, dialect: Dialect): readonly Rule[] => [
  finite("label", dialect),
  ...(task === "classification" && classes === undefined
    ? [
        {
          breaks: `label IS NOT NULL AND ${dialect.cast("label", "double")} NOT IN (0, 1)`,
          error: (rows: number) =>
            new LabelsInvalid({
              rows,
              problem:
                "are neither 0 nor 1, the two classes that words.positive and words.negative name",
              cure: "let features.sql return them, as with (… > 1)::INTEGER AS label, or write the classes in model.yaml",
            }),
        },
      ]
    : []),
];
