import { expect, test } from "@jest/globals";
import { requireContained } from "@despliega/storage";
import { doubles, tensorMessage } from "@despliega/trainer/onnx/tensor.js";
import * as wire from "@despliega/trainer/onnx/wire.js";

const node = (operator: string, domain = "", ...attributes: readonly wire.Message[]) =>
  wire.message(1, wire.text(4, operator), wire.text(7, domain), ...attributes);

const graphOf = (...fields: readonly wire.Message[]): readonly wire.Message[] => [
  node("Relu"),
  node("Scaler", "ai.onnx.ml"),
  ...fields,
];

const file = (...fields: readonly wire.Message[]): Buffer =>
  Buffer.concat([...wire.integer(1, 10), ...wire.message(7, ...graphOf(...fields))]);

const own = tensorMessage(doubles([1, 2]), "own");
/** A tensor whose bytes are in another file. */
const elsewhere = [...own, ...wire.message(13, wire.text(1, "location")), ...wire.integer(14, 1)];

const branch = (...fields: readonly wire.Message[]) =>
  node("If", "", wire.message(5, wire.text(1, "then_branch"), wire.message(6, ...fields)));

test("a file of known operators with all of its data is taken", () => {
  expect(() => requireContained(file(wire.message(5, own), branch(node("Relu"))))).not.toThrow();
});

test.each([
  ["a constant in another file", file(wire.message(5, elsewhere)), "keeps data in other files"],
  [
    "one in an attribute",
    file(node("Constant", "", wire.message(5, wire.message(5, elsewhere)))),
    "keeps data in other files",
  ],
  ["one in a branch", file(branch(wire.message(5, elsewhere))), "keeps data in other files"],
  ["one in a sparse tensor", file(wire.message(15, wire.message(1, elsewhere))), "keeps data in"],
  [
    "an operator of others",
    file(node("Run", "com.example")),
    "has the operator Run of com.example",
  ],
  ["one in a branch", file(branch(node("Run", "com.example"))), "has the operator Run of com"],
  ["a random operator", file(node("RandomNormal")), "has the operator RandomNormal, which is"],
  [
    "functions",
    Buffer.concat([file(), ...wire.message(25, wire.text(1, "f"))]),
    "has functions of its own",
  ],
  ["no graph", Buffer.concat(wire.integer(1, 10)), "has no graph"],
  ["no message", Buffer.from("PK\u0003\u0004 a zip"), "is not in the format ONNX"],
])("a file with %s is refused", (_, bytes, reason) => {
  expect(() => requireContained(bytes)).toThrow(reason);
});
