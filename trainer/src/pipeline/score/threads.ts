import { Worker } from "node:worker_threads";

import { eachTogether } from "@despliega/storage";

import type { Job, JobResult, ScoredBlock } from "./job.js";
import type { ThreadData } from "./worker.js";

/** Threads that score blocks. */
export interface Threads {
  /** Scores the next block. @throws the bug of a thread, or what ended it */
  readonly run: (job: Job) => Promise<ScoredBlock>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly settle: (result: JobResult) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

/** Megabytes for what lives no longer than a block: with less, half of a thread's time goes into moving it. */
const YOUNG = 64;

/** Makes threads, which start when they are first needed and take their blocks in turn. */
export const startThreads = (count: number, data: ThreadData): Threads => {
  const threads: Thread[] = [];
  let jobs = 0;

  const start = (): Thread => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    const thread: Thread = { worker, waiting: [] };
    worker.on("message", (result: JobResult) => thread.waiting.shift()?.settle(result));
    worker.on("error", (thrown) => {
      for (const { settle } of thread.waiting.splice(0)) settle({ thrown });
    });
    threads.push(thread);
    return thread;
  };

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const { worker, waiting } = threads[jobs++ % count] ?? start();
        waiting.push({
          settle: (result) => {
            if ("thrown" in result) reject(result.thrown);
            else resolve(result);
          },
        });
        worker.postMessage(job, buffersOf(job));
      }),
    close: async () => {
      await eachTogether(threads, async ({ worker }) => void (await worker.terminate()));
    },
  };
};

const buffersOf = (job: Job): ArrayBuffer[] => [
  ("rows" in job ? job.rows.values : job.block).buffer as ArrayBuffer,
];

/**
 * Runs every job, and gives the results in the order of the jobs.
 *
 * @param most jobs that run or wait for the consumer
 */
export async function* inOrder(
  jobs: AsyncIterable<Job>,
  run: Threads["run"],
  most: number,
): AsyncGenerator<ScoredBlock, void, undefined> {
  const running: Promise<ScoredBlock>[] = [];
  for await (const job of jobs) {
    const result = run(job);
    // Awaited in its turn; another may fail before.
    result.catch(() => {});
    running.push(result);
    if (running.length >= most) yield await running.shift()!;
  }
  while (running.length > 0) yield await running.shift()!;
}
