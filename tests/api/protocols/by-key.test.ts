import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";

import { promoteTiny, SERVING, versionOf, WEIGHTS } from "../../support/release.js";
import { apiOn } from "../support.js";

const api = apiOn();
const { request } = api;

beforeAll(async () => {
  await promoteTiny(api.store);
  await api.releases.load();
});

/** The age of features whose newest event is not known. */
const FRESHNESS = {
  edicion: null,
  hechas: "2026-01-31T23:59:59Z",
  edad: expect.any(Number),
  ultimo_evento: null,
  edad_del_evento: null,
};

describe("the features of a user", () => {
  test("are answered under the manifest's names, in its order", async () => {
    const { status, text, headers } = await request.get("/api/user/5008806/caracteristicasriesgo");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json");
    expect(text).toBe(
      '{"nb_previous_loans":29,"avg_amount_loans_previous":136.4468640135,"age":59,"years_on_the_job":3,"flag_own_car":1}',
    );
  });

  test("are null where they are missing", async () => {
    const { text } = await request.get("/api/user/5112956/caracteristicasriesgo");
    expect(text).toBe(
      '{"nb_previous_loans":0,"avg_amount_loans_previous":null,"age":31,"years_on_the_job":null,"flag_own_car":1}',
    );
  });

  test("come with the version when the detail is asked for", async () => {
    const { body } = await request.get("/api/user/5112956/caracteristicasriesgo?detalle=true");
    expect(body).toEqual({
      nb_previous_loans: 0,
      avg_amount_loans_previous: null,
      age: 31,
      years_on_the_job: null,
      flag_own_car: 1,
      version: versionOf(1),
      frescura: FRESHNESS,
    });
  });
});

describe("the prediction for a user", () => {
  test("is class 0 below the threshold and class 1 from it on", async () => {
    expect((await request.get("/api/user/5008806/prediccion")).text).toBe('{"resultado":[0]}');
    expect((await request.get("/api/user/5008807/prediccion")).text).toBe('{"resultado":[1]}');
  });

  test("is given to a user without previous loans", async () => {
    expect((await request.get("/api/user/5112956/prediccion")).text).toBe('{"resultado":[0]}');
  });

  test("is class 1 at exactly the threshold", async () => {
    const even = apiOn();
    await promoteTiny(even.store, { weights: [0, 0, 0, 0, 0, 0] });
    await even.releases.load();
    expect((await even.request.get("/api/user/5008806/prediccion")).text).toBe('{"resultado":[1]}');
  });

  test("comes with probability, version and what the model adds up when the detail is asked for", async () => {
    const { text, body } = await request.get("/api/user/5008807/prediccion?detalle=true");
    const logit = 1 - 0.2 * 2 + 0.01 * 187.25 - 0.05 * 23 - 0.1 * 1;
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      "resultado",
      "probabilidad",
      "version",
      "base",
      "contribuciones",
      "puntuacion",
      "razones",
      "frescura",
    ]);
    expect(body).toEqual({
      frescura: FRESHNESS,
      resultado: [1],
      probabilidad: expect.closeTo(1 / (1 + Math.exp(-logit)), 12),
      version: versionOf(1),
      contribuciones: {
        nb_previous_loans: expect.closeTo(-0.2 * (2 - 10), 12),
        avg_amount_loans_previous: expect.closeTo(0.01 * (187.25 - 130), 12),
        age: expect.closeTo(-0.05 * (23 - 40), 12),
        years_on_the_job: expect.closeTo(-0.1 * (1 - 5), 12),
        flag_own_car: expect.closeTo(-0.3 * (0 - 0.4), 12),
      },
      base: expect.closeTo(1 - 0.2 * 10 + 0.01 * 130 - 0.05 * 40 - 0.1 * 5 - 0.3 * 0.4, 12),
      puntuacion: expect.closeTo(logit, 12),
      razones: [
        { caracteristica: "nb_previous_loans", motivo: "nb_previous_loans" },
        { caracteristica: "age", motivo: "age" },
        { caracteristica: "avg_amount_loans_previous", motivo: "avg_amount_loans_previous" },
        { caracteristica: "years_on_the_job", motivo: "years_on_the_job" },
      ],
    });
  });

  test("stays plain when the detail is refused", async () => {
    const { text } = await request.get("/api/user/5008806/prediccion?detalle=false");
    expect(text).toBe('{"resultado":[0]}');
  });

  test("of a regression is a number, and its detail has no probability", async () => {
    const regression = apiOn();
    await promoteTiny(regression.store, { description: { task: "regression" } });
    await regression.releases.load();
    const logit = 1 - 0.2 * 2 + 0.01 * 187.25 - 0.05 * 23 - 0.1 * 1;
    const score = 1 / (1 + Math.exp(-logit));
    const plain = await regression.request.get("/api/user/5008807/prediccion");
    expect(plain.body).toEqual({ resultado: expect.closeTo(score, 12) });
    const detail = await regression.request.get("/api/user/5008807/prediccion?detalle=true");
    expect(Object.keys(detail.body as object)).toEqual([
      "resultado",
      "version",
      "base",
      "contribuciones",
      "puntuacion",
      "frescura",
    ]);
  });
});

