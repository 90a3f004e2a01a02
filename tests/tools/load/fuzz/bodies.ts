import type { Random } from "../lib/random.js";
import { mutateBytes, mutateJson, odd } from "./mutate.js";
import { MARK, postOf, whole, type FuzzRequest, type Message } from "./request.js";
import { KEY_URLS, NIFS } from "./served.js";
import {
  binaryPost,
  csvOf,
  MLFLOW_URLS,
  mlflowBody,
  recordOf,
  rowOf,
  rowsOf,
  V1_URLS,
  V2_URLS,
  v2Body,
  validPost,
} from "./valid.js";

const ALL_URLS = [...V1_URLS, ...MLFLOW_URLS, ...V2_URLS, ...KEY_URLS] as const;

const withDetail = (random: Random, url: string): string =>
  random.once(4) ? `${url}?detalle=${random.pick(["true", "false", "1", MARK])}` : url;

/** JSON in which values, keys or form are changed. */
export const json = (random: Random): FuzzRequest => {
  const [url, body] = random.pick([
    () => [random.pick(V1_URLS), recordOf(rowOf(random))] as const,
    () => [random.pick(V1_URLS), rowsOf(random, 4).map(recordOf)] as const,
    () => [random.pick(MLFLOW_URLS), mlflowBody(random)] as const,
    () => [random.pick(V2_URLS), v2Body(random)] as const,
    () => [random.pick(KEY_URLS), { key: random.pick(NIFS) }] as const,
  ])();
  const mutated = mutateJson(random, JSON.stringify(body));
  return whole(postOf(withDetail(random, url), mutated));
};

/** JSON that has nothing to do with the protocol of its url. */
export const anyJson = (random: Random): FuzzRequest =>
  whole(postOf(withDetail(random, random.pick(ALL_URLS)), odd(random)));

/** Good bodies with bytes that are changed, and bytes that never were text. */
export const bytes = (random: Random): FuzzRequest => {
  const message = validPost(random);
  const body = random.once(4)
    ? random.bytes(random.int(0, 200))
    : mutateBytes(random, message.body);
  return whole({ ...message, body });
};

const TYPES = [
  ...["application/json", "text/csv", "text/plain", "application/json; charset=utf-8", ""],
  ...[
    "application/json; charset=latin1",
    "application/json;charset=",
    "multipart/form-data; boundary=x",
  ],
  ...[
    "application/JSON ; a=b; charset=UTF-8",
    `application/json; charset=${MARK}`,
    `${MARK}/${MARK}`,
  ],
  ...[
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "application/json, text/csv",
    "/",
  ],
] as const;

const ENCODINGS = [
  "gzip",
  "br",
  "identity",
  "IDENTITY",
  "deflate, gzip",
  MARK,
  "",
  "x-gzip",
] as const;

/** Good bodies that are said to be something else. */
export const encoding = (random: Random): FuzzRequest => {
  const message = validPost(random);
  const lines = [`content-type: ${random.pick(TYPES)}`];
  if (random.once(2)) lines.push(`content-encoding: ${random.pick(ENCODINGS)}`);
  if (random.once(10)) lines.push(`content-type: ${random.pick(TYPES)}`);
  return whole({ ...message, headers: lines });
};

const CELLS = [
  "1",
  "",
  '"',
  '""',
  '"1"',
  "1e999",
  "-",
  " 1 ",
  "NaN",
  MARK,
  "\0",
  '"a\nb"',
  "0x1",
  "1;2",
];

/** CSV in which cells, lines or columns are changed. */
export const csv = (random: Random): FuzzRequest => {
  const lines = csvOf(rowsOf(random, 4)).split("\n");
  for (let times = random.int(1, 3); times > 0; times--) {
    const at = random.int(0, lines.length - 1);
    const cells = lines[at]!.split(",");
    cells[random.int(0, cells.length - 1)] = random.pick(CELLS);
    if (random.once(4)) cells.splice(random.int(0, cells.length), 1);
    if (random.once(4)) cells.push(random.pick(CELLS));
    lines[at] = cells.join();
    if (random.once(6)) lines.splice(at, 1);
    if (random.once(6)) lines.push("", ",");
    if (lines.length === 0) lines.push("");
  }
  const text = lines.join(random.pick(["\n", "\r\n", "\r", "\n\n"]));
  return whole(postOf(random.pick(MLFLOW_URLS), text, ["content-type: text/csv"]));
};

