import { isStored } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { double, identifier, literal } from "../engine/sql.js";
import { FeatureIncomplete, FeatureUnexpected } from "../errors/errors.js";
import { codedFeature } from "../model/coded-feature.js";
import type { Bounds, CategoryFeature, FeatureDefinition } from "../model/feature.js";
import { valueSql } from "./feature-sql.js";
import { finite, type Rule } from "./rule.js";

/** The rules that the definition of a feature sets for its values: of labelled observations only, where it is not stored. */
export const featureRules = (feature: FeatureDefinition, dialect: Dialect): readonly Rule[] => {
  const rules = [...missingRule(feature, dialect), ...valueRules(feature, dialect)];
  if (isStored(feature)) return rules;
  return rules.map(({ breaks, error }) => ({
    breaks: `label IS NOT NULL AND (${breaks})`,
    error,
  }));
};

const missingRule = (feature: FeatureDefinition, dialect: Dialect): readonly Rule[] => {
  const { name, missing } = feature;
  if (missing === "allowed") return [];
  const breaks = `${valueSql(dialect, codedFeature(feature))} IS NULL`;
  return [{ breaks, error: (rows) => new FeatureIncomplete({ name, rows }) }];
};

const valueRules = (feature: FeatureDefinition, dialect: Dialect): readonly Rule[] => {
  const { name, type } = feature;
  if (type === "category") return unseenRule(feature, dialect, "declared");
  const value = dialect.cast(identifier(name), "double");
  if (type === "boolean")
    return [
      unexpected(
        name,
        `${value} NOT IN (0, 1)`,
        "is neither true nor false",
        "let features.sql return a boolean, or 0 and 1",
      ),
    ];
  const { values, bounds } = feature;
  return [
    finite(name, dialect),
    ...(type === "integer" ? [wholeRule(name, value)] : []),
    ...(values === undefined ? [] : [valuesRule(name, value, values)]),
    ...(bounds === undefined ? [] : boundRules(name, value, bounds)),
  ];
};

const unexpected = (name: string, breaks: string, problem: string, cure: string): Rule => ({
  breaks,
  error: (rows) => new FeatureUnexpected({ name, rows, problem, cure }),
});

// What is not finite breaks the rule before this one.
const wholeRule = (name: string, value: string): Rule =>
  unexpected(
    name,
    `NOT (${value} = floor(${value}) AND ${value} BETWEEN -${Number.MAX_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER})`,
    "is no integer between -2^53 and 2^53",
    "declare type: number in model.yaml, or round it in features.sql",
  );

const valuesRule = (name: string, value: string, values: readonly number[]): Rule =>
  unexpected(
    name,
    `${value} NOT IN (${values.map(double).join()})`,
    "is none of its values",
    "add to values in model.yaml, or fix features.sql",
  );

const boundRules = (name: string, value: string, { min, max, clip }: Bounds): readonly Rule[] => {
  if (clip === true) return [];
  const rule = (breaks: string, problem: string): Rule =>
    unexpected(
      name,
      breaks,
      problem,
      "widen its bounds in model.yaml, write clip: true there, or fix features.sql",
    );
  return [
    ...(min === undefined ? [] : [rule(`${value} < ${double(min)}`, `is below its min ${min}`)]),
    ...(max === undefined ? [] : [rule(`${value} > ${double(max)}`, `is above its max ${max}`)]),
  ];
};

const UNSEEN = {
  declared: {
    problem: "is none of its values",
    cure: "add to values in model.yaml, write unseen: other there, or fix features.sql",
  },
  learned: {
    problem: "is a category that no training observation has",
    cure: "write unseen: other in model.yaml, or list all categories in values there",
  },
} as const;

/** The rule that a category has none but its values; none where others are taken, or where they are not known yet. */
export const unseenRule = (
  feature: CategoryFeature,
  dialect: Dialect,
  values: keyof typeof UNSEEN,
): readonly Rule[] => {
  if (feature.values === undefined || feature.unseen === "other") return [];
  const allowed = feature.values.map(literal).join();
  const breaks = `${valueSql(dialect, codedFeature(feature))} NOT IN (${allowed})`;
  const { problem, cure } = UNSEEN[values];
  return [unexpected(feature.name, breaks, problem, cure)];
};
