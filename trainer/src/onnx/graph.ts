import { tensorMessage, TYPES, type Tensor, type TensorType } from "./tensor.js";
import * as wire from "./wire.js";

/** The name of a value in a graph. */
export type Value = string;

/** What an operator is given beside its inputs: a whole number, a list of them, or a tensor. */
export type Attributes = Readonly<Record<string, number | readonly number[] | Tensor>>;

/** Inputs and outputs are values by row: one of each row, or so many. */
interface Shown {
  readonly name: string;
  readonly type: TensorType;
  /** Default: each row has one value, without a second dimension. */
  readonly width?: number;
  readonly description?: string;
}

/** A graph of operators under construction. Operators come after those whose results they take. */
export interface Graph {
  readonly input: (shown: Shown) => Value;
  readonly output: (shown: Shown, value: Value) => void;
  readonly constant: (tensor: Tensor) => Value;
  /** Adds an operator with one result. */
  readonly add: (op: string, inputs: readonly Value[], attributes?: Attributes) => Value;
  /** Adds an operator with several results. */
  readonly addWith: (
    results: number,
    op: string,
    inputs: readonly Value[],
    attributes?: Attributes,
  ) => readonly Value[];
  /** The message of the whole model. */
  readonly model: (name: string, description: string) => Uint8Array;
}

/** Operators for trees and names, which are in a domain of their own. */
const MACHINE_LEARNING = "ai.onnx.ml";
const OPERATORS: ReadonlySet<string> = new Set(["LabelEncoder", "TreeEnsemble"]);

// The format of the file, and the versions of both sets of operators: the first with trees of doubles.
const IR_VERSION = 10;
const VERSIONS = { "": 21, [MACHINE_LEARNING]: 5 };

/** Begins a graph. No name of its values can be that of a feature, which has no slash. */
export const newGraph = (): Graph => {
  const inputs: wire.Message[] = [];
  const outputs: wire.Message[] = [];
  const nodes: wire.Message[] = [];
  const constants: wire.Message[] = [];
  let made = 0;
  const name = (of: string): Value => `/${of}/${made++}`;
  const node = (op: string, from: readonly Value[], to: readonly Value[], given: Attributes) => {
    const domain = OPERATORS.has(op) ? [wire.text(7, MACHINE_LEARNING)] : [];
    nodes.push(
      wire.message(
        1,
        ...from.map((value) => wire.text(1, value)),
        ...to.map((value) => wire.text(2, value)),
        wire.text(3, to[0]!),
        wire.text(4, op),
        ...Object.entries(given).map(attribute),
        ...domain,
      ),
    );
  };
  const addWith: Graph["addWith"] = (results, op, from, given = {}) => {
    const to = Array.from({ length: results }, () => name(op));
    node(op, from, to, given);
    return to;
  };
  return {
    input(shown) {
      inputs.push(shownMessage(11, shown));
      return shown.name;
    },
    output(shown, value) {
      outputs.push(shownMessage(12, shown));
      node("Identity", [value], [shown.name], {});
    },
    constant(tensor) {
      const own = name("constant");
      constants.push(wire.message(5, tensorMessage(tensor, own)));
      return own;
    },
    add: (op, from, given) => addWith(1, op, from, given)[0]!,
    addWith,
    model: (of, description) =>
      Buffer.concat(
        [
          wire.integer(1, IR_VERSION),
          wire.text(2, "despliega"),
          wire.text(6, description),
          wire.message(7, ...nodes, wire.text(2, of), ...constants, ...inputs, ...outputs),
          ...Object.entries(VERSIONS).map(([domain, version]) =>
            wire.message(8, wire.text(1, domain), wire.integer(2, version)),
          ),
        ].flat(),
      ),
  };
};

const shownMessage = (field: number, { name, type, width, description }: Shown): wire.Message => {
  const rows = wire.message(1, wire.text(2, "rows"));
  const columns = width === undefined ? [] : [wire.message(1, wire.integer(1, width))];
  const tensor = wire.message(1, wire.integer(1, TYPES[type]), wire.message(2, rows, ...columns));
  return wire.message(
    field,
    wire.text(1, name),
    wire.message(2, tensor),
    ...(description === undefined ? [] : [wire.text(3, description)]),
  );
};

const KINDS = { integer: 2, tensor: 4, integers: 7 } as const;

const attribute = ([name, value]: [string, Attributes[string]]): wire.Message => {
  const of = (kind: keyof typeof KINDS, content: wire.Message) =>
    wire.message(5, wire.text(1, name), content, wire.integer(20, KINDS[kind]));
  if (typeof value === "number") return of("integer", wire.integer(3, value));
  if ("shape" in value) return of("tensor", wire.message(5, tensorMessage(value)));
  return of("integers", wire.integers(8, value));
};
