import { describe, expect, test } from "@jest/globals";
import { onnxModel } from "@despliega/trainer/onnx/onnx-model.js";

import { bytesOf, readFields, textsOf } from "../../support/wire.js";
import { DRAWN_CASES, type OnnxModel } from "./drawn-cases.js";

/** The fields of a graph that hold values, as ONNX numbers them. */
const [NODE, CONSTANT, INPUT, OUTPUT] = [1, 5, 11, 12];

/** Reads the graph of a model by the numbers of ONNX's fields alone. */
const readGraph = ({ description, modelJson }: OnnxModel) => {
  const model = Buffer.from(onnxModel(description, modelJson));
  const [graph] = bytesOf(model, 7);
  const shown = (field: number) =>
    bytesOf(graph!, field).map((value) => {
      const [tensor] = bytesOf(bytesOf(value, 2)[0]!, 1);
      const type = readFields(tensor!).find(({ field: number }) => number === 1)!.value;
      return { name: textsOf(value, 1)[0]!, type };
    });
  return {
    inputs: shown(INPUT),
    outputs: shown(OUTPUT),
    constants: bytesOf(graph!, CONSTANT).flatMap((constant) => textsOf(constant, 8)),
    nodes: bytesOf(graph!, NODE).map((node) => ({
      from: textsOf(node, 1),
      to: textsOf(node, 2),
      op: textsOf(node, 4)[0]!,
    })),
  };
};

const DOUBLE = 11;
const INT64 = 7;
const TEXT = 8;

describe.each(DRAWN_CASES.map((each) => [each.description.question, each] as const))(
  "the graph of a %s",
  (_, each) => {
    const graph = readGraph(each);
    const { features, task, classes } = each.description;

    test("has an input for each feature: texts for a category, doubles for all others", () => {
      expect(graph.inputs).toEqual(
        features.map(({ name, type }) => ({ name, type: type === "category" ? TEXT : DOUBLE })),
      );
    });

    test("has the outputs of its task, under names that no feature has", () => {
      const label = { name: "label_", type: classes === undefined ? INT64 : TEXT };
      expect(graph.outputs).toEqual(
        task === "regression"
          ? [{ name: "answer_", type: DOUBLE }]
          : [label, { name: "probabilities", type: DOUBLE }],
      );
    });

    test("makes each value once, before it is used, and uses each", () => {
      const known = new Set([...graph.inputs.map(({ name }) => name), ...graph.constants]);
      const made = [...known, ...graph.nodes.flatMap(({ to }) => to)];
      expect(new Set(made).size).toBe(made.length);
      for (const { from, to } of graph.nodes) {
        expect(from.filter((value) => !known.has(value))).toEqual([]);
        for (const value of to) known.add(value);
      }
      const used = new Set(graph.nodes.flatMap(({ from }) => from));
      for (const { name } of graph.outputs) used.add(name);
      expect(made.filter((value) => !used.has(value))).toEqual([]);
    });

    test("has the same bytes again", () => {
      const { description, modelJson } = structuredClone(each);
      expect(onnxModel(description, modelJson)).toEqual(
        onnxModel(each.description, each.modelJson),
      );
    });
  },
);

test("a JSON of another format is no model", () => {
  const { description, modelJson } = DRAWN_CASES[0]!;
  expect(() => onnxModel({ ...description, estimator: "forest" }, modelJson)).toThrow();
});
