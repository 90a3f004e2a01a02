import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString } from "../support/azurite.js";
import { race } from "../tools/faults/deletes/processes.js";
import { deathAfter, DIED, MEETINGS, tryMeeting, WITHOUT } from "../tools/faults/deletes/scenes.js";

describe("in every order with one turn from actor to actor, a prune that meets", () => {
  test.each(Object.entries(MEETINGS))("%s leaves whole what may be served", async (_, meeting) => {
    const { states, broken } = await tryMeeting(meeting, 1);
    expect(broken).toEqual([]);
    expect(states).toBeGreaterThan(100);
  });
});

test("a prune that dies after any of its operations leaves whole what may be served", async () => {
  let died = true;
  for (let after = 0; died; after++) {
    const { endings, broken } = await tryMeeting(deathAfter(after), 1);
    expect(broken).toEqual([]);
    died = endings.some(({ prune }) => prune === DIED);
  }
});

test.each(Object.entries(WITHOUT))("without %s, a promoted release is torn", async (_, meeting) => {
  const { broken } = await tryMeeting(meeting, 1);
  expect(broken.length).toBeGreaterThan(0);
});

test("processes that train, promote, roll back and prune at once leave the champion whole", async () => {
  const { counts, opened, failures } = await race(azuriteConnectionString(), 10, 2);
  expect(failures).toEqual([]);
  expect(opened).toBeGreaterThan(0);
  expect(counts["prune: done"]).toBeGreaterThan(0);
});
