import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { expectNear } from "./near.js";
import { PYTHON, runScript, SETTING } from "./python.js";
import { withoutMissing, type Served } from "./served.js";

interface Answers {
  readonly live: boolean;
  readonly ready: boolean;
  readonly server: { readonly name: string; readonly extensions: readonly string[] };
  readonly modelsReady: readonly boolean[];
  readonly metadata: readonly { readonly name: string }[];
  readonly refusal: string;
  /** Scores by model and way to ask. */
  readonly models: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** Triton's client, with tensors in JSON and in binary, both ways. */
export const describeTriton = (served: () => Served): void =>
  needing(SETTING.clients, PYTHON.clients !== undefined).test(
    "answers Triton's client with the golden answers, in JSON and in binary",
    async () => {
      const { url } = served();
      const models = served().models.map(withoutMissing);
      const told = await runScript<Answers>("clients", "triton_client.py", { url, models });
      expect(told).toMatchObject({
        live: true,
        ready: true,
        server: { name: "despliega", extensions: expect.arrayContaining(["binary_tensor_data"]) },
        modelsReady: models.map(() => true),
        metadata: models.map(({ name }) => ({ name })),
        refusal: expect.stringMatching(/^404 No model of that name is served/),
      });
      for (const model of models) {
        const ways = Object.entries(told.models[model.name]!);
        expect(ways).toHaveLength(12);
        for (const [way, answers] of ways)
          expectNear(`${model.name} ${way}`, answers, model.scores);
      }
    },
  );