const DATATYPES = ["FP64", "FP32", "INT64", "BOOL", "BYTES", "fp64", MARK, 7, null] as const;
const SHAPES = [
  [1],
  [5],
  [1, 5],
  [5, 1],
  [0],
  [0, 5],
  [-1],
  [1, 1, 5],
  [1e9, 5],
  [1.5],
  [],
  ["1"],
  null,
];
const DATA = [
  [],
  [1],
  [1, 2, 3, 4, 5],
  [[1, 2, 3, 4, 5]],
  [[1], [2]],
  [null],
  [MARK],
  "AAAA",
  {},
  [true],
];

/** Tensors of which shape, datatype and data need not agree. */
export const tensors = (random: Random): FuzzRequest => {
  const body = v2Body(random, 3);
  for (const input of body.inputs as Record<string, unknown>[]) {
    if (random.once(3)) input["shape"] = random.pick(SHAPES);
    if (random.once(3)) input["datatype"] = random.pick(DATATYPES);
    if (random.once(4)) input["data"] = random.pick(DATA);
    if (random.once(8))
      input["name"] = random.pick(["features", "input", "age", "__proto__", MARK, 1]);
    if (random.once(8)) input["parameters"] = { binary_data_size: random.pick([8, -1, MARK]) };
  }
  if (random.once(6)) body.inputs.push(random.pick([null, 1, {}, body.inputs[0]]));
  const more = random.once(3)
    ? { outputs: random.pick([[], [{ name: MARK }], [{}], 1, null]) }
    : {};
  return whole(postOf(random.pick(V2_URLS), JSON.stringify({ ...body, ...more })));
};

const LENGTHS = ["0", "1", "-1", "+9", "1e2", "0x10", "9".repeat(30), "12, 12", "", MARK] as const;
const SIZES = ["0", "-8", "1.5", "9007199254740993", "null", '"8"', "[8]", `"${MARK}"`] as const;

/** Tensors of bytes; header, sizes, shapes and bytes may disagree. */
export const binary = (random: Random): FuzzRequest => {
  const message = binaryPost(random);
  const [stated = "", ...others] = message.headers.toReversed();
  const length = Number(stated.split(": ")[1]);
  const json = message.body.toString("utf8", 0, length);
  const bytes = message.body.subarray(length);
  const head = (text: string | number): readonly string[] => [
    ...others,
    ...(text === "" ? [] : [`inference-header-content-length: ${text}`]),
  ];
  const rewritten = (text: string, rest: Buffer = bytes): Message => {
    const start = Buffer.from(text);
    return { ...message, headers: head(start.length), body: Buffer.concat([start, rest]) };
  };
  return whole(
    random.pick([
      () => ({ ...message, headers: head(random.pick(LENGTHS)) }),
      () => ({ ...message, headers: head(random.int(0, message.body.length + 2)) }),
      () => rewritten(json.replace(/(?<=size":)\d+/, () => random.pick(SIZES))),
      () => rewritten(json.replace(/(?<="datatype":")\w+/, () => random.pick(BYTE_TYPES))),
      () =>
        rewritten(json.replace(/(?<="shape":)[^\]]*\]/, () => JSON.stringify(random.pick(SHAPES)))),
      () => rewritten(mutateJson(random, json)),
      () => rewritten(json, bytes.subarray(0, random.int(0, bytes.length))),
      () => rewritten(json, Buffer.concat([bytes, random.bytes(random.int(1, 9))])),
      () => rewritten(json, mutateBytes(random, bytes)),
    ])(),
  );
};

const BYTE_TYPES = ["BOOL", "INT8", "INT32", "UINT64", "FP16", "FP32", "BYTES", "BF16"] as const;

/** Bodies that are too large for the event loop, good ones and bad ones, and ones that are too large for all. */
export const large = (random: Random): FuzzRequest => {
  const rows = rowsOf(random, 10).map(recordOf);
  const many = JSON.stringify(Array.from({ length: 800 }, (_, i) => rows[i % rows.length]));
  const body = random.pick([
    () => many,
    () => mutateJson(random, many),
    () => `[${"[".repeat(100_000)}`,
    () => `[${"{},".repeat(40_000)}{}]`,
    () => `"${MARK.repeat(20_000)}"`,
    () => " ".repeat(random.pick([70_000, 1 << 20, (1 << 20) + 1, 3 << 20])),
  ])();
  return whole(postOf(random.pick(ALL_URLS), body));
};
