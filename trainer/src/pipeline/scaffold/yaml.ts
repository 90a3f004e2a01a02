import { stringify } from "yaml";

import type { Draft, DraftFeature } from "./draft.js";
import { attemptOf, thresholdOf } from "./estimators.js";
import { gatesOf } from "./gates.js";
import { answersPart, inputPart } from "./yaml-head.js";
import { servingPart, splitPart } from "./yaml-serving.js";
import { commented, flow } from "./yaml-lines.js";
import type { Phrases } from "./words/phrases.js";

/** Editors check the file by this schema, where the packages are installed in the working directory. */
const SCHEMA = "../../node_modules/@despliega/trainer/models/model.schema.json";

/** The text of `model.yaml`, with a comment for each choice. */
export const yamlOf = (draft: Draft, phrases: Phrases): string => {
  const { comment, number } = phrases;
  const parts = [
    [
      `# yaml-language-server: $schema=${SCHEMA}`,
      ...commented(comment.head(draft.file, number(draft.rows))),
    ],
    answersPart(draft, phrases),
    inputPart(draft, phrases),
    featuresPart(draft, phrases),
    splitPart(draft, phrases),
    learningPart(draft, phrases),
    servingPart(draft, phrases),
    gatesPart(draft, phrases),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

const featuresPart = ({ features }: Draft, { comment }: Phrases): readonly string[] => [
  ...commented(comment.features),
  "features:",
  ...features.flatMap(featureLines),
];

const featureLines = (feature: DraftFeature): readonly string[] => {
  const { name, type, description, values, unseen, missing, comment } = feature;
  return [
    `  - name: ${flow(name)}${comment === "" ? "" : ` # ${comment}`}`,
    `    type: ${type}`,
    `    description: ${flow(description)}`,
    ...(values ? [`    values: ${flow(values)}`] : []),
    ...(unseen ? [`    unseen: ${unseen}`] : []),
    ...(missing ? [`    missing: ${missing}`] : []),
  ];
};

const learningPart = (draft: Draft, phrases: Phrases): readonly string[] => {
  const { comment } = phrases;
  const { estimators, crossValidation } = attemptOf(draft);
  const lines = stringify(estimators, { lineWidth: 0 }).trimEnd().split("\n");
  return [
    ...commented(comment.estimators),
    ...(draft.target.logarithm ? commented(comment.logarithm) : []),
    "estimators:",
    ...lines.map((line) => `  ${line}`),
    ...(crossValidation === undefined
      ? commented(comment.fewKeys)
      : [`crossValidation: ${flow(crossValidation)} # ${comment.crossValidation}`]),
    ...thresholdLines(draft, phrases),
    ...(draft.target.task === "regression" && crossValidation !== undefined
      ? [`interval: { level: 0.8 } # ${comment.interval}`]
      : []),
  ];
};

const thresholdLines = ({ target }: Draft, { comment }: Phrases): readonly string[] => {
  const policy = thresholdOf(target);
  if (policy === undefined) return [];
  const why = policy.policy === "cost" ? comment.cost : comment.bestF1;
  return [...commented(comment.threshold), `threshold: ${flow(policy)} # ${why}`];
};

const gatesPart = (draft: Draft, { comment }: Phrases): readonly string[] => [
  ...commented(comment.gates),
  "gates:",
  ...gatesOf(draft).map((gate) => `  - ${flow(gate)}`),
];
