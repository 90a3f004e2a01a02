import type { Reply } from "./ask.js";
import { finding, type Check, type Finding, type Target } from "./check.js";
import { record } from "./record.js";
import { tensorsIn } from "./sample.js";
import { isYes } from "./yes.js";

/** Path of a model. */
export const modelPath = (model: string): string => `/v2/models/${encodeURIComponent(model)}`;

const DATATYPES = /^(?:BOOL|U?INT(?:8|16|32|64)|[FB]P(?:16|32|64)|BYTES)$/;

const isMetadata = ({ status, json }: Reply, model: string): boolean =>
  status === 200 &&
  record(json)["name"] === model &&
  (["inputs", "outputs"] as const).every((field) => {
    const tensors = tensorsIn(json, field);
    return tensors.length > 0 && tensors.every(({ datatype }) => DATATYPES.test(datatype));
  });

const NO_VERSIONS: Finding = { good: undefined, got: "the metadata name no versions" };

/** Runs a check with the path of a version from the metadata. Without a version it does not apply. */
export const withVersion = async (
  { ask, model }: Target,
  run: (path: string) => Promise<Finding>,
): Promise<Finding> => {
  const { versions } = record((await ask(modelPath(model))).json);
  const [version] = Array.isArray(versions) ? (versions as readonly unknown[]) : [];
  return typeof version === "string"
    ? run(`${modelPath(model)}/versions/${encodeURIComponent(version)}`)
    : NO_VERSIONS;
};

/** Metadata of the model. */
export const v2Model: readonly Check[] = [
  {
    name: "GET metadata of the model",
    expected: "200 and name, inputs, outputs",
    run: async ({ ask, model }) => {
      const reply = await ask(modelPath(model));
      return finding(isMetadata(reply, model), reply);
    },
  },
  {
    name: "GET metadata of its version",
    expected: "200 and name, inputs, outputs",
    run: (target) =>
      withVersion(target, async (path) => {
        const reply = await target.ask(path);
        return finding(isMetadata(reply, target.model), reply);
      }),
  },
  {
    name: "GET ready of the model",
    expected: "200, and a body that does not deny it",
    run: async ({ ask, model }) => {
      const reply = await ask(`${modelPath(model)}/ready`);
      return finding(isYes(reply, { name: model, ready: true }), reply);
    },
  },
];
