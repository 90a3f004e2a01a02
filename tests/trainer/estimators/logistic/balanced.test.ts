import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";

import { riesgoWithoutPoints } from "../../../support/models.js";
import { trainOn } from "../../support/runs.js";

test("riesgo converges with balanced classes on its sample", async () => {
  const { manifest } = await trainOn(memoryBlobStore(), {
    model: {
      ...riesgoWithoutPoints,
      estimators: [{ kind: "logistic", ridge: 1, classWeights: "balanced" }],
    },
  });
  expect(manifest.metrics["roc_auc"]).toBeGreaterThan(0.65);
});
