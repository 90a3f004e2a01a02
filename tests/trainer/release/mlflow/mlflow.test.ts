import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import { openMlflow } from "@despliega/trainer/release/mlflow/mlflow.js";
import { mlflowOf } from "@despliega/trainer/release/mlflow/settings.js";

import { publishTiny, versionOf } from "../../../support/release.js";

const DEADLINES = { answer: 60_000, upload: 60_000 };

/** What a run says at its end of a server that answers like this. */
const saidOf = async (answer: RequestListener, deadlines = DEADLINES) => {
  const store = memoryBlobStore();
  await publishTiny(store);
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const uri = {
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
      MLFLOW_TRACKING_TOKEN: "hidden",
    };
    const mlflow = openMlflow(mlflowOf(uri), deadlines);
    mlflow.follow(versionOf(1));
    return await mlflow.settled({ store, container: "memory", model: "riesgo" });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

test("a server that says nothing is not waited for", async () => {
  expect(await saidOf(() => {}, { ...DEADLINES, answer: 20 })).toMatch(
    /^MLflow has not everything: 127\.0\.0\.1:\d+ did not answer in time$/,
  );
});

test("a redirection is not followed, and nothing that a server writes is repeated but a code", async () => {
  let asked = 0;
  const told = await saidOf((request, response) => {
    asked += 1;
    expect(request.headers.authorization).toBe("Bearer hidden");
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  expect(told).toMatch(/ answered model-versions\/search with 302$/);
  expect(asked).toBe(1);
  expect(await saidOf((_, response) => void response.end("<p>secret</p>"))).toMatch(
    / answered model-versions\/search with something else$/,
  );
  const refusal = JSON.stringify({ error_code: "PERMISSION_DENIED", message: "secret" });
  expect(await saidOf((_, response) => void response.writeHead(403).end(refusal))).toMatch(
    / answered model-versions\/search with PERMISSION_DENIED$/,
  );
});

test("without settings nothing is sent", async () => {
  const mlflow = openMlflow(undefined);
  mlflow.follow(versionOf(1));
  const brought = { store: memoryBlobStore(), container: "memory", model: "riesgo" };
  expect(await mlflow.settled(brought)).toBeUndefined();
});
