import { rowsProtocol, predictorOf, type Predictor } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import {
  binaryRequest,
  bytesOf,
  readBinaryAnswer,
  type PlainTensor,
} from "../../support/binary-tensors.js";
import { versionOf } from "../../support/release.js";
import { apiServing, manyRows, NAMES, RISKY, type Values } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;
let predictor: Predictor;

beforeAll(async () => {
  api = await apiServing();
  predictor = predictorOf(api.releases.current()[0]!);
});

const INFER = "/v2/models/riesgo/infer";
const ROWS: readonly Values[] = [[29, 136.4468640135, 59, 3, 1], RISKY];

const rowsTensor = (rows: readonly Values[]): PlainTensor => ({
  name: "input-0",
  shape: [rows.length, NAMES.length],
  datatype: "FP64",
  data: rows.flat(),
});
const column = (name: string, datatype: string, data: readonly unknown[]): PlainTensor => ({
  name,
  shape: [data.length],
  datatype,
  data,
});

const post = (body: Buffer, headers: Readonly<Record<string, string>> = {}) =>
  api.request
    .post(INFER)
    .set({ "content-type": "application/octet-stream", ...headers })
    .buffer(true)
    .parse(bytesOf)
    .send(body);

const problemOf = ({ body }: { readonly body: unknown }): unknown =>
  JSON.parse((body as Buffer).toString());

test("the server says that it has the extension", async () => {
  const { body } = await api.request.get("/v2");
  expect(body).toMatchObject({ extensions: ["binary_tensor_data"] });
});

describe("an answer", () => {
  const ask = async (more: object) => {
    const { body, headers } = binaryRequest([rowsTensor(ROWS)], more);
    const answer = await post(body, headers);
    expect(answer.status).toBe(200);
    return answer;
  };

  test("is JSON unless bytes are asked for", async () => {
    const answer = await ask({ id: "7" });
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.headers).not.toHaveProperty("inference-header-content-length");
    const plain = await api.request.post(INFER).send({ id: "7", inputs: [rowsTensor(ROWS)] });
    expect(problemOf(answer)).toEqual(plain.body);
  });

  test.each([
    ["of the request", { parameters: { binary_data_output: true } }],
    [
      "of each output",
      {
        outputs: ["class", "probability"].map((name) => ({
          name,
          parameters: { binary_data: true },
        })),
      },
    ],
  ])("has its outputs as bytes by a parameter %s", async (_, more) => {
    const answer = await ask(more);
    expect(answer.headers["content-type"]).toBe("application/octet-stream");
    const read = readBinaryAnswer(
      answer.body as Buffer,
      answer.headers["inference-header-content-length"],
    );
    const plain = await api.request.post(INFER).send({ inputs: [rowsTensor(ROWS)] });
    expect(read).toEqual({ ...(plain.body as object), rest: 0 });
  });

  test("mixes both where an output says otherwise than the request", async () => {
    const answer = await ask({
      parameters: { binary_data_output: true },
      outputs: [{ name: "probability", parameters: { binary_data: false } }, { name: "class" }],
    });
    const header = Number(answer.headers["inference-header-content-length"]);
    const body = answer.body as Buffer;
    expect(JSON.parse(body.toString("utf8", 0, header))).toEqual({
      model_name: "riesgo",
      model_version: versionOf(1),
      outputs: [
        expect.objectContaining({
          name: "probability",
          data: [expect.any(Number), expect.any(Number)],
        }),
        { name: "class", datatype: "INT64", shape: [2], parameters: { binary_data_size: 16 } },
      ],
    });
    expect(body.subarray(header)).toEqual(
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    );
  });

  test("of a large batch comes as bytes from a thread", async () => {
    const rows = manyRows(6_000);
    const { body, headers } = binaryRequest([rowsTensor(rows)], {
      parameters: { binary_data_output: true },
    });
    expect(body.length).toBeGreaterThan(200_000);
    const answer = await post(body, headers);
    const read = readBinaryAnswer(
      answer.body as Buffer,
      answer.headers["inference-header-content-length"],
    );
    const plain = await api.request.post(INFER).send({ inputs: [rowsTensor(rows)] });
    expect(read).toEqual({ ...(plain.body as object), rest: 0 });
  });
});

