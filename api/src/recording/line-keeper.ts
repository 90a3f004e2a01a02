import type { KeyObject } from "node:crypto";

import { answerIdWriter, eachTogether, type BlobStore } from "@despliega/storage";

import { lineWriter, type WriteLine } from "./line-writer.js";
import type { FromKeeper, ToKeeper } from "./messages.js";
import { rowForm, unpackRows, type RowForm } from "./packed-rows.js";
import { boundedMemory } from "./pages.js";
import { createStream, type Stream } from "./stream.js";

/** What keeps lines needs. */
export interface KeeperOptions {
  readonly store: BlobStore;
  /** Of this process. */
  readonly instance: string;
  /** Hashes keys. */
  readonly secret: KeyObject | undefined;
  /** Most bytes of lines that are not kept yet. */
  readonly memoryBytes: number;
  /** Seconds between the tries of one append. Default: those of the sender. */
  readonly pauses?: readonly number[] | undefined;
  /** Sends to the thread that answers. */
  readonly tell: (message: FromKeeper) => void;
}

interface Released {
  readonly model: string;
  readonly version: string;
  readonly form: RowForm;
  readonly write: WriteLine;
}

/** Makes what writes packed rows as lines and keeps them: it takes the messages of the thread that answers. */
export const lineKeeper = (options: KeeperOptions): ((message: ToKeeper) => void) => {
  const { instance, secret, memoryBytes, tell } = options;
  const memory = boundedMemory(memoryBytes);
  const streams = new Map<string, Stream>();
  const releases = new Map<number, Released>();
  const idOf = answerIdWriter(instance);

  const log =
    (level: "info" | "warn") =>
    (fields: object, message: string): void =>
      tell({ kind: "log", level, fields, message });
  const logger = { info: log("info"), warn: log("warn") };

  const streamOf = (model: string): Stream => {
    let stream = streams.get(model);
    if (stream === undefined) {
      const onTotals = (totals: Stream["totals"]) => tell({ kind: "totals", model, ...totals });
      stream = createStream({ ...options, model, memory, logger, onTotals, now: Date.now });
      streams.set(model, stream);
    }
    return stream;
  };

  const take = (
    { model, version, form, write }: Released,
    rows: Parameters<typeof unpackRows>[1],
  ) => {
    const stream = streamOf(model);
    for (const row of unpackRows(form, rows)) {
      const { at, count, row: number } = row.id;
      stream.add(
        version,
        row.at,
        write(row, number === 0 ? idOf(at, count) : `${idOf(at, count)}.${number}`),
      );
    }
    tell({ kind: "taken", bytes: rows.numbers.byteLength });
  };

  return (message) => {
    switch (message.kind) {
      case "release": {
        const { release, manifest, outputs, edition } = message;
        releases.set(release, {
          model: manifest.model,
          version: manifest.version,
          form: rowForm(manifest, outputs),
          write: lineWriter({ manifest, outputs, edition }, secret),
        });
        return;
      }
      case "gone":
        return void releases.delete(message.release);
      case "rows":
        return take(releases.get(message.release)!, message);
      case "counts": {
        const { model, version, answers, dropped, refused } = message;
        const stream = streamOf(model);
        stream.answered(version, answers);
        if (dropped > 0) stream.drop(version, dropped);
        for (const [code, by] of refused) stream.refused(version, code, by);
        return;
      }
      case "flush":
        for (const stream of streams.values()) stream.flush();
        return;
      case "finish":
        void eachTogether([...streams.values()], (stream) => stream.finish()).then(() =>
          tell({ kind: "finished" }),
        );
    }
  };
};
