import type { Manifest } from "@despliega/storage";

import type { PackedRows } from "./packed-rows.js";

/** What the thread that answers sends to the one that keeps lines. */
export type ToKeeper =
  | {
      readonly kind: "release";
      /** Names the release in later messages. */
      readonly release: number;
      readonly manifest: Manifest;
      readonly outputs: number;
      readonly edition: string | undefined;
    }
  /** No more rows of a release come. */
  | { readonly kind: "gone"; readonly release: number }
  | ({ readonly kind: "rows"; readonly release: number } & PackedRows)
  | {
      readonly kind: "counts";
      readonly model: string;
      readonly version: string;
      readonly answers: number;
      /** Answers for which there was no memory. */
      readonly dropped: number;
      /** By the code of the error. */
      readonly refused: ReadonlyMap<string, number>;
    }
  | { readonly kind: "flush" }
  | { readonly kind: "finish" };

/** What comes back. */
export type FromKeeper =
  /** Rows are lines now, or dropped, and their memory is free. */
  | { readonly kind: "taken"; readonly bytes: number }
  /** Answers of a model since the start whose lines are kept, and those that are lost. */
  | {
      readonly kind: "totals";
      readonly model: string;
      readonly recorded: number;
      readonly dropped: number;
    }
  | {
      readonly kind: "log";
      readonly level: "info" | "warn";
      readonly fields: object;
      readonly message: string;
    }
  | { readonly kind: "finished" };
