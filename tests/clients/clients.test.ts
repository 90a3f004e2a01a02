import { models } from "@despliega/trainer/model/catalogue.js";
import { afterAll, beforeAll, jest } from "@jest/globals";

import { needing } from "../support/needing.js";
import { describeConform } from "./conform.suite.js";
import { describeGenerated } from "./generated.suite.js";
import { describeKserve } from "./kserve.suite.js";
import { describeMlflow } from "./mlflow.suite.js";
import { describeMlserver } from "./mlserver.suite.js";
import { PYTHON } from "./python.js";
import { describeSchemathesis } from "./schemathesis.suite.js";
import { serveSamples, type Served } from "./served.js";
import { describeTriton } from "./triton.suite.js";

// One file, because the models are trained once. Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(900_000);

const there = PYTHON.clients !== undefined || PYTHON.mlserver !== undefined;

needing("DESPLIEGA_CLIENTS_PYTHON or DESPLIEGA_MLSERVER_PYTHON", there).describe(
  "an api with every open model that comes with the project",
  () => {
    let served: Served | undefined;
    beforeAll(async () => {
      served = await serveSamples(models().filter(({ privacy }) => privacy === "open"));
    });
    afterAll(async () => {
      served?.api.child.kill("SIGKILL");
      await served?.api.ended;
    });
    const now = () => served!;

    describeMlflow(now);
    describeTriton(now);
    describeKserve(now);
    describeMlserver(now);
    describeGenerated(now);
    describeSchemathesis(now);
    describeConform(now);
  },
);
