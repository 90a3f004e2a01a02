import { urlOf, type CallerCheck, type AuthResult } from "@despliega/api";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { exchangeRaw, requestText } from "../http/raw.js";
import { apiServing } from "./support.js";

/** What clients read of an error, beside the problem. */
const V2 = { error: expect.any(String) };
const MLFLOW = { error_code: expect.any(String), message: expect.any(String) };

interface ErrorBody {
  readonly code: string;
  readonly [member: string]: unknown;
}

const typeOf = (answer: string): string | undefined => /^content-type: (.*)\r$/m.exec(answer)?.[1];

const errorOf = (answer: string): ErrorBody =>
  JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as ErrorBody;

let api: string;
let closed: string;
let small: string;
let empty: string;

// Refuses every caller, by the code that a header names.
const checkCaller: CallerCheck = ({ headers }) =>
  ({ code: headers["x-why"] ?? "UNAUTHENTICATED", headers: [] }) as unknown as AuthResult;

beforeAll(async () => {
  api = urlOf((await apiServing()).server);
  closed = urlOf((await apiServing([{}], { checkCaller })).server);
  small = urlOf((await apiServing([{}], { maxBodyBytes: 10, requestTimeoutSeconds: 0.2 })).server);
  empty = urlOf((await apiServing([])).server);
});

const INFER = "/v2/models/riesgo/infer";
const JSON_TYPE = "content-type: application/json";

describe.each([
  ["under /v2", INFER, V2],
  ["at an url of MLflow's", "/invocations", MLFLOW],
  ["at a model's url of MLflow's", "/models/riesgo/invocations", MLFLOW],
  ["under /v1", "/v1/prediction", {}],
])("an error %s is written in its protocol's way", (_, url, members) => {
  const only = (code: string) => ({
    title: expect.any(String),
    status: expect.any(Number),
    detail: expect.any(String),
    code,
    ...members,
  });

  test.each(["UNAUTHENTICATED", "FORBIDDEN", "RATE_LIMITED", "AUTH_UNAVAILABLE"])(
    "when the check of the caller says %s",
    async (code) => {
      const answer = await exchangeRaw(closed, requestText(`POST ${url}`, [`x-why: ${code}`]));
      expect(errorOf(answer)).toEqual(only(code));
    },
  );

  test.each([
    ["METHOD_NOT_ALLOWED", () => exchangeRaw(api, requestText(`PUT ${url}`))],
    ["ROUTE_UNKNOWN", () => exchangeRaw(api, requestText(`GET ${url}/nothing`))],
    [
      "BODY_TYPE_UNSUPPORTED",
      () => exchangeRaw(api, requestText(`POST ${url}`, ["content-type: a/b"], "1")),
    ],
    ["JSON_INVALID", () => exchangeRaw(api, requestText(`POST ${url}`, [JSON_TYPE], "{"))],
    ["NOT_READY", () => exchangeRaw(empty, requestText(`POST ${url}`, [JSON_TYPE], "{"))],
    [
      "BODY_TOO_LARGE",
      () => exchangeRaw(small, requestText(`POST ${url}`, [JSON_TYPE], " ".repeat(11))),
    ],
    [
      "BODY_TIMEOUT",
      () => exchangeRaw(small, requestText(`POST ${url}`, [JSON_TYPE, "content-length: 9"])),
    ],
  ])("when it is %s", async (code, ask) => {
    expect(errorOf(await ask())).toEqual(only(code));
  });
});

// kserve's client reads an error of no other type than its protocol's.
test.each([
  [INFER, "application/json"],
  ["/ping", "application/json"],
  ["/v1/models", "application/problem+json"],
  ["/metrics", "application/problem+json"],
])("an error at %s has the content type %s", async (url, type) => {
  expect(typeOf(await exchangeRaw(closed, requestText(`GET ${url}`)))).toBe(type);
  expect(typeOf(await exchangeRaw(api, requestText(`DELETE ${url}`)))).toBe(type);
});

