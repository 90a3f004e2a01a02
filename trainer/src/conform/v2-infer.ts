import type { Reply } from "./ask.js";
import { finding, type Check, type Target } from "./check.js";
import { record } from "./record.js";
import { ROWS, tensorsIn, type TensorMetadata } from "./sample.js";
import { modelPath, withVersion } from "./v2-model.js";

const infer = ({ ask, model }: Target, body: object): Promise<Reply> =>
  ask(`${modelPath(model)}/infer`, { body });

const outputsIn = ({ json }: Reply): TensorMetadata[] => tensorsIn(json, "outputs");

const isWhole = (output: TensorMetadata): boolean => {
  const { data } = record(output);
  const length = output.shape.reduce((product, side) => product * side, 1);
  return Array.isArray(data) && data.flat(Infinity).length === length && output.shape[0] === ROWS;
};

const isAnswer = (reply: Reply, model: string): boolean => {
  const outputs = outputsIn(reply);
  return (
    reply.status === 200 &&
    record(reply.json)["model_name"] === model &&
    outputs.length > 0 &&
    outputs.every(isWhole)
  );
};

const same = (one: Reply, other: Reply): boolean =>
  JSON.stringify(outputsIn(one)) === JSON.stringify(outputsIn(other));

/** Rows that a server must answer. */
export const v2Infer: readonly Check[] = [
  {
    name: "POST flat data",
    expected: `200 and outputs of ${ROWS} rows`,
    run: async (target) => {
      const reply = await infer(target, { inputs: target.sample.flat });
      return finding(isAnswer(reply, target.model), reply);
    },
  },
  {
    name: "POST nested data",
    expected: "200 and the same outputs",
    run: async (target) => {
      const flat = await infer(target, { inputs: target.sample.flat });
      const reply = await infer(target, { inputs: target.sample.nested });
      return finding(isAnswer(reply, target.model) && same(flat, reply), reply);
    },
  },
  {
    name: "POST to its version",
    expected: "200 and the same outputs",
    run: (target) =>
      withVersion(target, async (path) => {
        const body = { inputs: target.sample.flat };
        const unversioned = await infer(target, body);
        const reply = await target.ask(`${path}/infer`, { body });
        return finding(isAnswer(reply, target.model) && same(unversioned, reply), reply);
      }),
  },
  {
    name: "POST with an id",
    expected: "the id comes back",
    run: async (target) => {
      const id = 'conform "1"';
      const reply = await infer(target, { id, inputs: target.sample.flat });
      return finding(isAnswer(reply, target.model) && record(reply.json)["id"] === id, reply);
    },
  },
  {
    name: "POST and see what the metadata promise",
    expected: "outputs by name and datatype",
    run: async (target) => {
      const promised = tensorsIn((await target.ask(modelPath(target.model))).json, "outputs");
      const reply = await infer(target, { inputs: target.sample.flat });
      const outputs = outputsIn(reply);
      const good = outputs.every(({ name, datatype }) =>
        promised.some((output) => output.name === name && output.datatype === datatype),
      );
      return finding(isAnswer(reply, target.model) && good, reply);
    },
  },
  {
    name: "POST asking for one output",
    expected: "that output alone",
    run: async (target) => {
      const inputs = target.sample.flat;
      const name = outputsIn(await infer(target, { inputs })).at(-1)?.name;
      const reply = await infer(target, { inputs, outputs: [{ name }] });
      const names = outputsIn(reply).map((output) => output.name);
      return finding(
        isAnswer(reply, target.model) && names.length === 1 && names[0] === name,
        reply,
      );
    },
  },
];
