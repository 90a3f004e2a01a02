import type { Reply } from "./ask.js";
import { finding, findingOfAll, refuses, type Check, type Target } from "./check.js";
import { record } from "./record.js";
import { marked, notFinite } from "./not-finite.js";
import { modelPath } from "./v2-model.js";

/** The protocol says that an error has an HTTP status for errors, and typically 400; the server chooses which. */
const isError = (reply: Reply): boolean => {
  const { error } = record(reply.json);
  return refuses(reply, "4xx") && typeof error === "string" && error !== "";
};

const refused = (name: string, send: (target: Target) => Promise<Reply>): Check => ({
  name,
  expected: '4xx {"error":…}, without a stack trace',
  run: async (target) => {
    const reply = await send(target);
    return finding(isError(reply), reply);
  },
});

const inferring = (name: string, write: (target: Target) => unknown): Check =>
  refused(name, (target) =>
    target.ask(`${modelPath(target.model)}/infer`, { body: write(target) }),
  );

/** The inputs with the first tensor changed. */
const withFirst = ({ sample }: Target, change: object) => {
  const [first, ...others] = sample.flat;
  return { inputs: [{ ...first, ...change }, ...others] };
};

const NOBODY = "conform_unknown_model";

/** Requests that a server must refuse. */
export const v2Errors: readonly Check[] = [
  refused("GET an unknown model", ({ ask }) => ask(modelPath(NOBODY))),
  refused("GET ready of an unknown model", ({ ask }) => ask(`${modelPath(NOBODY)}/ready`)),
  refused("POST to an unknown model", ({ ask, sample }) =>
    ask(`${modelPath(NOBODY)}/infer`, { body: { inputs: sample.flat } }),
  ),
  refused("GET an unknown version", ({ ask, model }) =>
    ask(`${modelPath(model)}/versions/conform_unknown`),
  ),
  inferring("POST broken JSON to infer", () => '{"inputs": ['),
  inferring("POST no inputs", () => ({})),
  inferring("POST an empty list of inputs", () => ({ inputs: [] })),
  inferring("POST less data than the shape says", (target) =>
    withFirst(target, { data: target.sample.flat[0]!.data.slice(1) }),
  ),
  inferring("POST an unknown datatype", (target) => withFirst(target, { datatype: "COMPLEX" })),
  inferring("POST an unknown input", (target) => withFirst(target, { name: "conform_unknown" })),
  inferring("POST asking for an unknown output", ({ sample }) => ({
    inputs: sample.flat,
    outputs: [{ name: "conform_unknown" }],
  })),
  {
    name: "POST NaN, Infinity and 1e999 to infer",
    expected: "4xx or 200, in JSON, without a stack trace",
    run: async ({ ask, model, sample }) => {
      const inputs = sample.flat.map((tensor) => ({ ...tensor, data: tensor.data.map(marked) }));
      return findingOfAll(
        await notFinite({ inputs }, (body) => ask(`${modelPath(model)}/infer`, { body })),
        (reply) => isError(reply) || refuses(reply, 200),
      );
    },
  },
  {
    name: "GET where tensors are posted",
    expected: "405",
    run: async ({ ask, model }) => {
      const reply = await ask(`${modelPath(model)}/infer`);
      return finding(reply.status === 405, reply);
    },
  },
];
