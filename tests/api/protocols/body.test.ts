import { urlOf } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type AddressInfo } from "node:net";

import { exchangeRaw } from "../http/raw.js";
import { apiServing, manyRows, NAMES, recordOf, RISKY } from "./support.js";

let api: Awaited<ReturnType<typeof apiServing>>;

beforeAll(async () => {
  api = await apiServing([{}], { maxBodyBytes: 32 << 20 });
});

const row = JSON.stringify(recordOf(RISKY));

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  api.request
    .post("/v1/prediction")
    .set({ "content-type": "application/json", ...headers })
    .serialize((data: unknown) => data as string)
    .send(body);

/** Sends bytes as they are, and gives back all that comes until the server closes the connection. */
const exchange = async (server: Server, parts: readonly (string | Buffer)[]): Promise<string> => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  socket.on("error", () => {});
  for (const part of parts) socket.write(part);
  await once(socket, "close");
  return answer;
};

const head = (...headers: readonly string[]): string =>
  [
    "POST /v1/prediction HTTP/1.1",
    "host: x",
    "content-type: application/json",
    ...headers,
    "",
    "",
  ].join("\r\n");

describe("a body is read", () => {
  test.each([
    "application/json",
    "Application/JSON; charset=UTF-8",
    'application/json;charset="utf8"',
  ])("as %s", async (type) => {
    expect((await post(row, { "content-type": type })).text).toBe('{"resultado":[1]}');
  });

  test("with a byte order mark", async () => {
    expect((await post(`\uFEFF${row}`)).status).toBe(200);
  });

  test("wherever it is cut on its way, and with others in one piece", async () => {
    const length = `content-length: ${row.length}`;
    const last = head(length, "connection: close") + row;
    const whole = head(length) + row;
    const at = whole.length - row.length;
    const url = urlOf(api.server);
    const answers: string[] = [];
    for (const cut of [at - 1, at, at + 1, at + 20, whole.length - 1, whole.length])
      answers.push(await exchangeRaw(url, whole.slice(0, cut), whole.slice(cut) + last));
    answers.push(await exchangeRaw(url, whole + last));
    for (const answer of answers) expect(answer.match(/\{"resultado":\[1\]\}/g)).toHaveLength(2);
  });

  test("with white space around it", async () => {
    expect((await post(` \r\n\t${row}\n`)).status).toBe(200);
  });

  test("with the last of a key that comes twice", async () => {
    expect((await post(row.replace("{", '{"age":"no",'))).status).toBe(200);
  });

  test("in chunks, however large they grow together", async () => {
    const rows = JSON.stringify(manyRows(3_000).map(recordOf));
    const { server } = await apiServing();
    const chunks = [row.slice(0, 5), row.slice(5)].map(
      (text) => `${text.length.toString(16)}\r\n${text}\r\n`,
    );
    const small = await exchange(server, [
      head("transfer-encoding: chunked", "connection: close"),
      ...chunks,
      "0\r\n\r\n",
    ]);
    const large = await exchange(server, [
      head("transfer-encoding: chunked", "connection: close"),
      `${rows.length.toString(16)}\r\n${rows}\r\n0\r\n\r\n`,
    ]);
    expect(small).toMatch(/^HTTP\/1.1 200 [^]*\{"resultado":\[1\]\}/);
    expect(large).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe("a body is refused", () => {
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "text/csv",
    "application/json; charset=latin1",
    "",
  ])("as %p", async (type) => {
    const { status, body } = await post(row, { "content-type": type });
    expect(status).toBe(415);
    expect(body).toMatchObject({ code: "BODY_TYPE_UNSUPPORTED" });
  });

  test("when it is compressed", async () => {
    const { status, body } = await post(row, { "content-encoding": "gzip" });
    expect(status).toBe(415);
    expect(body).toMatchObject({ code: "BODY_ENCODING_UNSUPPORTED" });
  });

  test.each([
    ["empty", "", "JSON_INVALID"],
    ["cut off", row.slice(0, -1), "JSON_INVALID"],
    ["no JSON", "{age:1}", "JSON_INVALID"],
    ["another encoding", Buffer.from(row, "utf16le"), "JSON_INVALID"],
    ["no text", Buffer.from([0x22, 0xff, 0x22]), "BODY_NOT_TEXT"],
    ["deeply nested", "[".repeat(10_000) + "]".repeat(10_000), "JSON_TOO_DEEP"],
    [
      "deeply nested in a field",
      `{"age":${'{"a":'.repeat(10_000)}1${"}".repeat(10_001)}`,
      "JSON_TOO_DEEP",
    ],
    ["a number", "7", "ROW_INVALID"],
    ["null", "null", "ROW_INVALID"],
    ["arrays", "[[1,2,3,4,5]]", "ROW_INVALID"],
    ["a number beyond all", row.replace("23", "1e999"), "FEATURE_NOT_FINITE"],
    [
      "a number that would be rounded",
      row.replace("23", "9007199254740993"),
      "FEATURE_NOT_INTEGER",
    ],
    ["with __proto__", row.replace("{", '{"__proto__":{"age":1},'), "FIELD_UNKNOWN"],
    ["with constructor", row.replace("{", '{"constructor":{"prototype":{}},'), "FIELD_UNKNOWN"],
    ["with __proto__ alone", `{"__proto__":${row}}`, "FEATURE_MISSING"],
  ])("when it is %s", async (_, body, code) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code });
  });

  test("when it is nothing but brackets, before they fill the memory", async () => {
    for (const [body, code] of [
      [`[${"{},".repeat(1_100_000)}{}]`, "ROWS_TOO_MANY"],
      ["[".repeat(1 << 24), "JSON_TOO_DEEP"],
    ] as const)
      expect((await post(body)).body).toMatchObject({ code });
  });

  test("but not for brackets in a text", async () => {
    const answer = await post(row.replace("{", `{"${'[\\"'.repeat(100)}":1,`));
    expect(answer.body).toMatchObject({ code: "FIELD_UNKNOWN" });
  });
});

describe("a body beyond the limit", () => {
  test("is refused by its stated length while the caller still sends", async () => {
    const { server } = await apiServing([{}], { maxBodyBytes: 1_000 });
    const answer = await exchange(server, [
      head("content-length: 200000000"),
      Buffer.alloc(1 << 20, " "),
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/connection: close/i);
    expect(answer).toContain('"code":"BODY_TOO_LARGE"');
  });

  test("is refused in chunks as soon as they reach it", async () => {
    const { server } = await apiServing([{}], { maxBodyBytes: 1_000 });
    const answer = await exchange(server, [
      head("transfer-encoding: chunked"),
      `3e9\r\n${" ".repeat(1_001)}\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test("leaves the connection to the next request when it was short", async () => {
    const { server } = await apiServing([{}], { maxBodyBytes: 10 });
    const answer = await exchange(server, [
      head("content-length: 100"),
      " ".repeat(100),
      "GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    ]);
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
  });
});

test("a body that does not come in time is refused and its connection closed", async () => {
  const { server } = await apiServing([{}], { requestTimeoutSeconds: 0.2 });
  const answer = await exchange(server, [head("content-length: 100"), "{"]);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain('"code":"BODY_TIMEOUT"');
});

test("a caller who hangs up leaves no trace", async () => {
  const serving = await apiServing();
  const socket = connect((serving.server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(head("content-length: 100") + NAMES.join());
  await once(serving.server, "request");
  socket.destroy();
  await once(socket, "close");
});