describe.each(["caracteristicasriesgo", "prediccion"])("GET /api/user/:id/%s", (answer) => {
  test("names its release in a header and may not be cached", async () => {
    const { headers } = await request.get(`/api/user/5008806/${answer}`);
    expect(headers["despliega-release"]).toBe(`riesgo/${versionOf(1)}`);
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers).not.toHaveProperty("x-powered-by");
  });

  test("names its release in errors too", async () => {
    const { headers } = await request.get(`/api/user/1/${answer}`);
    expect(headers["despliega-release"]).toBe(`riesgo/${versionOf(1)}`);
  });

  test("answers HEAD with the headers of GET and no body", async () => {
    const get = await request.get(`/api/user/5008806/${answer}`);
    const head = await request.head(`/api/user/5008806/${answer}`);
    expect(head.status).toBe(200);
    expect(head.text).toBeUndefined();
    expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
  });

  test("answers 404 for a user who does not exist", async () => {
    const { status, body, headers } = await request.get(`/api/user/4711/${answer}`);
    expect(status).toBe(404);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(body).toEqual({
      title: "Not Found",
      status: 404,
      detail: expect.any(String),
      code: "ENTITY_UNKNOWN",
    });
  });

  test.each(["5008806.0", "05008806", "+5008806", "5008806%20", "50088060e-1"])(
    "answers for the id %s as for 5008806, as the trainer reads it so",
    async (id) => {
      const plain = await request.get(`/api/user/5008806/${answer}`);
      const { status, text } = await request.get(`/api/user/${id}/${answer}`);
      expect({ status, text }).toEqual({ status: 200, text: plain.text });
    },
  );

  test.each(["-1", "1e3", "1234567890123456", "9007199254740991", "-9007199254740991"])(
    "answers 404 for the id %s, which nobody has",
    async (id) => {
      const { status, body } = await request.get(`/api/user/${id}/${answer}`);
      expect({ status, body }).toMatchObject({ status: 404, body: { code: "ENTITY_UNKNOWN" } });
    },
  );

  test.each(["abc", "1.5", "0x1F", "%2e", "NaN", "%20", "9007199254740992", "1_000", "%F0%9F"])(
    "answers 400 for the id %s and does not repeat it",
    async (id) => {
      const { status, text, headers } = await request.get(`/api/user/${id}/${answer}`);
      expect(status).toBe(400);
      expect(headers["content-type"]).toBe("application/problem+json");
      expect((JSON.parse(text) as { code: string }).code).toMatch(
        /^(ENTITY_ID_INVALID|REQUEST_INVALID)$/,
      );
      expect(text).not.toContain(id);
    },
  );

  test.each(["detalle=si", "detalle=", "detalle=true&detalle=true", "detalle=TRUE"])(
    "answers 400 for ?%s",
    async (query) => {
      const { status, body } = await request.get(`/api/user/5008806/${answer}?${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: "DETAIL_INVALID" });
    },
  );

  test("answers 405 for other methods and names those that it takes", async () => {
    const { status, body, headers } = await request.post(`/api/user/5008806/${answer}`);
    expect(status).toBe(405);
    expect(headers["allow"]).toBe("GET, HEAD");
    expect(body).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  });
});

test("the urls and the answer's name are the manifest's", async () => {
  const other = apiOn(memoryBlobStore());
  const serving = {
    ...SERVING,
    paths: { features: "/clients/:id", prediction: "/clients/:id/score" },
    answer: "outcome",
  };
  await promoteTiny(other.store, { model: "churn", weights: WEIGHTS, description: { serving } });
  await other.releases.load();
  expect((await other.request.get("/clients/5008807")).status).toBe(200);
  const { text, headers } = await other.request.get("/clients/5008807/score");
  expect(text).toBe('{"outcome":[1]}');
  expect(headers["despliega-release"]).toBe(`churn/${versionOf(1)}`);
  expect((await other.request.get("/api/user/5008807/prediccion")).status).toBe(404);
});
