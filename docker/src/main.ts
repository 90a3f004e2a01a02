import { programOf } from "@despliega/storage/program";

await import(programOf(import.meta.url, import.meta.resolve("@despliega/trainer")));
