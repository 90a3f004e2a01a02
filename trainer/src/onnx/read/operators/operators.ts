import { oneOf } from "../attributes.js";
import type { Columns } from "../meaning.js";
import { castColumns, COLUMN_OPERATORS, concatColumns } from "./columns.js";
import { columnsOf, constantOf, outputsOf, unexpected, type Follow } from "./follow.js";
import { bothOf, LINK_OPERATORS } from "./links.js";
import { MODEL_OPERATORS } from "./models.js";
import { REFUSAL_OPERATORS } from "./refusals.js";
import { SUM_OPERATORS } from "./sums.js";

/** Leaves what it takes as it is: it changes a type or a shape. */
const same: Follow = (operator, [value]) =>
  value === undefined || value.kind === "constant" ? unexpected(operator, value) : [value];

const cast: Follow = (operator, inputs, features) => {
  const [value] = inputs;
  return value?.kind === "columns"
    ? [castColumns(operator, value)]
    : same(operator, inputs, features);
};

const concat: Follow = (operator, inputs) =>
  inputs[0]?.kind === "complement"
    ? [bothOf(operator, inputs)]
    : [concatColumns(inputs.map((each): Columns => columnsOf(operator, each)))];

const argmax: Follow = (operator, [value]) =>
  value?.kind === "sums" || value?.kind === "answers" || value?.kind === "label"
    ? [{ kind: "label", classes: undefined }]
    : unexpected(operator, value);

/** Looks up the names of classes. */
const lookUp: Follow = (operator, [names, label]) =>
  label?.kind === "label"
    ? [{ kind: "label", classes: constantOf(operator, names).values }]
    : unexpected(operator, label);

/** Makes one row of each, as those are that have been followed. */
const reshape: Follow = (operator, inputs, features) => {
  const [value] = inputs;
  return value?.kind === "sums" && outputsOf(value.sums) > 1
    ? unexpected(operator, value)
    : same(operator, inputs, features);
};

/** Probabilities add up to 1 already. */
const normalizer: Follow = (operator, [value]) =>
  value?.kind === "answers" && oneOf(operator, "norm", ["MAX", "L1", "L2"]) === "L1"
    ? [value]
    : unexpected(operator, value);

/** Operators of one linear model or one tree ensemble, as converters and this project write them. */
export const OPERATORS: Readonly<Record<string, Follow>> = {
  Identity: same,
  Squeeze: same,
  Unsqueeze: same,
  ZipMap: same,
  Cast: cast,
  Reshape: reshape,
  Normalizer: normalizer,
  Concat: concat,
  ArgMax: argmax,
  ArgMin: argmax,
  ArrayFeatureExtractor: lookUp,
  ...COLUMN_OPERATORS,
  ...SUM_OPERATORS,
  ...LINK_OPERATORS,
  ...REFUSAL_OPERATORS,
  ...MODEL_OPERATORS,
};
