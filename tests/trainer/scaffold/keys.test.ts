import { resolve } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { loadModel } from "@despliega/trainer/model/load.js";

import { made, tableOf } from "./made.js";

/** The letter of a Spanish NIF (Real Decreto 338/1990). */
const nif = (row: number): string => {
  const number = 12_345_678 + row * 97;
  return `${number}${"TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]!}`;
};

const TABLE = tableOf(120, {
  nif,
  nombre: (row) => `Ana Ruiz${String.fromCodePoint(97 + (row % 26))}`,
  saldo: (row) => (row * 37) % 101,
  tipo: (row) => ["oro", "plata"][row % 2]!,
  baja: (row) => (((row * 37) % 101) + ((row * 13) % 40) > 70 ? "sí" : "no"),
});

describe("a key that looks like a person's", () => {
  test("is sent in a body, and no value of it is written or printed", async () => {
    const options = ["--target", "baja", "--key", "nif", "--language", "es"];
    const { folder, request, choices, text } = await made(TABLE, ...options);
    expect(loadModel(resolve(folder)).serving).toMatchObject({
      by: "key",
      ask: "body",
      paths: { prediction: "/api/made/prediccion" },
    });
    expect(request).toBe(
      `curl http://localhost:8080/api/made/prediccion -H 'content-type: application/json' -d '{"key":"…"}'`,
    );
    const all = [JSON.stringify(choices), text("model.yaml"), text("features.sql"), request].join();
    expect(all).not.toMatch(/\d{8}[A-Z]|Ruiz/);
  });

  test("makes a sensitive model of rows where that is asked for", async () => {
    const { folder } = await made(TABLE, "--target", "baja", "--sensitive");
    const { privacy, serving, inputs, classes } = loadModel(resolve(folder));
    expect({ privacy, serving, classes }).toMatchObject({
      privacy: "sensitive",
      serving: { by: "row", subject: { name: "nif" } },
      classes: ["no", "sí"],
    });
    expect(inputs[0].columns).toMatchObject({
      nif: { person: "identifier" },
      nombre: { person: "name" },
    });
  });
});

test("several columns are a key together, in the order in which they were named", async () => {
  const table = tableOf(240, {
    shop: (row) => `0${row % 7}`,
    till: (row) => row % 5,
    day: (row) => `2024-0${1 + (row % 8)}-1${row % 9}`,
    sold: (row) => (row * 31) % 53,
  });
  const keys = ["--key", "till", "--key", "shop"];
  const { folder, request } = await made(table, "--target", "sold", "--time", "day", ...keys);
  expect(loadModel(resolve(folder)).serving).toMatchObject({
    keys: [
      { name: "till", type: "integer" },
      { name: "shop", type: "text" },
    ],
    paths: { prediction: "/api/made/:till/:shop/prediction" },
  });
  expect(request).toBe("curl http://localhost:8080/api/made/0/00/prediction");
});
