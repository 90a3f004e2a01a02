import { afterEach, expect, jest, test } from "@jest/globals";

import { startApi, type ApiProcess } from "../../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { collect } from "../../support/collect.js";
import { startContainerRights, type ContainerRights } from "../../support/container-rights.js";
import { accountPart, signatureFor } from "../../support/sas.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { until } from "../../support/until.js";
import { runCommand } from "../support/command-line.js";
import { DAYS } from "../support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../support/model-folder.js";

jest.setTimeout(60_000);

let api: ApiProcess | undefined;
let rights: ContainerRights | undefined;
afterEach(async () => {
  api?.child.kill("SIGKILL");
  await api?.ended;
  rights?.close();
});

const foldersIn = async (container: string): Promise<string[]> => {
  const names = await collect((await azuriteStore({ container })).list(""));
  return [...new Set(names.map(({ name }) => name.split("/")[0]!))];
};

test("with containers apart every verb works, and the api serves with rights on what it needs alone", async () => {
  const [releases, hidden, predictions] = [newContainer(), newContainer(), newContainer()];
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: releases,
    DESPLIEGA_PRIVATE_CONTAINER_NAME: hidden,
    DESPLIEGA_PREDICTION_CONTAINER_NAME: predictions,
    DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({
      rain: { "model.yaml": `${SMALL_YAML}decisions: durable\n` },
    }),
  };
  const run = async (...args: string[]) => {
    const { code, lines } = await runCommand(settings, ...args);
    expect({ args, code }).toEqual({ args, code: 0 });
    return lines;
  };
  const input = `input/rain/days.csv`;
  await (await azuriteStore({ container: hidden })).create(input, Buffer.from(DAYS));

  await run("train", "rain");
  const version = String((await run("releases", "rain"))[0]!["version"]);
  expect(await foldersIn(releases)).toEqual(
    ["output", "train_models"].filter((f) => f !== "output"),
  );
  expect(await foldersIn(hidden)).toEqual(["input", "output"]);
  expect(await run("data", "rain")).not.toEqual([]);
  await run("rebuild", "rain", version);
  await run("verify", "rain");
  await run("export", "rain", version, "--to", `${await temporaryDirectory()}/release`);
  await run("copy", "rain", version, "--to", newContainer());
  await run("train", "rain", "--why", "again");
  await run("prune", "rain", "--keep", "0", "--grace", "0s");
  await run("verify", "rain");

  rights = await startContainerRights({ [releases]: "rl", [predictions]: "ac" });
  api = startApi({
    AZURE_STORAGE_CONNECTION_STRING: rights.connectionString,
    DESPLIEGA_CONTAINER_NAME: releases,
    DESPLIEGA_PREDICTION_CONTAINER_NAME: predictions,
    DESPLIEGA_PREDICTION_LOG: "1",
    DESPLIEGA_REFRESH_SECONDS: "1",
  });
  const url = await api.ready();
  const answer = await fetch(`${url}/v1/models/rain/prediction`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pressure: 5 }),
  });
  expect({ status: answer.status, text: await answer.text() }).toMatchObject({ status: 200 });
  await until(async () => (await foldersIn(predictions)).includes("predictions"), "a record");
  expect(await foldersIn(predictions)).toEqual(["decisions", "predictions"]);
  expect(rights.asked).toContain(`GET ${releases} train_models`);
  expect([...rights.asked].filter((asked) => asked.includes(hidden))).toEqual([]);
  expect([...rights.asked].filter((asked) => / (?:input|identities)$/.test(asked))).toEqual([]);

  const stolen = signatureFor(releases, "rl");
  const blob = `${accountPart("BlobEndpoint")}/${hidden}/${input}`;
  expect((await fetch(`${blob}?${stolen}`)).status).toBe(403);
});
