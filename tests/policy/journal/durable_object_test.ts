/** Journals in the storage of Durable Objects, in real workerd. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import type { ChildServer } from "../../support/child_server.ts";
import { inTempFolder } from "../../support/files.ts";
import { bundleWorker, startWorker } from "../../support/workerd.ts";
import { startSandbox } from "../../handler/hosts.ts";
import { sentences } from "./store_checks.ts";

const worker = await bundleWorker("tests/policy/journal/durable_object_worker.ts");

/** Starts the Worker over the objects of a folder. */
const start = (folder: string, url = ""): Promise<ChildServer> =>
  startWorker(worker, { THULIUM_URL: url }, {
    durableObjects: {
      JOURNALS: { className: "JournalObject", useSQLite: true },
      WITHOUT_SQL: { className: "ObjectWithoutSql", useSQLite: false },
    },
    durableObjectsPersist: folder,
  });

const ask = async ({ fetch }: ChildServer, path: string): Promise<string> => {
  const response = await fetch(path);
  return await response.text();
};

Deno.test("a Durable Object", (t) =>
  inTempFolder(async (folder) => {
    const objects = await start(folder);
    try {
      for (const sentence of sentences) {
        await t.step(sentence, async () => {
          const name = encodeURIComponent(sentence);
          assertEquals(await ask(objects, `/${name}?check=${name}`), "passed");
        });
      }
      await t.step("without SQL in its storage it has no journal", async () => {
        const name = encodeURIComponent(sentences[0]);
        const answer = await ask(objects, `/without-sql?check=${name}`);
        assertStringIncludes(answer, "JournalStoreError: the storage of the object failed");
      });
    } finally {
      await objects.close();
    }
  }));

Deno.test("an import in a Durable Object that is cut off and started again creates everybody once", () =>
  inTempFolder(async (folder) => {
    const { close, routes, url } = await startSandbox();
    try {
      const { promise: isSent, resolve: sent } = Promise.withResolvers<void>();
      const answer = routes.answer.bind(routes);
      routes.answer = (request) => {
        const reply = answer(request);
        if (routes.customers.length === 4) sent();
        return reply;
      };
      routes.setFaults({ script: [null, { kind: "stall", at: "body", created: true }] });
      const first = await start(folder, url);
      const cutOff = ask(first, "/import").catch(() => "cut off");
      await isSent;
      await first.close();
      assertEquals(await cutOff, "cut off");

      routes.setFaults({ script: [] });
      const second = await start(folder, url);
      try {
        const outcomes = "Unchanged Unchanged Unchanged Unchanged Created Created";
        assertEquals(await ask(second, "/import"), outcomes);
      } finally {
        await second.close();
      }
      assertEquals(routes.customers.length, 6);
    } finally {
      await close();
    }
  }));
