import { blobNames } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { signingKey } from "../../support/signing.js";
import { overwrite } from "../../storage/release/altered.js";
import { runCommand, runHere } from "../support/command-line.js";

test("releases are signed later, promoted with a key, and verified", async () => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  const key = await signingKey();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_SIGNING_KEY_FILE: key.file,
    DESPLIEGA_SIGNING_PUBLIC_KEYS: key.publicPem,
  };
  const run = (...args: string[]) => runCommand(settings, ...args);
  const problems = async (...args: string[]) => {
    const { code, lines } = await run("verify", ...args, "--json");
    return { code, problems: lines.filter(({ problem }) => problem !== null) };
  };

  await promoteTiny(store);
  await publishTiny(store, { version: versionOf(2) });
  expect(await problems("riesgo")).toMatchObject({
    code: 5,
    problems: [{ kind: "release" }, { kind: "release" }, { kind: "pointer" }],
  });
  await expect(run("promote", "riesgo", versionOf(2))).rejects.toMatchObject({
    code: "SIGNATURE_INVALID",
  });
  expect((await run("sign", "riesgo")).lines.at(-1)).toMatchObject({ signed: [versionOf(1)] });
  await run("sign", "riesgo", versionOf(2), "--why", "read its report");
  await run("promote", "riesgo", versionOf(2));
  expect(await problems()).toEqual({ code: 0, problems: [] });
  expect((await run("runs", "riesgo")).lines).toMatchObject([
    { verb: "promote", state: "done" },
    { verb: "sign", version: versionOf(2) },
    { verb: "sign", version: versionOf(1) },
    { verb: "promote", code: "SIGNATURE_INVALID" },
  ]);
  expect(await runHere(settings, "sign", "--public-key")).toEqual({
    code: 0,
    output: key.publicPem,
  });

  const elsewhere = { ...settings, DESPLIEGA_CONTAINER_NAME: newContainer() };
  const { code } = await runCommand(elsewhere, "verify", "--store", container);
  expect(code).toBe(0);
  await overwrite(store, blobNames.part("riesgo", versionOf(2), "model.json"), (bytes) =>
    Buffer.from(String(bytes).replace("0", "1")),
  );
  expect(await problems("riesgo")).toMatchObject({ code: 5, problems: [{ name: versionOf(2) }] });
  await expect(run("verify", "churn")).rejects.toMatchObject({ code: "CHAMPION_MISSING" });
});
