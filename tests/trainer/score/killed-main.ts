import { memoryBlobStore } from "@despliega/storage";
import type { Progress } from "@despliega/trainer/pipeline/progress.js";
import { score } from "@despliega/trainer/pipeline/score/score.js";

import { promoteTiny } from "../../support/release.js";
import { noPeople } from "./score-with.js";

// Scores a file, and kills this process where the step that is named begins.
const [input = "", file = "", last] = process.argv.slice(2);

const progress: Progress = {
  step: (name, work) => {
    if (name === last) process.kill(process.pid, "SIGKILL");
    return work(() => {});
  },
  notice() {},
  row() {},
  document() {},
  result() {},
};

const store = memoryBlobStore();
await promoteTiny(store);
await score(
  {
    model: "riesgo",
    version: undefined,
    input,
    out: { kind: "file", file },
    detail: false,
    people: noPeople,
  },
  {
    store,
    settings: {
      databaseLimits: { connectSeconds: 1, querySeconds: 1 },
      threads: 2,
      maxRejected: 1,
    },
    progress,
    note: () => {},
  },
);
