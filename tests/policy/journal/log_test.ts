/** What the log of a journal's file does when it is full, damaged, or shared. */
import { inFile } from "../../../src/policy/journal/file_entries.ts";
import {
  type Entries,
  JournalStore,
  JournalStoreError,
} from "../../../src/policy/journal/store.ts";
import * as JournalFile from "../../../src/policy/journal/sqlite_file.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals, assertRejects } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { type OpenLog, openLog } from "../../support/open_log.ts";
import { storeSuite } from "./store_suite.ts";

/** A store whose log is full after each change, so that all entries wander into the table. */
storeSuite("SQLite file with a short log", () =>
  Layer.effect(
    JournalStore,
    Effect.map(
      Effect.acquireRelease(
        Effect.sync(() => {
          const folder = Deno.makeTempDirSync();
          return { folder, file: openLog(`${folder}/journal`, 0) };
        }),
        ({ file, folder }) =>
          Effect.sync(() => {
            file[Symbol.dispose]();
            Deno.removeSync(folder, { recursive: true });
          }),
      ),
      ({ file }) => ({ open: (name) => inFile(file.group, name) }),
    ),
  ));

const inFolder = (sentence: string, body: (folder: string) => Promise<void>): void =>
  Deno.test(sentence, () => inTempFolder(body));

const claim = (entries: Entries, ...keys: ReadonlyArray<string>) =>
  Effect.runPromise(entries.claim(keys.map((key) => ({ key, print: "p" })), "one", 1000));

const known = async (entries: Entries, ...keys: ReadonlyArray<string>) =>
  (await Effect.runPromise(entries.read(keys))).map(({ key }) => key).sort();

const keys = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `key-${from + i}`.padEnd(32, "-"));

const tableCount = ({ database }: OpenLog) =>
  database.prepare("SELECT count(*) AS count FROM thulium_journal_2").get()?.count;

inFolder(
  "entries go into the table when the log is full, and are known all the same",
  async (folder) => {
    using file = openLog(`${folder}/journal`);
    for (let i = 0; i < 10; i++) {
      assertEquals((await claim(file.journal, ...keys(i * 40, 40))).length, 40);
    }
    assert(Number(tableCount(file)) > 0 && Number(tableCount(file)) < 400);
    assertEquals((await known(file.journal, ...keys(0, 500))).length, 400);
    assertEquals(await claim(file.journal, ...keys(0, 401)), keys(400, 1));
  },
);

inFolder("a change that is longer than the whole log is made", async (folder) => {
  using file = openLog(`${folder}/journal`);
  assertEquals((await claim(file.journal, ...keys(0, 1000))).length, 1000);
  assertEquals((await known(file.journal, ...keys(0, 1000))).length, 1000);
});

inFolder(
  "whoever opens a file knows what another one has in the log, and claims nothing of it",
  async (folder) => {
    using one = openLog(`${folder}/journal`);
    using other = openLog(`${folder}/journal`);
    for (let i = 0; i < 20; i++) {
      const list = keys(i * 10, 20);
      const [first, second] = i % 2 === 0 ? [one, other] : [other, one];
      await claim(first.journal, ...list);
      assertEquals(await claim(second.journal, ...list), []);
      assertEquals(await known(second.journal, ...list), list.toSorted());
    }
    assertEquals((await known(one.journal, ...keys(0, 500))).length, 210);
  },
);

inFolder("a file whose log can't be read is refused", async (folder) => {
  const path = `${folder}/journal`;
  {
    using file = openLog(path);
    await claim(file.journal, "a");
    file.database.exec('UPDATE thulium_log_2 SET text = \'[["import",[["b","1"]]]]\'');
  }
  const opened = Effect.runPromise(Effect.scoped(Layer.build(JournalFile.layer(path))));
  await assertRejects(() => opened, JournalStoreError, "can't be used as a journal");
});

inFolder("a file may be tidied up by another program meanwhile", async (folder) => {
  using file = openLog(`${folder}/journal`);
  await claim(file.journal, "a");
  const other = new DatabaseSync(`${folder}/journal`);
  other.exec("CREATE INDEX another ON thulium_journal_2 (seen)");
  other.close();
  assertEquals(await claim(file.journal, "a", "b"), ["b"]);
  using again = openLog(`${folder}/journal`);
  assertEquals(await known(again.journal, "a", "b"), ["a", "b"]);
});
