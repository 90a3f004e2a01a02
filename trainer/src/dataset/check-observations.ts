import { identifier, type Engine } from "../engine/engine.js";
import {
  ColumnNotFinite,
  FeatureIncomplete,
  FeatureUnexpected,
  KeysInvalid,
  LabelsInvalid,
  ServingMissing,
} from "../errors/errors.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { ModelDefinition } from "../model/model.js";

/** Something that no observation may be. */
interface Rule {
  /** SQL, true for an observation that breaks it. */
  readonly breaks: string;
  readonly error: (rows: number) => Error;
}

/**
 * Holds the observations to what the model declares, before anything learns from them: keys, labels and features. What
 * breaks a rule is counted, and no value is told.
 *
 * @throws `KEYS_INVALID`, `COLUMN_NOT_FINITE`, `LABELS_INVALID`, `FEATURE_INCOMPLETE`, `FEATURE_UNEXPECTED`, `SERVING_MISSING`
 */
export const checkObservations = async (engine: Engine, model: ModelDefinition): Promise<void> => {
  const rules = [...keyRules(model), ...labelRules(model), ...model.features.flatMap(featureRules)];
  const counts = rules.map(({ breaks }, i) => `count(*) FILTER (${breaks}) AS v${i}`);
  const found = await engine.row<Record<string, number>>(
    `SELECT ${counts.join(", ")} FROM observations`,
  );
  rules.forEach(({ error }, i) => {
    if (found[`v${i}`]! > 0) throw error(found[`v${i}`]!);
  });
  await requireUnique(engine, "labelled", "observation");
  if (model.serving.by !== "key") return;
  const { rows } = await engine.row<{ rows: number }>("SELECT count(*) AS rows FROM serving");
  if (rows === 0) throw new ServingMissing({ model: model.name });
  await requireUnique(engine, "serving", "entity");
};

const requireUnique = async (engine: Engine, view: string, name: string): Promise<void> => {
  const { repeated } = await engine.row<{ repeated: number }>(
    `SELECT count(*) - count(DISTINCT ${name}) AS repeated FROM ${view}`,
  );
  if (repeated > 0) throw new KeysInvalid({ name, rows: repeated, repeats: true });
};

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

const labelRules = ({ task }: ModelDefinition): readonly Rule[] => [
  finite("label"),
  ...(task === "classification"
    ? [
        {
          breaks: "label IS NOT NULL AND label::DOUBLE NOT IN (0, 1)",
          error: (rows: number) => new LabelsInvalid({ rows }),
        },
      ]
    : []),
];

// Division by 0 gives infinity in the engine. No sum can be made of it, and no answer given.
const finite = (name: string): Rule => ({
  breaks: `NOT isfinite(${identifier(name)}::DOUBLE)`,
  error: (rows) => new ColumnNotFinite({ name, rows }),
});

const featureRules = ({ name, type, values, missing }: FeatureDefinition): readonly Rule[] => {
  const column = identifier(name);
  const value = `${column}::DOUBLE`;
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
    finite(name),
    ...(type === "integer"
      ? [
          unexpected(
            `isfinite(${value}) AND (${value} <> trunc(${value}) OR abs(${value}) > ${Number.MAX_SAFE_INTEGER})`,
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
            "add to values in model.yaml, or mend features.sql",
          ),
        ]),
  ];
};
