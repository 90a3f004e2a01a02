import { expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { fit } from "@despliega/trainer/learn/fit.js";

import { testEngine } from "../../support/engine.js";
import { FOREST } from "../../support/estimators.js";
import { FEATURES } from "../../support/observations.js";
import { named } from "../../../support/relations.js";

const engine = await testEngine();

test("more rows than a forest takes are refused before any is read", async () => {
  await engine.run(`
    CREATE VIEW many AS
    SELECT i AS observation, i AS entity, i AS x, i AS w, i % 2 AS label FROM range(${2 ** 24 + 1}) AS t(i)`);
  const unread: Engine = {
    ...engine,
    stream: () => {
      throw new Error("rows were read");
    },
  };
  const model = { task: "classification", features: FEATURES, privacy: "open" } as const;
  await expect(fit(unread, model, FOREST, named("many"))).rejects.toMatchObject({
    code: "FOREST_TOO_LARGE",
    message: expect.stringContaining("16777217 rows of 2 features"),
  });
});
