import {
  decidingUnits,
  decisionsAbout,
  findDecision,
  keyHasher,
  memoryBlobStore,
  openLine,
  personTagger,
  StoreUnreachable,
  type BlobStore,
} from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { DESPLIEGA_PSEUDONYM_KEYS } from "../../support/sensitive.js";
import { apiServing, manyRows, NAMES, recordOf, RISKY } from "../protocols/support.js";
import { inTable, pseudonym, rowAbout } from "../security/sensitive/support.js";
import { decidingApi, PAIR, PREDICTION_KEY, RIESGO, VIH } from "./support.js";

const KEY = 5_008_806;
const ROW = recordOf(RISKY);
const TENSORS = NAMES.map((name, i) => ({
  name,
  shape: [1],
  datatype: name.includes("amount") ? "FP64" : name === "flag_own_car" ? "BOOL" : "INT64",
  data: [name === "flag_own_car" ? RISKY[i] === 1 : RISKY[i]],
}));

/** Every way to ask the open model, with what the error of its protocol holds. */
const WAYS = [
  ["the url of a key", `/api/user/${KEY}/prediccion`, undefined, { status: 503 }],
  ["/v1", "/v1/prediction", ROW, { status: 503 }],
  [
    "MLflow",
    "/invocations",
    { instances: [ROW] },
    { error_code: "TEMPORARILY_UNAVAILABLE", message: expect.stringContaining("cannot be kept") },
  ],
  [
    "Open Inference",
    "/v2/models/riesgo/infer",
    { inputs: TENSORS },
    { error: expect.stringContaining("cannot be kept") },
  ],
] as const;

type Api = Awaited<ReturnType<typeof decidingApi>>;
const ask = ({ request }: Api, path: string, body: object | undefined) =>
  body === undefined ? request.get(path) : request.post(path).send(body);

const opened = async ({ decisions }: Api, id: string) => {
  const { model, line } = await findDecision(decisions, ["riesgo", "vih"], id);
  return openLine(PAIR.privateKeys, model, line);
};

describe("an answer is kept before it is given", () => {
  let api: Api;
  beforeAll(async () => {
    api = await decidingApi([RIESGO, VIH]);
  });

  test.each([...WAYS])("by %s", async (_, path, body, _form) => {
    const { headers } = await ask(api, path, body).expect(200);
    const decision = await opened(api, headers["x-prediction-id"] as string);
    expect(decision).toMatchObject({
      caller: { name: "object-1", kind: "entra" },
      request: headers["x-request-id"],
      version: (headers["despliega-release"] as string).split("/").at(-1),
      answer: expect.any(Number),
    });
    if (body !== undefined) expect(decision.features).toEqual(RISKY);
    else
      expect(decision).toMatchObject({
        person: keyHasher(PREDICTION_KEY, "riesgo")([KEY]),
        key: [KEY],
      });
  });

  test("about a person, and the line shows a hash alone", async () => {
    const { headers, body } = await api.request
      .post("/v1/models/vih/prediction?detalle=true")
      .send(rowAbout("a"))
      .expect(200);
    const decision = await opened(api, headers["x-prediction-id"] as string);
    const tag = personTagger(DESPLIEGA_PSEUDONYM_KEYS[1]!)(inTable("a"));
    expect(decision).toMatchObject({
      person: tag,
      pseudonym: pseudonym("a"),
      answer: body.infectado[0],
      scores: [body.probabilidad],
      reasons: body.razones.map(({ caracteristica }: { caracteristica: string }) => caracteristica),
    });
    const [line] = await decisionsAbout(api.decisions, "vih", [tag]);
    expect(JSON.stringify(line)).not.toMatch(/k1\.|object-1|nb_previous/);
  });

  test("of a batch, one for each row", async () => {
    const rows = manyRows(900);
    const { headers } = await api.request
      .post("/v1/prediction")
      .send(rows.map(recordOf))
      .expect(200);
    const id = headers["x-prediction-id"] as string;
    for (const row of [0, 451, 899])
      expect((await opened(api, `${id}.${row + 1}`)).features).toEqual(rows[row]);
  });

  test("of a batch that a thread scores, in more than one append", async () => {
    const rows = manyRows(4_000);
    const { headers } = await api.request
      .post("/v1/prediction")
      .send(rows.map(recordOf))
      .expect(200);
    const last = await opened(api, `${headers["x-prediction-id"]}.4000`);
    expect(last.features).toEqual(rows.at(-1));
  });

  test("and the release is marked, so that no prune deletes it", async () => {
    const units = await decidingUnits(api.decisions, "riesgo", "2020-01-01");
    expect(units.size).toBe(1);
  });
});

describe("without its record", () => {
  const down = (store: BlobStore): BlobStore => ({
    ...store,
    append: async (name, ...given) => {
      if (name.includes("/releases/")) return store.append(name, ...given);
      throw new StoreUnreachable({ url: store.url, name: "a blob", problem: "down" });
    },
  });

  test.each(WAYS)("no answer is given by %s", async (_, path, body, form) => {
    const api = await decidingApi([RIESGO], { store: down(memoryBlobStore()) });
    const response = await ask(api, path, body).expect(503);
    expect(response.body).toMatchObject({ code: "DECISION_UNAVAILABLE", ...form });
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.text).not.toContain("resultado");
    await api.request.get(`/api/user/${KEY}/caracteristicasriesgo`).expect(200);
  });

  test("no answer is given while the release cannot be marked on a new day", async () => {
    let day = "2026-11-29";
    let refuses = false;
    const memory = memoryBlobStore();
    const store: BlobStore = {
      ...memory,
      async append(name, ...given) {
        if (refuses && name.includes("/releases/"))
          throw new StoreUnreachable({ url: memory.url, name, problem: "down" });
        await memory.append(name, ...given);
      },
    };
    const now = () => new Date(`${day}T12:00:00Z`);
    const api = await decidingApi([RIESGO], { store, now });
    const status = async () => (await ask(api, "/v1/prediction", ROW)).status;
    expect(await status()).toBe(200);
    day = "2026-11-30";
    refuses = true;
    expect(await status()).toBe(503);
    refuses = false;
    expect(await status()).toBe(200);
    expect(await decidingUnits(memory, "riesgo", "2026-11-30")).toHaveProperty("size", 1);
  });
});

test("without keys decisions of an open model are in the clear, and name no key", async () => {
  const api = await decidingApi([RIESGO], { keys: [] });
  const { headers } = await api.request.get(`/api/user/${KEY}/prediccion`).expect(200);
  const { line } = await findDecision(
    api.decisions,
    ["riesgo"],
    headers["x-prediction-id"] as string,
  );
  expect(line).toMatchObject({ features: expect.any(Array), scores: [expect.any(Number)] });
  expect(JSON.stringify(line)).not.toContain(`${KEY}`);
});

test.each([
  ["nothing that keeps them", () => apiServing([RIESGO]), "nothing keeps decisions here"],
  ["a key for people", () => decidingApi([VIH], { keys: [] }), "set DESPLIEGA_DECISION_KEYS"],
  [
    "a key for entities",
    () => decidingApi([RIESGO], { predictionKey: undefined }),
    "set DESPLIEGA_PREDICTION_KEY",
  ],
])("without %s such a release is not served", async (_, serve, problem) => {
  await expect(serve()).rejects.toThrow(problem);
});
