import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier, isFinite } from "../engine/sql.js";
import {
  ColumnNotFinite,
  FeatureIncomplete,
  FeatureUnexpected,
  KeysInvalid,
  LabelsInvalid,
  ServingMissing,
} from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { ModelDefinition } from "../model/model.js";

/** All observations of a run, and those of each kind. */
export interface ObservationTables {
  readonly all: ObservationTable;
  readonly labelled: ObservationTable;
  readonly serving: ObservationTable;
}

/** A rule that every observation must keep. */
interface Rule {
  /** SQL, true for an observation that breaks it. */
  readonly breaks: string;
  readonly error: (rows: number) => Error;
}

/**
 * Checks keys, labels and features of the observations against the model definition, before any of them is learned
 * from. Errors count the observations that break a rule, and show no value.
 *
 * @throws `KEYS_INVALID`, `COLUMN_NOT_FINITE`, `LABELS_INVALID`, `FEATURE_INCOMPLETE`, `FEATURE_UNEXPECTED`,
 * `SERVING_MISSING`
 */
export const checkObservations = async (
  engine: Engine,
  model: ModelDefinition,
  { all, labelled, serving }: ObservationTables,
): Promise<void> => {
  const rules = rulesOf(model, engine.dialect);
  const counts = rules.map(({ breaks }, i) => `count(*) FILTER (WHERE ${breaks}) AS v${i}`);
  const found = await engine.row<Record<string, number>>(
    `SELECT ${counts.join(", ")} FROM ${all.name}`,
  );
  rules.forEach(({ error }, i) => {
    if (found[`v${i}`]! > 0) throw error(found[`v${i}`]!);
  });
  await requireUnique(engine, labelled, "observation");
  if (model.serving.by !== "key") return;
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${serving.name}`,
  );
  if (rows === 0) throw new ServingMissing({ model: model.name });
  await requireUnique(engine, serving, "entity");
};

const requireUnique = async <Column extends string>(
  engine: Engine,
  relation: Relation<Column>,
  name: Column,
): Promise<void> => {
  const { repeated } = await engine.row<{ repeated: number }>(
    `SELECT count(*) - count(DISTINCT ${name}) AS repeated FROM ${relation.name}`,
  );
  if (repeated > 0) throw new KeysInvalid({ name, rows: repeated, repeats: true });
};

const rulesOf = (model: ModelDefinition, dialect: Dialect): readonly Rule[] => [
  ...keyRules(model),
  ...labelRules(model, dialect),
  ...model.features.flatMap((feature) => featureRules(feature, dialect)),
];

const keyRules = ({ split }: ModelDefinition): readonly Rule[] => {
  const missing = (name: string, where = ""): Rule => ({
    breaks: `${name} IS NULL${where}`,
    error: (rows) => new KeysInvalid({ name, rows }),
  });
  const labelled = " AND label IS NOT NULL";
  return [
    missing("observation", labelled),
    missing("entity"),
    ...(split.by === "time" ? [missing("observed_at", labelled)] : []),
  ];
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
