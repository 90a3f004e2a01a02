import { forestEstimator } from "@despliega/trainer/estimators/forest/estimator.js";
import { requireRoom } from "@despliega/trainer/estimators/forest/forest.js";
import { expect, test } from "@jest/globals";

test.each([1, 2, 5, 22])(
  "a forest of %i features takes as many rows as have room, and no more",
  (features) => {
    const most = forestEstimator.most!(features);
    expect(() => requireRoom(most, features)).not.toThrow();
    expect(() => requireRoom(most + 1, features)).toThrow(
      `${most + 1} rows of ${features} features`,
    );
  },
);
