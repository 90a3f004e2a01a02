import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openStore, readStorageSettings, type StoreSettings } from "@despliega/storage";
import { startAzurite, type Azurite } from "@despliega/storage/azurite";

import { promoteTiny, versionOf } from "../support/release.js";

const main = fileURLToPath(new URL("../../../api/dist/main.js", import.meta.url));

/** Runs the api with these settings and no others. */
const run = (settings: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, [main], {
    env: { PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, exit, stderr: text(child.stderr) };
};

interface Line {
  readonly msg: string;
  readonly url?: string;
}

/** The url of an api, once it is ready. */
const readyUrl = async ({ child }: ReturnType<typeof run>): Promise<string> => {
  let url = "";
  for await (const line of createInterface(child.stdout)) {
    const { msg, ...rest } = JSON.parse(line) as Line;
    url = rest.url ?? url;
    if (msg === "ready") return url;
  }
  throw new Error("the api ended before it was ready");
};

const storeOf = (settings: NodeJS.ProcessEnv) =>
  openStore(readStorageSettings(settings) as StoreSettings);

let azurite: Azurite;
let storage: NodeJS.ProcessEnv;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString };
  const store = await storeOf(storage);
  await store.ensureContainer();
  await promoteTiny(store);
});
afterAll(() => azurite.close());

describe("the api as a process", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "serves the champion and exits with code 0 on %s",
    async (signal) => {
      const api = run(storage);
      const url = await readyUrl(api);
      api.child.stdout.resume();
      const answer = await fetch(`${url}/api/user/5008806/prediccion`);
      expect(await answer.text()).toBe('{"resultado":[0]}');
      expect(answer.headers.get("despliega-release")).toBe(`riesgo/${versionOf(1)}`);
      api.child.kill(signal);
      expect(await api.exit).toBe(0);
      expect(await api.stderr).toBe("");
    },
  );

  const failure = async (settings: NodeJS.ProcessEnv) => {
    const { child, exit, stderr } = run(settings);
    child.stdout.resume();
    return { code: await exit, lines: (await stderr).trimEnd().split("\n") };
  };

  test("ends with one line without storage settings", async () => {
    const { code, lines } = await failure({});
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^SETTING_INVALID: AZURE_STORAGE_CONNECTION_STRING/),
    ]);
  });

  test("ends with one line that names a wrong setting", async () => {
    const { code, lines } = await failure({ ...storage, PORT: "high" });
    expect(code).toBe(1);
    expect(lines).toEqual(["SETTING_INVALID: PORT: must be a whole number from 0 to 65535"]);
  });

  test("ends with one line on a busy port", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => busy.once("listening", resolve));
    const { port } = busy.address() as AddressInfo;
    const { code, lines } = await failure({ ...storage, PORT: String(port) });
    busy.close();
    expect(code).toBe(1);
    expect(lines).toEqual([
      `PORT_BUSY: Port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another one`,
    ]);
  });

  test("ends with one line when a setting has its old name", async () => {
    const { code, lines } = await failure({ ...storage, API_KEYS: "me:secret" });
    expect([code, lines]).toEqual([
      1,
      ["SETTING_INVALID: API_KEYS: is now called DESPLIEGA_API_KEYS: rename it"],
    ]);
  });

  test("ends with one line when no model has a champion", async () => {
    const empty = { ...storage, DESPLIEGA_CONTAINER_NAME: "empty" };
    await (await storeOf(empty)).ensureContainer();
    const { code, lines } = await failure(empty);
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^NO_MODEL: No model in http/)]);
  });

  test("ends with one line when there is no container", async () => {
    const { code, lines } = await failure({ ...storage, DESPLIEGA_CONTAINER_NAME: "nowhere" });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^CONTAINER_MISSING: There is no container/)]);
  });

  test("ends with one line when a model that is named has no champion", async () => {
    const { code, lines } = await failure({ ...storage, DESPLIEGA_MODELS: "churn" });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^CHAMPION_MISSING: Model churn has no champion/),
    ]);
  });

  test("ends with one line when the account does not answer", async () => {
    const { code, lines } = await failure({
      AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString.replace(/:\d+\//, ":1/"),
      DESPLIEGA_START_RETRY_SECONDS: "0",
    });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/^STORE_UNREACHABLE: http.* cannot be reached/)]);
  });
});
