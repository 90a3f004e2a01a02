import { rm } from "node:fs/promises";
import { Writable } from "node:stream";

import { memoryBlobStore } from "@despliega/storage";
import { monitor } from "@despliega/trainer/pipeline/monitor/monitor.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";

import { riesgo } from "../../../support/models.js";
import { trainOn } from "../../../trainer/support/runs.js";
import { answersIn, DAYS, writeAnswers } from "../lib/answer-days.js";

// A process of its own, whose memory is that of the look alone: node look-at-answers.js FOLDER ANSWERS
const [, , folder = "", answers = ""] = process.argv;
const store = memoryBlobStore();
const { manifest } = await trainOn(store);
const { version } = manifest;
await writeAnswers(folder, version, Number(answers));
let peak = 0;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
const started = performance.now();
const { window, before } = await monitor(
  { model: riesgo, version, days: DAYS.length / 2, until: DAYS.at(-1)! },
  {
    ...{ store, predictions: answersIn(folder, store) },
    settings: { memoryLimit: "400MB", threads: undefined },
    progress: createProgress(new Writable({ write: (_chunk, _encoding, done) => done() })),
  },
);
const seconds = (performance.now() - started) / 1000;
clearInterval(timer);
await rm(folder, { recursive: true });
process.stdout.write(JSON.stringify({ answers: window.answers + before.answers, seconds, peak }));
