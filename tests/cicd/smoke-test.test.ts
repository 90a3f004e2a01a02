import { beforeAll, describe, expect, test } from "@jest/globals";

import {
  BY_CODE,
  BY_ROUTE,
  IN_BODY,
  OF_NEW,
  REQUESTED,
  WITH_QUESTION,
} from "../support/release.js";
import { recordingAz } from "./support/recording-az.js";
import { runBash } from "./support/run-bash.js";
import { altered, servedRelease, type Alter, type ServedApi } from "./support/served.js";

const smoke = ({ url, key }: ServedApi, env: Readonly<Record<string, string>> = {}) =>
  runBash(["cicd/scripts/smoke-test.sh", url], {
    PATH: process.env.PATH ?? "",
    POLL_SECONDS: "0",
    DEADLINE_SECONDS: "20",
    API_KEY: key,
    ...env,
  });

const FEATURES = "riesgo: GET /api/user/{id}/caracteristicasriesgo";
const BY_KEY = "riesgo: GET /api/user/{id}/prediccion";
const BY_ROW = "riesgo: POST /v1/models/riesgo/prediction";
const RAIN = "rain: POST /v1/models/rain/prediction";
const ALL = [RAIN, FEATURES, BY_KEY, BY_ROW];

const right = (...asked: readonly string[]): string =>
  asked.map((told) => `${told} answers as it should.\n`).join("");

let api: ServedApi;
beforeAll(async () => {
  api = await servedRelease(
    {},
    {
      model: "rain",
      description: { task: "regression", serving: { by: "row", answer: "millimetres" } },
    },
  );
});

describe("against an api that serves several models", () => {
  test("it asks each of them by key and by row, and passes", async () => {
    expect(await smoke(api)).toEqual({ code: 0, stdout: right(...ALL), stderr: "" });
  });

  test("it escapes keys of text, and asks by row where a key comes in a body", async () => {
    const keyed = await servedRelease(
      { ...BY_CODE, users: BY_CODE.users!.slice(1) },
      BY_ROUTE,
      IN_BODY,
    );
    const asked = [
      "airports: GET /api/airports/{code}/features",
      "airports: GET /api/airports/{code}/prediction",
      "airports: POST /v1/models/airports/prediction",
      "loans: POST /v1/models/loans/prediction",
      "routes: GET /api/routes/{origin}/{flight}/features",
      "routes: GET /api/routes/{origin}/{flight}/prediction",
      "routes: POST /v1/models/routes/prediction",
    ];
    expect(await smoke(keyed)).toEqual({ code: 0, stdout: right(...asked), stderr: "" });
  });

  test("it asks with features of the request, or where no key is shown for the description", async () => {
    const keyed = await servedRelease(WITH_QUESTION, OF_NEW, {
      ...IN_BODY,
      description: { ...IN_BODY.description, features: REQUESTED },
    });
    const asked = [
      "loans: GET /v1/models/loans",
      "offers: GET /api/offers/{id}/features",
      "offers: POST /api/offers/{id}/prediction",
      "offers: POST /v1/models/offers/prediction",
      "shops: POST /v1/models/shops/prediction",
    ];
    expect(await smoke(keyed)).toEqual({ code: 0, stdout: right(...asked), stderr: "" });
  });

  test("it asks only when the releases are served that it is told of", async () => {
    const version = "20260131T235959Z-00000001";
    const served = await smoke(api, { RELEASES: `rain=${version} riesgo=${version}` });
    expect(served).toMatchObject({ code: 0, stdout: right(...ALL) });
    const RELEASES = `rain=${version} riesgo=${version.replace(/1$/, "2")}`;
    expect(await smoke(api, { RELEASES, DEADLINE_SECONDS: "1" })).toEqual({
      code: 1,
      stdout: "",
      stderr: `${api.url} does not serve ${RELEASES} in time.\n`,
    });
  });

  test("without the key that the api wants it fails", async () => {
    const ended = await smoke({ ...api, key: "" });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("401");
    expect(ended.stderr).toContain("/v1/models does not answer.");
  });
});