test("MLflow's clients get its name of an error, and the place", async () => {
  const body = '{"dataframe_records":[{"nb_previous_loans":null}]}';
  const answer = await exchangeRaw(api, requestText("POST /invocations", [JSON_TYPE], body));
  expect(errorOf(answer)).toMatchObject({
    error_code: "BAD_REQUEST",
    message: expect.stringMatching(
      /^The value of a feature is missing .*: nb_previous_loans, row 1 \(expected: a whole number/,
    ),
  });
  expect(errorOf(await exchangeRaw(closed, requestText("GET /ping")))).toMatchObject({
    error_code: "UNAUTHENTICATED",
  });
});

describe("a path is the protocol's", () => {
  // Of each form the router says whether it is one of V2's: then no release is found, and not no url.
  test.each([
    "/v2/models/none",
    "/V2/Models/none",
    "/v2/models/none/",
    "/v2/models/none?a#b",
    "/v2/models/none#b",
  ])("at %s, which is routed", async (url) => {
    const routed = await exchangeRaw(api, requestText(`GET ${url}`));
    expect(errorOf(routed)).toMatchObject({ code: "MODEL_UNKNOWN", ...V2 });
    expect(errorOf(await exchangeRaw(closed, requestText(`GET ${url}`)))).toMatchObject(V2);
  });

  test.each([
    "/v2//",
    "/v2//models/none",
    "/v2/nothing",
    "http://x/v2/nothing",
    "/v2/%",
    "/v2?a",
    "/v2#a",
  ])("at %s, which is below it", async (url) => {
    expect(errorOf(await exchangeRaw(closed, requestText(`GET ${url}`)))).toMatchObject(V2);
  });

  test.each(["//v2/models/none", "/%762/models/none", "/v2x", "/x/v2", "/v2%2Fmodels", "/"])(
    "but not at %s, which is not routed",
    async (url) => {
      for (const at of [api, closed])
        expect(errorOf(await exchangeRaw(at, requestText(`GET ${url}`)))).not.toHaveProperty(
          "error",
        );
    },
  );
});

describe("what Node.js refuses", () => {
  test.each([
    ["without a host", "GET /v2/models HTTP/1.1\r\n\r\n", "REQUEST_INVALID"],
    ["that expects too much", requestText("GET /v2", ["expect: x"]), "EXPECTATION_UNSUPPORTED"],
    [
      "that expects too much at a whole url",
      requestText("GET http://x/v2", ["expect: x"]),
      "EXPECTATION_UNSUPPORTED",
    ],
    [
      "whose body has no chunks",
      requestText(`POST ${INFER}`, [JSON_TYPE, "transfer-encoding: chunked"], "zz").replace(
        /content-length.*\r\n/,
        "",
      ),
      "REQUEST_INVALID",
    ],
  ])("of a request %s is written by its url's protocol", async (_, request, code) => {
    expect(errorOf(await exchangeRaw(api, request))).toEqual({
      title: expect.any(String),
      status: expect.any(Number),
      detail: expect.any(String),
      code,
      ...V2,
    });
  });

  test.each([
    [
      "is no HTTP",
      () => exchangeRaw(api, "GET /v2 HTTP/1.1\r\nno colon\r\n\r\n"),
      "REQUEST_INVALID",
    ],
    [
      "has too many headers",
      () => exchangeRaw(api, requestText("GET /v2", [`x: ${"y".repeat(20_000)}`])),
      "HEADERS_TOO_LARGE",
    ],
    ["does not end", () => exchangeRaw(small, "GET /v2 HTTP/1.1\r\n"), "REQUEST_TIMEOUT"],
  ])("of what %s has the members of every protocol", async (_, ask, code) => {
    const answer = await ask();
    expect(answer).toMatch(/x-request-id: [0-9a-f]{32}\r\n/);
    expect(answer).toMatch(/X-Content-Type-Options: nosniff\r\n/);
    expect(errorOf(answer)).toMatchObject({ code, ...V2, ...MLFLOW });
  });

  test("does not break into an answer that has begun", async () => {
    const body = " ".repeat(70_000);
    const large = requestText(`POST ${INFER}`, [JSON_TYPE, "transfer-encoding: chunked"]);
    const answer = await exchangeRaw(
      small,
      large,
      `${body.length.toString(16)}\r\n${body}`,
      "zz\r\n",
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413"]);
  });
});