// JSON.stringify forgets the sign of zero.
const jsonWithSigns = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) => (Object.is(inner, -0) ? "-0" : inner)).replaceAll(
    '"-0"',
    "-0.0",
  );

describe("a tensor of bytes is read as its JSON is", () => {
  const read = (body: Buffer, header?: string) =>
    rowsProtocol("v2").read(predictor, { body, type: "json", detail: false, header }).batch.values;

  const amounts = (datatype: string, data: readonly unknown[]): readonly PlainTensor[] =>
    NAMES.map((name, i) =>
      i === 1
        ? column(name, datatype, data)
        : column(
            name,
            "UINT8",
            data.map(() => 1),
          ),
    );

  test.each([
    ["BOOL", [true, false]],
    ["INT8", [-128, 127]],
    ["INT16", [-32_768, 32_767]],
    ["INT32", [-(2 ** 31), 2 ** 31 - 1]],
    ["INT64", [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, -1, 2 ** 32, -(2 ** 33) - 1]],
    ["UINT8", [0, 255]],
    ["UINT16", [256, 65_535]],
    ["UINT32", [2 ** 31, 2 ** 32 - 1]],
    ["UINT64", [2 ** 32, Number.MAX_SAFE_INTEGER]],
    ["FP32", [Math.fround(0.1), -0, 2 ** -149, 3.4028234663852886e38, null]],
    ["FP64", [0.1, -0, 5e-324, 1.7976931348623157e308, null]],
  ])("%s", (datatype, data) => {
    const inputs = amounts(datatype, data);
    const { body, headers } = binaryRequest(inputs);
    const json = Buffer.from(jsonWithSigns({ inputs }));
    const values = read(body, headers["inference-header-content-length"]);
    expect(values).toEqual(read(json));
    expect(values[1]).toBe(Number(data[0]));
  });

  test("FP16", () => {
    const halves = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x3555, 0x7e00];
    const inputs = amounts("UINT16", halves);
    const { body, headers } = binaryRequest(inputs);
    const header = headers["inference-header-content-length"];
    const text = body.toString("latin1").replace('"UINT16"', '"FP16"');
    const values = read(Buffer.from(text, "latin1"), `${Number(header) - 2}`);
    expect([...values].filter((_, i) => i % NAMES.length === 1)).toEqual([
      1,
      -2,
      65_504,
      2 ** -24,
      -0,
      0.333251953125,
      NaN,
    ]);
  });

  test("with others beside it that are JSON", () => {
    const [first, ...others] = amounts("FP64", [1, 2]);
    const { body, headers } = binaryRequest([first!]);
    const header = Number(headers["inference-header-content-length"]);
    const json = JSON.parse(body.toString("utf8", 0, header)) as { inputs: object[] };
    const mixed = Buffer.from(JSON.stringify({ inputs: [...others, ...json.inputs] }));
    const whole = Buffer.concat([mixed, body.subarray(header)]);
    expect(read(whole, `${mixed.length}`)).toEqual(
      read(Buffer.from(JSON.stringify({ inputs: [first, ...others] }))),
    );
  });
});

