import { blobNames, readAnswerLine, type BlobStore, type RecordedAnswer } from "@despliega/storage";
import { expect, jest, test } from "@jest/globals";

import { newStorage, start } from "../api/serving/support.js";
import { collect } from "../support/collect.js";
import { promoteTiny, publishTiny, versionOf } from "../support/release.js";
import { until } from "../support/until.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../trainer/support/model-folder.js";
import { despliega } from "../trainer/support/command-line.js";

jest.setTimeout(180_000);

const linesIn = async (store: BlobStore): Promise<readonly RecordedAnswer[]> => {
  const blobs = await collect(store.list(blobNames.predictions("riesgo")));
  const texts = await Promise.all(
    blobs.map(async ({ name }) => (await store.read(name)).bytes.toString()),
  );
  return texts
    .flatMap((text) => text.split("\n"))
    .map(readAnswerLine)
    .filter((line): line is RecordedAnswer => line !== undefined && "scores" in line);
};

test("a challenge that begins while the api runs is on record beside the champion, until it is won", async () => {
  const { store, settings } = await newStorage();
  await promoteTiny(store);
  await publishTiny(store, { version: versionOf(2), weights: [9, 0, 0, 0, 0, 0] });
  const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
  const url = await api.ready();
  const run = (...args: readonly string[]) =>
    despliega(settings as Readonly<Record<string, string>>, ...args);

  expect((await run("challenge", "riesgo", versionOf(2), "--share", "1")).code).toBe(0);
  await api.line(({ msg }) => msg === "challenger opened");
  const answer = await fetch(`${url}/api/user/5008806/prediccion`);
  expect(await answer.text()).toBe('{"resultado":[0]}');
  const id = answer.headers.get("x-prediction-id");

  await until(async () => (await linesIn(store)).length >= 2, "both answers on record");
  const lines = await linesIn(store);
  expect(lines.find((line) => line.id === id)).toMatchObject({ version: versionOf(1), answer: 0 });
  expect(lines.filter(({ challengeOf }) => challengeOf === id)).toMatchObject([
    { version: versionOf(2), answer: 1, scores: [1 / (1 + Math.exp(-9))] },
  ]);

  // The challenger that wins is none any more.
  expect((await run("promote", "riesgo", versionOf(2))).code).toBe(0);
  await until(async () => {
    const { headers } = await fetch(`${url}/api/user/5008806/prediccion`);
    return headers.get("despliega-release") === `riesgo/${versionOf(2)}`;
  }, "the new champion");
});

test("a verdict is drawn, acted on, and shown by an api that runs", async () => {
  const { store, settings } = await newStorage();
  await store.create("input/rain/days.csv", Buffer.from(DAYS));
  const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({
    rain: { "model.yaml": SMALL_YAML },
  });
  const own = { ...settings, DESPLIEGA_MODELS_DIRECTORY } as Readonly<Record<string, string>>;
  expect((await despliega(own, "train", "rain")).code).toBe(0);
  const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
  const url = await api.ready();
  const shown = async () =>
    ((await (await fetch(`${url}/v1/models/rain`)).json()) as { readonly verdict: unknown })
      .verdict;
  expect(await shown()).toBeNull();

  const monitored = await despliega(own, "monitor", "rain", "--act");
  expect(monitored.stderr).toBe("");
  expect(monitored.lines().at(-1)).toMatchObject({ verdict: "not-enough", acted: "nothing" });
  await until(async () => (await shown()) !== null, "the verdict");
  expect(await shown()).toMatchObject({ verdict: "not-enough" });
});