describe("against an api whose answers are altered", () => {
  type Fields = Readonly<Record<string, unknown>>;
  const change =
    (asked: string, by: (body: Fields) => unknown): Alter =>
    (path, body) =>
      path.replace(/user\/\d+/, "user/{id}") === asked.split(" ").at(-1)
        ? by(body as Fields)
        : undefined;

  test.each<[string, string, (body: Fields) => unknown]>([
    ["a feature too few", FEATURES, (body) => ({ ...body, age: undefined })],
    ["a feature too many", FEATURES, (body) => ({ ...body, name: 1 })],
    ["a feature that is no number", FEATURES, (body) => ({ ...body, age: "59" })],
    ["a feature that is no whole number", FEATURES, (body) => ({ ...body, age: 59.5 })],
    ["a feature that is missing where it may not", FEATURES, (body) => ({ ...body, age: null })],
    ["a value that is not allowed", FEATURES, (body) => ({ ...body, flag_own_car: 2 })],
    ["a class that is none", BY_KEY, () => ({ resultado: [2] })],
    ["two classes", BY_KEY, () => ({ resultado: [0, 1] })],
    ["a prediction with more to it", BY_KEY, (body) => ({ ...body, p: 1 })],
    ["a prediction under another name", BY_KEY, () => ({ result: [0] })],
    [
      "the other class",
      BY_ROW,
      ({ resultado }) => ({ resultado: [1 - (resultado as [number])[0]] }),
    ],
    [
      "a number that is a little off",
      RAIN,
      ({ millimetres: x }) => ({ millimetres: Number(x) + 1e-6 }),
    ],
    ["no number", RAIN, () => ({ millimetres: null })],
  ])("of %s it fails, and asks the others all the same", async (_, asked, by) => {
    expect(await smoke(await altered(api, change(asked, by)))).toEqual({
      code: 1,
      stdout: right(...ALL.filter((told) => told !== asked)),
      stderr: `${asked} answers, but not as it should.\n`,
    });
  });

  test("of a number that differs in its last bits it passes", async () => {
    const by = ({ millimetres: x }: Fields) => ({ millimetres: Number(x) * (1 + 2 ** -50) });
    expect((await smoke(await altered(api, change(RAIN, by)))).code).toBe(0);
  });

  test("of an error it tells the status", async () => {
    expect(
      await smoke(
        await altered(
          api,
          change(RAIN, () => 503),
        ),
      ),
    ).toMatchObject({
      code: 1,
      stderr: `${RAIN} does not answer: status 503.\n`,
    });
  });

  test("a model that the document does not describe fails it", async () => {
    const one = await altered(api, (path) =>
      path === "/v1/models" ? { models: [{ model: "snow" }, { model: "rain" }] } : undefined,
    );
    expect(await smoke(one)).toEqual({
      code: 1,
      stdout: right(RAIN),
      stderr: "snow offers nothing to ask.\n",
    });
  });

  test("an api that serves no model fails it", async () => {
    const none = await altered(api, (path) => (path === "/v1/models" ? { models: [] } : undefined));
    expect(await smoke(none)).toMatchObject({
      code: 1,
      stderr: "/v1/models names no model.\n",
    });
  });

  test("a sensitive model may refuse, and no other", async () => {
    const refusing = await altered(api, (path, body) => {
      if (path.endsWith("/rain/prediction")) return 403;
      if (path !== "/openapi.json") return undefined;
      const { tags, ...rest } = body as { readonly tags: readonly Fields[] };
      return {
        ...rest,
        tags: tags.map((tag) =>
          tag["name"] === "rain" ? { ...tag, "x-privacy": "sensitive" } : tag,
        ),
      };
    });
    expect(await smoke(refusing)).toEqual({
      code: 0,
      stdout: `${RAIN} refuses who may not ask, as it should.\n${right(FEATURES, BY_KEY, BY_ROW)}`,
      stderr: "",
    });
    expect(
      await smoke(
        await altered(
          api,
          change(RAIN, () => 403),
        ),
      ),
    ).toMatchObject({ code: 1 });
  });

  test("it waits until the api is ready", async () => {
    let asked = 0;
    const slow = await altered(api, (path) =>
      path === "/readyz" && ++asked <= 3 ? 503 : undefined,
    );
    expect((await smoke(slow)).code).toBe(0);
    expect(asked).toBe(4);
  });

  test("an api that does not get ready fails it", async () => {
    const never = await altered(api, (path) => (path === "/readyz" ? 503 : undefined));
    expect(await smoke(never, { DEADLINE_SECONDS: "0" })).toEqual({
      code: 1,
      stdout: "",
      stderr: `${never.url} did not get ready in time.\n`,
    });
  });

  test("it gets a token of Entra ID where the api wants one", async () => {
    const tokens = new Set<string | undefined>();
    const watched = await altered(api, (_path, _body, authorization) => {
      tokens.add(authorization);
    });
    const az = await recordingAz({ "account get-access-token": "a.b.c" });
    const ended = await smoke(watched, { ...az.env, DESPLIEGA_ENTRA_AUDIENCE: "api://despliega" });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(az.calls()).toEqual([
      "account get-access-token --resource api://despliega --query accessToken --output tsv",
    ]);
    expect([...tokens]).toEqual(["Bearer a.b.c"]);
  });
});