describe("bytes are refused", () => {
  const good = () => binaryRequest([rowsTensor(ROWS)]);
  const LENGTH = "inference-header-content-length";

  test.each(["", "x", "-1", "1e2", "+5", "1.0", "0", "999999", "9".repeat(30), "12, 12", "0x1f"])(
    "with %p for the length of the JSON",
    async (header) => {
      const answer = await post(good().body, { [LENGTH]: header });
      expect(answer.status).toBe(400);
      expect(problemOf(answer)).toMatchObject({
        code: "BINARY_HEADER_INVALID",
        error: expect.any(String),
      });
    },
  );

  const changed = (change: (json: string) => string, bytes = (all: Buffer): Buffer => all) => {
    const { body, headers } = good();
    const length = Number(headers[LENGTH]);
    const json = Buffer.from(change(body.toString("utf8", 0, length)));
    return {
      body: Buffer.concat([json, bytes(body.subarray(length))]),
      headers: { [LENGTH]: `${json.length}` },
    };
  };
  const sized = (size: string) => changed((json) => json.replace(/(?<=size":)\d+/, size));

  test.each([
    ["a byte less", changed(String, (all) => all.subarray(1)), "BINARY_SIZE_INVALID"],
    [
      "a byte more",
      changed(String, (all) => Buffer.concat([all, Buffer.of(0)])),
      "BINARY_SIZE_INVALID",
    ],
    ["a smaller size", sized("8"), "BINARY_SIZE_INVALID"],
    ["a negative size", sized("-80"), "BINARY_SIZE_INVALID"],
    ["half a byte", sized("79.5"), "BINARY_SIZE_INVALID"],
    ["a size that is a text", sized('"80"'), "BINARY_SIZE_INVALID"],
    ["a size beyond all", sized("9007199254740993"), "BINARY_SIZE_INVALID"],
    [
      "no size",
      changed((json) => json.replace(/,"parameters":\{[^}]*\}/, "")),
      "BODY_SHAPE_INVALID",
    ],
    [
      "data beside the size",
      changed((json) => json.replace('"shape"', '"data":[1],"shape"')),
      "BINARY_SIZE_INVALID",
    ],
    ["another shape", changed((json) => json.replace("[2,5]", "[1,5]")), "TENSOR_INVALID"],
    [
      "a shape beyond all",
      changed((json) => json.replace("[2,5]", "[9007199254740991,5]")),
      "TENSOR_INVALID",
    ],
    ["another datatype", changed((json) => json.replace("FP64", "FP32")), "TENSOR_INVALID"],
    [
      "an odd length",
      changed(
        (json) => json.replace("FP64", "INT16").replace("80", "79"),
        (all) => all.subarray(1),
      ),
      "TENSOR_INVALID",
    ],
    [
      "numbers that are no truth",
      changed((json) => json.replace("FP64", "BOOL").replace("[2,5]", "[16,5]")),
      "TENSOR_INVALID",
    ],
    [
      "numbers that are no texts",
      changed((json) => json.replace("FP64", "BYTES")),
      "TENSOR_INVALID",
    ],
    ["JSON that ends too early", changed((json) => json.slice(0, -1)), "JSON_INVALID"],
    [
      "a parameter that is no truth",
      changed((json) => json.replace("{", '{"parameters":{"binary_data_output":1},')),
      "BODY_SHAPE_INVALID",
    ],
  ])("with %s", async (_, { body, headers }, code) => {
    const answer = await post(body, headers);
    expect([answer.status, problemOf(answer)]).toEqual([400, expect.objectContaining({ code })]);
  });

  test("that no header announces", async () => {
    const { body, headers } = good();
    expect(problemOf(await post(body))).toMatchObject({ status: 400 });
    const json = body.subarray(0, Number(headers[LENGTH]));
    expect(problemOf(await post(json))).toMatchObject({ code: "BINARY_SIZE_INVALID" });
  });

  test.each([NaN, Infinity, 0.5])("of the number %p where a whole one is needed", async (value) => {
    const rows = [[value, 1, 1, 1, 1]];
    const answer = await post(...argumentsOf(binaryRequest([rowsTensor(rows)])));
    expect(answer.status).toBe(400);
    expect(problemOf(answer)).toMatchObject({ feature: NAMES[0], row: 1 });
  });

  test("beyond the limits of size and rows, as JSON is", async () => {
    const { request } = await apiServing([{}], { maxBodyBytes: 100 });
    const { body, headers } = good();
    expect((await request.post(INFER).set(headers).send(body)).status).toBe(413);
    const ones = Buffer.alloc(1_000_001, 1);
    const many = NAMES.map((name) => ({
      name,
      shape: [ones.length],
      datatype: "UINT8",
      data: ones,
    }));
    const large = await apiServing([{}], { maxBodyBytes: 32 << 20 });
    const [bytes, head] = argumentsOf(binaryRequest(many));
    const answer = await large.request
      .post(INFER)
      .set({ "content-type": "application/octet-stream", ...head })
      .buffer(true)
      .parse(bytesOf)
      .send(bytes);
    expect(problemOf(answer)).toMatchObject({ code: "ROWS_TOO_MANY" });
  });
});

const argumentsOf = ({ body, headers }: ReturnType<typeof binaryRequest>) =>
  [body, headers] as const;
