import { openEngine } from "@despliega/trainer";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { afterAll, beforeAll, describe } from "@jest/globals";

import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { describeCheck } from "./check.suite.js";
import { hasSpark, startCluster, type Cluster } from "./cluster.js";
import { describeEngine } from "./engine.suite.js";
import { placeOf, startGateway, type Gateway } from "./databricks/gateway.js";
import { describeDatabricks } from "./databricks/transport.suite.js";
import { describeFaults, describeLostConnection } from "./faults.suite.js";
import { describeFlat } from "./flat.suite.js";
import { describeIngest } from "./ingest.suite.js";
import { describeModels } from "./models.suite.js";
import { describeRelease, describeStatelessRelease } from "./release.suite.js";

/** A cluster starts within minutes. */
const PATIENCE_MS = 900_000;

let engine: Engine;

describe("DuckDB", () => {
  beforeAll(async () => {
    const spillDirectory = await temporaryDirectory();
    engine = await openEngine({ memoryLimit: "300MB", spillDirectory });
  });
  afterAll(() => engine.close());

  describeEngine(() => engine);
  describeFlat(() => engine);
});

// One file, because a cluster takes a minute to start.
needing("Spark of tests/spark/install", hasSpark()).describe("a Spark of two workers", () => {
  let cluster: Cluster | undefined;
  beforeAll(async () => {
    cluster = await startCluster();
  }, PATIENCE_MS);
  afterAll(async () => {
    await cluster?.stop();
  });
  const now = () => cluster!;

  describe("as an engine", () => {
    beforeAll(async () => {
      const spark = now().placeAt(now().port);
      engine = await openEngine({ memoryLimit: "300MB", spillDirectory: "unused", spark });
    });
    afterAll(() => engine.close());

    describeEngine(() => engine);
    describeFlat(() => engine);
    describeIngest(now, () => engine);
  });

  describeCheck(now);
  describeFaults(now, now);
  describeLostConnection(now);
  describeModels(now);

  describe("behind the statement API of Databricks", () => {
    let gateway: Gateway | undefined;
    beforeAll(async () => {
      gateway = await startGateway(now().port);
    });
    afterAll(() => gateway?.close());
    const served = () => ({
      port: gateway!.port,
      placeAt: (port: number) => placeOf(gateway!, port),
    });

    describe("as an engine of statements", () => {
      beforeAll(async () => {
        const spark = placeOf(gateway!);
        engine = await openEngine({ memoryLimit: "300MB", spillDirectory: "unused", spark });
      }, PATIENCE_MS);
      afterAll(() => engine.close());

      describeEngine(() => engine);
      describeIngest(now, () => engine);
      describeDatabricks(
        () => gateway!,
        () => engine,
      );
    });

    describeFaults(now, served);
    describeStatelessRelease(now, served);
  });

  // It ends with one worker.
  describeRelease(now);
});
