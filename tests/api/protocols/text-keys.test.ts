import { beforeAll, describe, expect, test } from "@jest/globals";

import { BY_CODE, BY_ROUTE, IN_BODY, ROUTE_IN_BODY, versionOf } from "../../support/release.js";
import { capturedLog } from "../support.js";
import { apiServing } from "./support.js";

const log = capturedLog();
let api: Awaited<ReturnType<typeof apiServing>>;
beforeAll(async () => {
  api = await apiServing([BY_CODE, BY_ROUTE, IN_BODY], { accessLog: log.sink });
});

const get = (url: string) => api.request.get(url);
const post = (url: string, body: unknown, type = "application/json") =>
  api.request
    .post(url)
    .set("content-type", type)
    .send(typeof body === "string" ? body : JSON.stringify(body));

/** The answers to the tiny model's users, in their order. */
const ANSWERS = ['{"delayed":[0]}', '{"delayed":[1]}', '{"delayed":[0]}'];

const codes = BY_CODE.users!.map(([key]) => key);

describe("a key of text in a url", () => {
  test.each(codes)("is decoded once: %s", async (code) => {
    const url = `/api/airports/${encodeURIComponent(code)}`;
    const { status, text, headers } = await get(`${url}/prediction`);
    expect({ status, text }).toEqual({ status: 200, text: ANSWERS[codes.indexOf(code)] });
    expect(headers["despliega-release"]).toBe(`airports/${versionOf(1)}`);
    expect((await get(`${url}/features`)).status).toBe(200);
    expect((await get(`${url}/prediction?detalle=true`)).body).toHaveProperty("probabilidad");
  });

  test.each([
    ["in another case", "mad"],
    ["with a blank before it", "%20MAD"],
    ["decoded less often than it was encoded", "A%252FB%252050%2525%252B%253F"],
    ["with a plus in the place of a blank", "A%2FB+50%25%2B%3F"],
    ["with other accents", encodeURIComponent("Logron\u0303o·ñ")],
    ["of 128 bytes", encodeURIComponent("ñ".repeat(64))],
  ])("is another one %s", async (_, code) => {
    const { status, body } = await get(`/api/airports/${code}/prediction`);
    expect({ status, body }).toMatchObject({ status: 404, body: { code: "ENTITY_UNKNOWN" } });
  });

  test.each([
    ["a NUL", "MAD%00", "ENTITY_KEY_INVALID"],
    ["a line break", "MA%0AD", "ENTITY_KEY_INVALID"],
    ["the separator of columns", "MA%1FD", "ENTITY_KEY_INVALID"],
    ["129 bytes", encodeURIComponent(`${"ñ".repeat(64)}a`), "ENTITY_KEY_INVALID"],
    ["a broken escape", "MAD%E0%A4", "REQUEST_INVALID"],
    ["a percent sign alone", "MAD%", "REQUEST_INVALID"],
  ])("is refused with %s, and not repeated", async (_, code, problem) => {
    const { status, text } = await get(`/api/airports/${code}/prediction`);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: problem });
    expect(text).not.toContain("MAD");
    expect(text).not.toContain("ñ");
  });

  test("is no part of a url when it is empty", async () => {
    expect((await get("/api/airports//prediction")).body).toMatchObject({ code: "ROUTE_UNKNOWN" });
  });
});

describe("a key of two columns in a url", () => {
  test.each([
    ["MAD/7", 0],
    ["MAD/70", 1],
    ["007/7", 2],
    // An integer is read as an input's is.
    ["MAD/007", 0],
  ])("is found at %s", async (at, row) => {
    const { status, text } = await get(`/api/routes/${at}/prediction`);
    expect({ status, text }).toEqual({ status: 200, text: ANSWERS[row] });
  });

  test.each([
    ["7/7", 404, "ENTITY_UNKNOWN"],
    ["007/70", 404, "ENTITY_UNKNOWN"],
    ["MAD/seven", 400, "ENTITY_ID_INVALID"],
    ["MA%1fD/7", 400, "ENTITY_KEY_INVALID"],
  ])("is not at %s", async (at, status, code) => {
    expect(await get(`/api/routes/${at}/prediction`)).toMatchObject({ status, body: { code } });
  });
});

