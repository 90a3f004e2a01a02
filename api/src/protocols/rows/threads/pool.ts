import { Worker } from "node:worker_threads";

import { eachTogether } from "@despliega/storage";

import { releaseName } from "../../../http/headers/release-header.js";
import { ProblemError } from "../../../http/problem/problem-error.js";
import type { Job, JobResult, ReleaseSource } from "./job.js";

/** An answer that a thread has written. */
export type BatchAnswer = Extract<JobResult, { readonly body: Uint8Array }>;

/** A job for any thread. */
export type BatchJob = Omit<Job, "release" | "model"> & { readonly release: ReleaseSource };

/** Threads that score large batches while the event loop answers other requests. */
export interface BatchPool {
  /** Reserves a place for a batch, until {@link leave}; false when there is none. */
  enter(): boolean;
  leave(): void;
  /**
   * Answers a batch in the next free thread.
   *
   * @param job its body must own its buffer, which moves to the thread
   * @throws ProblemError the protocol's; `DEADLINE_EXCEEDED` once the signal is aborted; `BATCH_FAILED` when the thread dies
   */
  run(job: BatchJob, deadline: AbortSignal): Promise<BatchAnswer>;
  /** Ends the threads and their jobs; a later batch starts them again. */
  readonly close: () => Promise<void>;
}

/** The size of a pool. */
export interface BatchPoolOptions {
  readonly workers: number;
  /** Batches that may be uploaded or wait while every thread is busy. */
  readonly queue: number;
}

interface Task {
  readonly job: BatchJob;
  readonly settle: (result: BatchAnswer | Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** The release that it holds, by model. */
  readonly releases: Map<string, string>;
  task: Task | undefined;
}

/** Makes a pool; its threads start when they are first needed, and again when one was ended. */
export const createBatchPool = ({ workers, queue }: BatchPoolOptions): BatchPool => {
  const threads = new Set<Thread>();
  const waiting: Task[] = [];
  let places = workers + queue;

  const start = (): Thread => {
    const worker = new Worker(new URL("./worker.js", import.meta.url));
    worker.unref();
    const thread: Thread = { worker, releases: new Map(), task: undefined };
    worker.on("message", (result: JobResult) => {
      finish(thread, answerOf(result));
      next();
    });
    worker.on("error", () => void end(thread, new ProblemError("BATCH_FAILED")));
    threads.add(thread);
    return thread;
  };

  const finish = (thread: Thread, result: BatchAnswer | Error): void => {
    const { task } = thread;
    thread.task = undefined;
    task?.settle(result);
  };

  const end = async (thread: Thread, reason: ProblemError): Promise<void> => {
    threads.delete(thread);
    finish(thread, reason);
    next();
    await thread.worker.terminate();
  };

  const free = (): Thread | undefined => {
    for (const thread of threads) if (thread.task === undefined) return thread;
    return threads.size < workers ? start() : undefined;
  };

  const next = (): void => {
    if (waiting.length === 0) return;
    const thread = free();
    if (thread === undefined) return;
    thread.task = waiting.shift()!;
    send(thread, thread.task.job);
  };

  const expire = (task: Task): void => {
    const reason = new ProblemError("DEADLINE_EXCEEDED");
    const at = waiting.indexOf(task);
    if (at !== -1) {
      waiting.splice(at, 1);
      task.settle(reason);
    }
    for (const thread of threads) if (thread.task === task) void end(thread, reason);
  };

  return {
    enter() {
      if (places === 0) return false;
      places--;
      return true;
    },
    leave: () => void places++,
    run: (job, deadline) =>
      new Promise((resolve, reject) => {
        const late = () => expire(task);
        const task: Task = {
          job,
          settle(result) {
            deadline.removeEventListener("abort", late);
            if (result instanceof Error) reject(result);
            else resolve(result);
          },
        };
        deadline.addEventListener("abort", late);
        waiting.push(task);
        if (deadline.aborted) expire(task);
        else next();
      }),
    close: async () => {
      for (const { settle } of waiting.splice(0)) settle(new ProblemError("BATCH_FAILED"));
      await eachTogether([...threads], (thread) => end(thread, new ProblemError("BATCH_FAILED")));
    },
  };
};

/** Sends a job, with the release unless it is that of the model's last job in the thread. */
const send = ({ worker, releases }: Thread, { protocol, call, release }: BatchJob): void => {
  // The rest of a release cannot be sent: its scorer and its table.
  const { manifest, modelJson } = release;
  const { model } = manifest;
  const name = releaseName(manifest);
  const known = releases.get(model) === name;
  releases.set(model, name);
  const job: Job = {
    protocol,
    call,
    model,
    ...(known ? {} : { release: { manifest, modelJson } }),
  };
  worker.postMessage(job, [call.body.buffer as ArrayBuffer]);
};

const answerOf = (result: JobResult): BatchAnswer | Error => {
  if ("body" in result) return result;
  if ("problem" in result) return new ProblemError(result.problem, result.place);
  return result.thrown instanceof Error ? result.thrown : new Error("A batch failed");
};
