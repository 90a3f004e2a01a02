import { readFile } from "node:fs/promises";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { blobNames } from "@despliega/storage";

import { apiOn } from "../api/support.js";
import { azuriteStore } from "../support/azurite.js";
import { SAMPLE, trainOn } from "../trainer/support/runs.js";

const USER = "/api/user/5008806";

// The one story: a history in the container becomes a release, and the release becomes answers.
const store = await azuriteStore();
await store.create(blobNames.input("riesgo", "loans.csv"), await readFile(SAMPLE));
const api = apiOn(store);

describe("before anything is trained", () => {
  test.each([`${USER}/caracteristicasriesgo`, `${USER}/prediccion`])(
    "GET %s answers 503 as a problem",
    async (url) => {
      const { status, headers, body } = await api.request.get(url);
      expect(status).toBe(503);
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(body).toMatchObject({ status: 503, code: "NOT_READY" });
    },
  );
});

describe("once the history has become a release", () => {
  let version = "";

  beforeAll(async () => {
    const { manifest } = await trainOn(store, { input: undefined });
    version = manifest.version;
    await api.releases.load();
  });

  test("the features of a user are answered to the letter", async () => {
    const { status, text } = await api.request.get(`${USER}/caracteristicasriesgo`);
    expect(status).toBe(200);
    expect(text).toBe(
      '{"nb_previous_loans":29,"avg_amount_loans_previous":136.4468640135,"age":59,"years_on_the_job":3,"flag_own_car":1}',
    );
  });

  test("the prediction for a user is answered to the letter", async () => {
    const { status, text, headers } = await api.request.get(`${USER}/prediccion`);
    expect(status).toBe(200);
    expect(text).toBe('{"resultado":[0]}');
    expect(headers["despliega-release"]).toBe(`riesgo/${version}`);
  });

  test("the detail adds probability, version and what each feature did", async () => {
    const { body } = await api.request.get(`${USER}/prediccion?detalle=true`);
    expect(body).toEqual({
      frescura: {
        edicion: null,
        hechas: expect.any(String),
        edad: expect.any(Number),
        ultimo_evento: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
        edad_del_evento: expect.any(Number),
      },
      resultado: [0],
      probabilidad: expect.any(Number),
      version,
      contribuciones: {
        nb_previous_loans: expect.any(Number),
        avg_amount_loans_previous: expect.any(Number),
        age: expect.any(Number),
        years_on_the_job: expect.any(Number),
        flag_own_car: expect.any(Number),
      },
      base: expect.any(Number),
      puntuacion: expect.any(Number),
      razones: expect.any(Array),
    });
    const { probabilidad } = body as { probabilidad: number };
    expect(probabilidad).toBeGreaterThan(0);
    expect(probabilidad).toBeLessThan(0.1);
  });

  test.each([
    ["a user who does not exist", "/api/user/1/prediccion", 404, "ENTITY_UNKNOWN"],
    ["an id that is none", "/api/user/somebody/prediccion", 400, "ENTITY_ID_INVALID"],
    ["a url that is none", "/api/usuario/5008806", 404, "ROUTE_UNKNOWN"],
  ])("%s is answered as a problem", async (_, url, status, code) => {
    const answer = await api.request.get(url);
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ status, code });
  });
});
