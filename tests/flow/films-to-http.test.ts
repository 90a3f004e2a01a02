import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { blobNames, type Manifest } from "@despliega/storage";

import { peliculas } from "../support/models.js";
import { apiOn } from "../api/support.js";
import { azuriteStore } from "../support/azurite.js";
import { trainOn } from "../trainer/support/runs.js";

const sample = fileURLToPath(new URL("../../../data/peliculas/", import.meta.url));

const FILM = {
  opening_gross: 9_570_000,
  screens: 1592,
  production_budget: 45_700_000,
  title_year: 2007,
  aspect_ratio: 2.35,
  duration: 105,
  cast_total_facebook_likes: 7947,
  budget: 45_700_000,
  imdb_score: 6.3,
};

// Three files in the container become a release, and the release answers about rows.
const store = await azuriteStore();
for (const { dataset } of peliculas.inputs)
  await store.create(blobNames.input("peliculas", dataset), { file: `${sample}${dataset}` });
const api = apiOn(store);

let manifest: Manifest;

beforeAll(async () => {
  ({ manifest } = await trainOn(store, { model: peliculas, input: undefined }));
  await api.releases.load();
});

const ask = (body: object, query = "") => api.request.post(`/v1/prediction${query}`).send(body);

const grossOf = async (film: object): Promise<number> => {
  const { status, body } = await ask(film);
  expect(status).toBe(200);
  expect(Object.keys(body as object)).toEqual(["worldwide_gross"]);
  return (body as { worldwide_gross: number }).worldwide_gross;
};

test("the release has passed its promotion checks and names its three inputs", () => {
  expect(manifest.gates.every(({ passed }) => passed)).toBe(true);
  expect(manifest.lineage.inputs).toEqual(
    ["finances.csv", "openings.csv", "films.csv"].map((name) =>
      expect.objectContaining({ name, rejected: expect.any(Number) }),
    ),
  );
  expect(manifest.interval?.level).toBe(0.8);
});

describe("POST /v1/prediction", () => {
  test("answers with dollars, and names the release", async () => {
    const { headers } = await ask(FILM);
    expect(headers["despliega-release"]).toBe(`peliculas/${manifest.version}`);
    const gross = await grossOf(FILM);
    expect(gross).toBeGreaterThan(FILM.opening_gross);
    expect(gross).toBeLessThan(2e8);
  });

  test("expects more of a film that opened ten times as large", async () => {
    const large = { ...FILM, opening_gross: 10 * FILM.opening_gross, screens: 4000 };
    expect(await grossOf(large)).toBeGreaterThan(2 * (await grossOf(FILM)));
  });

  test("answers about a film of which little is known", async () => {
    const unknown = Object.fromEntries(Object.keys(FILM).map((name) => [name, null]));
    expect(await grossOf({ ...unknown, title_year: 2007 })).toBeGreaterThan(0);
  });

  test("refuses a row without a year, and one with another field", async () => {
    expect(await ask({ ...FILM, title_year: null })).toMatchObject({ status: 400 });
    expect(await ask({ ...FILM, director: "nobody" })).toMatchObject({ status: 400 });
  });

  test("answers several rows in their order", async () => {
    const large = { ...FILM, opening_gross: 10 * FILM.opening_gross };
    const { body } = await ask([FILM, large]);
    const [one, other] = body as { worldwide_gross: number }[];
    expect(one!.worldwide_gross).toBe(await grossOf(FILM));
    expect(other!.worldwide_gross).toBe(await grossOf(large));
  });
});
