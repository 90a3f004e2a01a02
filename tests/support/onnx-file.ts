import * as wire from "@despliega/trainer/onnx/wire.js";
import { doubles, tensorMessage } from "@despliega/trainer/onnx/tensor.js";

/** What an operator of a test is given: texts, whole numbers, doubles, or one text. */
type Given =
  string | readonly string[] | readonly number[] | { readonly doubles: readonly number[] };

/** An operator of a test. */
export interface FileOperator {
  readonly op: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly given?: Readonly<Record<string, Given>>;
}

const attribute = ([name, value]: [string, Given]): wire.Message => {
  const of = (kind: number, ...content: readonly wire.Message[]) =>
    wire.message(5, wire.text(1, name), ...content, wire.integer(20, kind));
  if (typeof value === "string") return of(3, wire.text(4, value));
  if ("doubles" in value) return of(4, wire.message(5, tensorMessage(doubles(value.doubles))));
  const list = value as readonly (string | number)[];
  return typeof list[0] === "string"
    ? of(8, ...list.map((each) => wire.text(9, String(each))))
    : of(7, wire.integers(8, list.map(Number)));
};

const FLOAT = 1;
const DOUBLE = 11;

/**
 * Writes a file in the format ONNX, as the converters of Python do.
 *
 * @param inputs matrices of so many columns each. Default: one, `X`
 */
export const onnxFile = (
  operators: readonly FileOperator[],
  outputs: readonly string[],
  {
    width,
    inputs = ["X"],
    isFloat = false,
    constants = {},
  }: {
    readonly width: number;
    readonly inputs?: readonly string[];
    readonly isFloat?: boolean;
    readonly constants?: Readonly<Record<string, readonly number[]>>;
  },
): Buffer => {
  const nodes = operators.map(({ op, from, to, given = {} }) =>
    wire.message(
      1,
      ...from.map((name) => wire.text(1, name)),
      ...to.map((name) => wire.text(2, name)),
      wire.text(4, op),
      ...Object.entries(given).map(attribute),
    ),
  );
  const kept = Object.entries(constants).map(([name, values]) =>
    wire.message(5, tensorMessage(doubles(values), name)),
  );
  const rows = wire.message(1, wire.text(2, "rows"));
  const columns = wire.message(1, wire.integer(1, width));
  const shape = wire.message(2, rows, columns);
  const tensor = wire.message(1, wire.integer(1, isFloat ? FLOAT : DOUBLE), shape);
  const taken = inputs.map((name) => wire.message(11, wire.text(1, name), wire.message(2, tensor)));
  const shown = outputs.map((name) => wire.message(12, wire.text(1, name)));
  return Buffer.concat(wire.message(7, ...nodes, ...kept, ...taken, ...shown));
};

/** A logistic model of two classes, as skl2onnx writes it. @param weights intercept first */
export const logisticFile = ([intercept, ...weights]: readonly number[]): Buffer =>
  onnxFile(
    [
      {
        op: "LinearClassifier",
        from: ["X"],
        to: ["label", "probabilities"],
        given: {
          coefficients: { doubles: [...weights.map((weight) => -weight), ...weights] },
          intercepts: { doubles: [-intercept!, intercept!] },
          classlabels_ints: [0, 1],
          post_transform: "LOGISTIC",
        },
      },
    ],
    ["label", "probabilities"],
    { width: weights.length },
  );
