import { createHash } from "node:crypto";

import type { BlobStore } from "@despliega/storage";

/** What works on a store at the same time as others; it may only wait for the store. */
export type Actor = (store: BlobStore) => Promise<unknown>;

/** Where actors meet. Every making must be the same, step for step. */
export interface Scene {
  readonly store: BlobStore;
  readonly actors: Readonly<Record<string, Actor>>;
}

/** How each actor ended: the code of its error, or "done". */
export type Endings = Readonly<Record<string, string>>;

/** What every order of steps must keep true; they return what is not. */
export interface Promises {
  /** Holds after every single step. */
  readonly always: (store: BlobStore) => Promise<string | undefined>;
  /** Holds when all have ended. */
  readonly atEnd: (store: BlobStore, endings: Endings) => Promise<string | undefined>;
}

/** What was tried. */
export interface Explored {
  /** Orders of steps that were run to their end or to a state that was known. */
  readonly orders: number;
  /** Different states: what the store holds and what each actor has seen. */
  readonly states: number;
  /** Every combination of endings that occurred. */
  readonly endings: readonly Endings[];
  /** The order of steps of each broken promise, with what is not true. */
  readonly broken: readonly string[];
}

/**
 * Tries every order in which the storage operations of several actors can follow one another. Orders that lead to the
 * same state go on as one.
 *
 * @param preemptions how often an order may turn from an actor that could go on to another. Default: no limit
 */
export const interleave = async (
  makeScene: () => Promise<Scene>,
  promises: Promises,
  preemptions = Infinity,
): Promise<Explored> => {
  const known = new Set<string>();
  const endings = new Map<string, Endings>();
  const broken: string[] = [];
  const prefixes: (readonly string[])[] = [[]];
  let orders = 0;
  for (let prefix = prefixes.pop(); prefix !== undefined; prefix = prefixes.pop()) {
    orders++;
    const { store, actors } = await makeScene();
    const stages = Object.entries(actors).map(([name, actor]) => stage(name, store, actor));
    const steps: string[] = [];
    const history: string[] = [];
    let left = preemptions;
    for (;;) {
      await Promise.all(stages.map(({ idle }) => idle()));
      const waiting = stages.filter(({ ended }) => ended() === undefined);
      const running = waiting.find(({ name }) => name === steps.at(-1));
      const choices =
        running === undefined ? waiting : left > 0 ? [running, ...waiting] : [running];
      if (steps.length >= prefix.length) {
        const state = await stateOf(store, stages);
        const key = preemptions === Infinity ? state : `${state} ${running?.name} ${left}`;
        if (known.has(key)) break;
        known.add(key);
        const problem = await promises.always(store);
        if (problem !== undefined) broken.push(`${problem} after ${history.join(", ")}`);
        for (const { name } of choices.slice(1))
          if (name !== choices[0]?.name) prefixes.push([...steps, name]);
      }
      const next = waiting.find(({ name }) => name === prefix[steps.length]) ?? choices[0];
      if (running !== undefined && next !== running) left--;
      if (next === undefined) {
        const ended = Object.fromEntries(stages.map(({ name, ended }) => [name, ended()!]));
        endings.set(JSON.stringify(ended), ended);
        const problem = await promises.atEnd(store, ended);
        if (problem !== undefined) broken.push(`${problem} at the end of ${history.join(", ")}`);
        break;
      }
      steps.push(next.name);
      history.push(await next.step());
    }
  }
  return { orders, states: known.size, endings: [...endings.values()], broken };
};

interface Stage {
  readonly name: string;
  /** Resolves when the actor waits for its turn, or has ended. */
  readonly idle: () => Promise<void>;
  /** How it ended; undefined while it has not. */
  readonly ended: () => string | undefined;
  /** Runs one operation. @returns its name */
  readonly step: () => Promise<string>;
  /** A hash of all results so far. */
  readonly seen: () => string;
}

const stage = (name: string, store: BlobStore, actor: Actor): Stage => {
  const queue: { readonly operation: string; readonly go: () => Promise<void> }[] = [];
  const seen = createHash("sha256");
  let ending: string | undefined;
  let wake = (): void => {};

  const turn = <T>(operation: string, work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const go = async (): Promise<void> => {
        try {
          const result = await work();
          seen.update(`${operation} ${JSON.stringify(result) ?? ""}\n`);
          resolve(result);
        } catch (error) {
          seen.update(`${operation} ${String(error)}\n`);
          reject(error);
        }
      };
      queue.push({ operation, go });
      wake();
    });

  const gated: BlobStore = {
    url: store.url,
    limits: store.limits,
    ensureContainer: () => turn("ensureContainer", () => store.ensureContainer()),
    read: (blob) => turn(`read ${blob}`, () => store.read(blob)),
    async *stream(blob) {
      yield* await turn(`stream ${blob}`, () => all(store.stream(blob)));
    },
    create: (blob, source) => turn(`create ${blob}`, () => store.create(blob, source)),
    replace: (blob, bytes, etag) => turn(`replace ${blob}`, () => store.replace(blob, bytes, etag)),
    write: (blob, source) => turn(`write ${blob}`, () => store.write(blob, source)),
    append: (blob, bytes, length) =>
      turn(`append ${blob}`, () => store.append(blob, bytes, length)),
    delete: (blob, etag) => turn(`delete ${blob}`, () => store.delete(blob, etag)),
    async *list(prefix) {
      yield* await turn(`list ${prefix}`, () => all(store.list(prefix)));
    },
    now: () => turn("now", () => store.now()),
  };

  const end = (how: string) => {
    ending = how;
    wake();
  };
  actor(gated).then(
    () => end("done"),
    (error: unknown) => end((error as { code?: string }).code ?? String(error)),
  );

  return {
    name,
    idle: () =>
      new Promise((resolve) => {
        wake = () => {
          if (queue.length > 0 || ending !== undefined) resolve();
        };
        wake();
      }),
    ended: () => ending,
    async step() {
      const { operation, go } = queue.shift()!;
      await go();
      // The actor reacts to the result before its idleness is checked.
      await new Promise((soon) => setImmediate(soon));
      return `${name}: ${operation}`;
    },
    seen: () => seen.copy().digest("hex"),
  };
};

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

const stateOf = async (store: BlobStore, stages: readonly Stage[]): Promise<string> => {
  const hash = createHash("sha256");
  for await (const { name } of store.list("")) {
    const { bytes, etag } = await store.read(name);
    hash.update(`${name} ${etag} `).update(bytes);
  }
  for (const { seen, ended } of stages) hash.update(`${seen()} ${ended() ?? ""}\n`);
  return hash.digest("hex");
};
