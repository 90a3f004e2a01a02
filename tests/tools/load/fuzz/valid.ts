import { USERS } from "../../../support/release.js";
import { binaryRequest } from "../../../support/binary-tensors.js";
import type { Random } from "../lib/random.js";
import { getOf, postOf, type Message } from "./request.js";
import { CODES, KEY_URLS, NIFS, QUESTION_URLS } from "./served.js";

export const NAMES = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
] as const;

/** The values of a row that the tiny model takes. */
export const rowOf = (random: Random): (number | null)[] => [
  random.int(0, 60),
  random.once(5) ? null : random.int(0, 1e6) / 128,
  random.int(18, 90),
  random.once(5) ? null : random.int(0, 40),
  random.int(0, 1),
];

export const recordOf = (values: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));

export const rowsOf = (random: Random, most: number): (number | null)[][] =>
  Array.from({ length: random.int(1, most) }, () => rowOf(random));

export const csvOf = (rows: readonly (readonly (number | null)[])[]): string =>
  [NAMES.join(), ...rows.map((row) => row.map((value) => value ?? "").join())].join("\n");

/** A body of each form that MLflow's protocol has. */
export const mlflowBody = (random: Random, most = 5): unknown => {
  const rows = rowsOf(random, most);
  return random.pick([
    () => ({ dataframe_split: { columns: NAMES, data: rows } }),
    () => ({ dataframe_records: rows.map(recordOf) }),
    () => ({ instances: rows }),
    () => ({ instances: rows.map(recordOf) }),
    () => ({ inputs: recordOf(NAMES.map((_, i) => rows.map((row) => row[i]))) }),
  ])();
};

/** A body of either form of the Open Inference Protocol. */
export const v2Body = (random: Random, most = 5): { inputs: unknown[] } => {
  const rows = rowsOf(random, most);
  const datatype = "FP64";
  if (random.once(2))
    return {
      inputs: [{ name: "features", shape: [rows.length, NAMES.length], datatype, data: rows }],
    };
  const column = (name: string, i: number) => ({
    name,
    shape: [rows.length],
    datatype,
    data: rows.map((row) => row[i]),
  });
  return { inputs: NAMES.map(column) };
};

const BINARY_TYPES = ["content-type: application/octet-stream", undefined] as const;

/** A message with the bytes of tensors behind its JSON. */
export const binaryPost = (random: Random, most = 5): Message => {
  const rows = rowsOf(random, most);
  const parameters = random.pick([{}, { binary_data_output: true }]);
  const data = rows.flat();
  const shape = [rows.length, NAMES.length];
  const inputs = random.once(2)
    ? [{ name: "input-0", shape, datatype: "FP64", data }]
    : NAMES.map((name, i) => ({
        name,
        shape: [rows.length],
        datatype: i % 2 === 0 ? random.pick(["INT64", "UINT32", "FP32"]) : "FP64",
        data: rows.map((row) => row[i]),
      }));
  const { body, headers } = binaryRequest(inputs, { parameters });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const type = random.pick(BINARY_TYPES);
  return postOf(random.pick(V2_URLS), body, type === undefined ? lines : [type, ...lines]);
};

export const V1_URLS = ["/v1/prediction", "/v1/models/riesgo/prediction"] as const;
export const MLFLOW_URLS = ["/invocations", "/models/riesgo/invocations"] as const;
export const V2_URLS = [
  "/v2/models/riesgo/infer",
  "/v2/models/riesgo/versions/20260131T235959Z-00000001/infer",
] as const;

const ABOUT = ["report", "curve", "releases", "lineage", "ledger", "monitor"] as const;

const READ_URLS = [
  ...["/healthz", "/readyz", "/ping", "/health", "/version", "/v1/models", "/v1/models/riesgo"],
  ...["/openapi.json", "/docs", "/v1/operate", "/v1/sign-in"],
  ...ABOUT.map((name) => `/v1/models/riesgo/${name}`),
  ...["/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/riesgo", "/v2/models/riesgo/ready"],
] as const;

/** A good GET. */
export const validGet = (random: Random): Message => {
  if (random.once(6)) return getOf(random.pick(READ_URLS));
  const answer = random.pick(["caracteristicasriesgo", "prediccion"]);
  const detail = random.pick(["", "?detalle=true", "?detalle=false", "?other=1"]);
  if (random.once(3))
    return getOf(
      `/api/airports/${random.pick(CODES)}/${random.pick(["features", "prediction"])}${detail}`,
    );
  return getOf(`/api/user/${random.pick(Object.keys(USERS))}/${answer}${detail}`);
};

/** A good POST with keys and the features that come with them. */
const questionPost = (random: Random, most: number): Message => {
  const { v1, mlflow, v2, ofUser } = QUESTION_URLS;
  const asked = (): { id: number; amount: number | null; car: number } => {
    const [, amount = null, , , car = 0] = rowOf(random);
    return { id: Number(random.pick(Object.keys(USERS))), amount, car: car ?? 0 };
  };
  const all = Array.from({ length: random.int(1, most) }, asked);
  const fieldsOf = ({ amount, car }: ReturnType<typeof asked>) => ({
    avg_amount_loans_previous: amount,
    flag_own_car: car,
  });
  const nested = all.map((of) => ({ key: of.id, ...fieldsOf(of) }));
  const flat = all.map((of) => ({ id: of.id, ...fieldsOf(of) }));
  const tensors = [
    { name: "id", shape: [all.length], datatype: "INT64", data: all.map(({ id }) => id) },
    {
      name: "rows",
      shape: [all.length, 2],
      datatype: "FP64",
      data: all.map(({ amount, car }) => [amount, car]),
    },
  ];
  return random.pick([
    () => postOf(v1, JSON.stringify(random.once(2) ? nested : nested[0])),
    () => postOf(mlflow, JSON.stringify({ dataframe_records: flat })),
    () => postOf(v2, JSON.stringify({ inputs: tensors })),
    () => postOf(ofUser(`${all[0]!.id}`), JSON.stringify(fieldsOf(all[0]!))),
  ])();
};

/** A good POST of a few rows. */
export const validPost = (random: Random, most = 5): Message =>
  random.pick([
    () => postOf(random.pick(V1_URLS), JSON.stringify(recordOf(rowOf(random)))),
    () => postOf(random.pick(V1_URLS), JSON.stringify(rowsOf(random, most).map(recordOf))),
    () => postOf(random.pick(MLFLOW_URLS), JSON.stringify(mlflowBody(random, most))),
    () => postOf(random.pick(V2_URLS), JSON.stringify(v2Body(random, most))),
    () => postOf(random.pick(MLFLOW_URLS), csvOf(rowsOf(random, most)), ["content-type: text/csv"]),
    () => binaryPost(random, most),
    () => postOf(random.pick(KEY_URLS), JSON.stringify({ key: random.pick(NIFS) })),
    () => questionPost(random, most),
  ])();

/** A request that is answered with 200. */
export const valid = (random: Random): Message =>
  random.once(2) ? validGet(random) : validPost(random);
