import { expect, test } from "@jest/globals";
import { startApi } from "despliega/start/api.js";

import { freePort } from "./start.js";

const { PATH } = process.env;

test.each([
  ["process.kill(process.pid,'SIGKILL')", "SIGKILL"],
  ["process.exit(7)", "exit code 7"],
])("an api in which %s runs is said to have ended with %s", async (code, how) => {
  const environment = { PATH, NODE_OPTIONS: `--import=data:text/javascript,${code}` };
  const stop = { requested: false, add: async () => {}, now: async () => {} };
  const address = { host: "127.0.0.1", port: await freePort() };
  await expect(startApi(environment, address, stop)).rejects.toMatchObject({
    code: "API_FAILED",
    message: `The api ended with ${how}: see its last message above`,
  });
});
