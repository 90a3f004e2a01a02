import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { ROOT } from "../repository/files.js";
import { withoutPeople } from "../tools/bench/lib/without-people.js";
import { temporaryDirectory } from "./temporary.js";

/** The committed sample of a shipped model, by data set, without people. */
export const sampleOf = async ({ name, inputs }: ModelDefinition): Promise<Map<string, string>> => {
  const folder = await temporaryDirectory();
  const places = inputs.map(async ({ dataset }): Promise<[string, string]> => {
    const file = `${ROOT}data/${name}/${dataset}`;
    return [dataset, name === "vih" ? await withoutPeople({ folder }, file) : file];
  });
  return new Map(await Promise.all(places));
};
