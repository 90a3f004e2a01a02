import { ModelNeeded, RowNeeded, ServerRefuses, ServerUnreachable } from "../errors/errors.js";
import { silence, type Ask } from "./ask.js";
import { type Target } from "./check.js";
import { exampleRow } from "./example-row.js";
import { record } from "./record.js";
import { makeSample, tensorsIn, type Row } from "./sample.js";
import { modelPath } from "./v2-model.js";

/** The protocols that are checked. */
export const PROTOCOLS = ["mlflow", "v2"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What the caller knows of the server. */
export interface ConformOptions {
  /** Default: the only one that the server lists. */
  readonly model: string | undefined;
  /** Default: one that this project's api shows, or made up from the inputs that any other server describes. */
  readonly row: Row | undefined;
  readonly protocols: readonly Protocol[];
  /** Path of MLflow's protocol. Default: under the model's name if the server has it, else `/invocations`. */
  readonly invocations: string | undefined;
}

/**
 * Finds out which requests suit a server.
 *
 * @throws `SERVER_UNREACHABLE`, `SERVER_REFUSES`, `MODEL_NEEDED`, `ROW_NEEDED`
 */
export const discover = async (
  ask: Ask,
  { model: given, row, protocols, invocations }: ConformOptions,
): Promise<Target> => {
  await requireAnswer(ask);
  const listed = given === undefined ? await listModels(ask) : [given];
  const [model, ...others] = listed;
  if (protocols.includes("v2") && (model === undefined || others.length > 0))
    throw new ModelNeeded({ listed });
  const only = others.length > 0 ? undefined : model;
  const inputs = only === undefined ? [] : tensorsIn((await ask(modelPath(only))).json, "inputs");
  const sample = makeSample(inputs, row ?? (await ownRow(ask, only)));
  if (protocols.includes("mlflow") && sample.records === undefined) throw new RowNeeded({});
  return {
    ask,
    invocations: invocations ?? (await findInvocations(ask, given)),
    model: model ?? "",
    sample,
  };
};

/** The row that this project's api shows, where the server is one. */
const ownRow = async (ask: Ask, model: string | undefined): Promise<Row | undefined> =>
  model === undefined ? undefined : exampleRow((await ask("/openapi.json")).json, model);

const INVOCATIONS = "/invocations";

/** A server of several models has a url for each. Where it takes POST only, it refuses GET by the method. */
const findInvocations = async (ask: Ask, model: string | undefined): Promise<string> => {
  if (model === undefined) return INVOCATIONS;
  const named = `/models/${encodeURIComponent(model)}${INVOCATIONS}`;
  const { status } = await ask(named).catch(() => ({ status: 0 }));
  return status === 405 ? named : INVOCATIONS;
};

const requireAnswer = async (ask: Ask): Promise<void> => {
  const { status } = await ask("/ping").catch((error: unknown) => {
    throw new ServerUnreachable({ problem: silence(error) }, { cause: error });
  });
  if (status === 401 || status === 403) throw new ServerRefuses({ status });
};

/** Names from the list of this project's api, or from the index that MLServer and Triton add to the protocol. */
const listModels = async (ask: Ask): Promise<readonly string[]> => {
  const own = record((await ask("/v1/models")).json)["models"];
  const listed = Array.isArray(own)
    ? own.map((entry) => record(entry)["model"])
    : (await ask("/v2/repository/index", { body: {} })).json;
  return (Array.isArray(listed) ? (listed as readonly unknown[]) : [])
    .map((entry) => (typeof entry === "string" ? entry : record(entry)["name"]))
    .filter((name) => typeof name === "string");
};
