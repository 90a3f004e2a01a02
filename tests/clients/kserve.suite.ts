import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { expectNear } from "./near.js";
import { PYTHON, runScript, SETTING } from "./python.js";
import { withoutMissing, type Served } from "./served.js";

interface Answers {
  readonly live: boolean;
  readonly ready: boolean;
  readonly modelsReady: readonly boolean[];
  readonly refusal: string;
  /** Scores by model and way to ask. */
  readonly models: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** KServe's client, which names no content type for JSON. */
export const describeKserve = (served: () => Served): void =>
  needing(SETTING.mlserver, PYTHON.mlserver !== undefined).test(
    "answers KServe's client with the golden answers, in JSON and in binary",
    async () => {
      const { url } = served();
      const models = served().models.map(withoutMissing);
      const told = await runScript<Answers>("mlserver", "kserve_client.py", { url, models });
      expect(told).toMatchObject({
        live: true,
        ready: true,
        modelsReady: models.map(() => true),
        refusal: expect.stringMatching(/No model of that name is served.*404 Not Found/),
      });
      for (const model of models) {
        const ways = Object.entries(told.models[model.name]!);
        expect(ways).toHaveLength(4);
        for (const [way, answers] of ways)
          expectNear(`${model.name} ${way}`, answers, model.scores);
      }
    },
  );