describe("a key in a body", () => {
  const [nif, risky] = IN_BODY.users!.map(([key]) => key) as [string, string];

  test("is answered as in a url", async () => {
    const { status, text, headers } = await post("/api/loans/prediction", { key: risky });
    expect({ status, text }).toEqual({ status: 200, text: '{"default":[1]}' });
    expect(headers["despliega-release"]).toBe(`loans/${versionOf(1)}`);
    expect(headers["cache-control"]).toBe("no-store");
    const detail = await post("/api/loans/prediction?detalle=true", { key: nif });
    expect(detail.body).toMatchObject({ default: [0], version: versionOf(1) });
    const features = await post("/api/loans/features", { key: nif });
    expect(features.body).toMatchObject({ nb_previous_loans: 29 });
  });

  test("is taken by POST only", async () => {
    const { status, headers } = await get("/api/loans/prediction");
    expect({ status, allow: headers["allow"] }).toEqual({ status: 405, allow: "POST" });
    expect((await get(`/api/loans/${nif}/prediction`)).status).toBe(404);
  });

  test("of several columns has a field for each", async () => {
    const { request } = await apiServing([ROUTE_IN_BODY]);
    const send = (body: object) => request.post("/api/routes/prediction").send(body);
    const { text } = await send({ key: { flight: 70, origin: "MAD" } });
    expect(text).toBe(ANSWERS[1]);
    const refused = [
      [{ key: { origin: "MAD" } }, 400, "BODY_SHAPE_INVALID"],
      [{ key: { origin: "MAD", flight: 70, day: 1 } }, 400, "BODY_SHAPE_INVALID"],
      [{ key: "MAD" }, 400, "BODY_SHAPE_INVALID"],
      [{ key: { origin: "MAD", flight: "70" } }, 400, "ENTITY_ID_INVALID"],
      [{ key: { origin: 70, flight: 70 } }, 400, "ENTITY_KEY_INVALID"],
      [{ key: { origin: "007", flight: 70 } }, 404, "ENTITY_UNKNOWN"],
    ] as const;
    for (const [body, status, code] of refused)
      expect(await send(body)).toMatchObject({ status, body: { code } });
  });

  test.each<[string, unknown, number, string]>([
    ["a key that nobody has", { key: "99999999R" }, 404, "ENTITY_UNKNOWN"],
    ["a number", { key: 12345678 }, 400, "ENTITY_KEY_INVALID"],
    ["nothing", { key: "" }, 400, "ENTITY_KEY_INVALID"],
    ["null", { key: null }, 400, "ENTITY_KEY_INVALID"],
    ["half a character", '{"key":"\\ud83d"}', 400, "ENTITY_KEY_INVALID"],
    ["a line break", { key: "1\n" }, 400, "ENTITY_KEY_INVALID"],
    ["no key", {}, 400, "BODY_SHAPE_INVALID"],
    ["another field", { key: "12345678Z", nif: 1 }, 400, "BODY_SHAPE_INVALID"],
    ["an array", [{ key: "12345678Z" }], 400, "BODY_SHAPE_INVALID"],
    ["a text", '"12345678Z"', 400, "BODY_SHAPE_INVALID"],
    ["what is no JSON", "{", 400, "JSON_INVALID"],
    ["64 KiB", { key: "x".repeat(65_536) }, 413, "BODY_TOO_LARGE"],
  ])("is refused with %s", async (_, body, status, code) => {
    const answer = await post("/api/loans/prediction", body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.text).not.toContain("12345678");
  });

  test("is refused in another media type, and with a wrong wish for the detail", async () => {
    expect((await post("/api/loans/prediction", "key=1", "text/plain")).status).toBe(415);
    const detail = await post("/api/loans/prediction?detalle=1", { key: nif });
    expect(detail.body).toMatchObject({ code: "DETAIL_INVALID" });
  });
});

test("no key is in the log, in the metrics, or among the examples of the document", async () => {
  await get("/api/airports/MAD/prediction");
  await get("/api/airports/NOWHERE/prediction");
  await post("/api/loans/prediction", { key: "X1234567L" });
  const routes = log.lines().map(({ route }) => route);
  expect(routes).toContain("/api/airports/:code/prediction");
  expect(routes).toContain("/api/loans/prediction");
  const metrics = (await get("/metrics")).text;
  for (const text of [log.text.join(""), metrics])
    for (const key of ["MAD", "NOWHERE", "50%", "X1234567L", "12345678Z"])
      expect(text).not.toContain(key);
  const document = (await get("/openapi.json")).text;
  for (const [key] of IN_BODY.users!) expect(document).not.toContain(key);
});

test.each([
  ["airports", "/api/airports/Logro%C3%B1o%C2%B7%C3%B1"],
  ["routes", "/api/routes/007/7"],
])("a key of %s gets what its features get by row", async (model, url) => {
  const { body: features } = await get(`${url}/features`);
  const byKey = await get(`${url}/prediction?detalle=true`);
  const byRow = await post(`/v1/models/${model}/prediction?detalle=true`, features);
  const { frescura: _age, ...answer } = byKey.body as Record<string, unknown>;
  expect(byRow.body).toEqual(answer);
});
