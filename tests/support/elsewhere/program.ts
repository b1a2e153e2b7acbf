/** A program for Node and Bun: `program.js TASK_AS_JSON`. It imports the Worker to check that this works. */
import worker from "@thulium-effect/batch-customers/cloudflare";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import process from "node:process";
import { importRows, type Task, throughHandler } from "./tasks.ts";

if (typeof worker.fetch !== "function") throw new Error("the Worker has no fetch");

const importIntoOwnSandbox = (task: Task) =>
  Effect.gen(function* () {
    const { connection, customers } = yield* Sandbox;
    const outcomes = yield* importRows({ ...task, url: connection.url });
    return `${outcomes}, ${(yield* customers).length} stored`;
  }).pipe(Effect.provide(Sandbox.layerServer()));

const run = (task: Task): Promise<string> => {
  switch (task.what) {
    case "import":
      return Effect.runPromise(importRows(task));
    case "handler":
      return throughHandler(task);
    case "sandbox":
      return Effect.runPromise(importIntoOwnSandbox(task));
  }
};

console.log(await run(JSON.parse(process.argv[2])));
