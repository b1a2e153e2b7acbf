/** What the log of a journal's file does when it is full, torn, damaged, or shared. */
import { type Entries, JournalStoreError } from "../../../src/policy/journal/store.ts";
import * as JournalFile from "../../../src/policy/journal/sqlite_file.ts";
import { makeTables } from "../../../src/policy/journal/sqlite_tables.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals, assertRejects } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { type OpenLog, openLog } from "../../support/open_log.ts";
import { storeSuite } from "./store_suite.ts";

/** A store whose log is full after each change, so that all entries wander into the table. */
storeSuite("SQLite file with a short log", () =>
  Layer.unwrap(Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => Deno.makeTempDirSync()),
      (folder) => Effect.sync(() => Deno.removeSync(folder, { recursive: true })),
    ),
    (folder) => {
      const database = new DatabaseSync(`${folder}/journal`);
      makeTables(database, 1);
      database.close();
      return JournalFile.layer(`${folder}/journal`);
    },
  )));

const inFolder = (sentence: string, body: (folder: string) => Promise<void>): void =>
  Deno.test(sentence, () => inTempFolder(body));

const claim = (entries: Entries, ...keys: ReadonlyArray<string>) =>
  Effect.runPromise(entries.claim(keys.map((key) => ({ key, print: "p" })), "one", 1000));

const known = async (entries: Entries, ...keys: ReadonlyArray<string>) =>
  (await Effect.runPromise(entries.read(keys))).map(({ key }) => key).sort();

const keys = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `key-${from + i}`.padEnd(32, "-"));

/** Where the n-th page of a log begins in its file, counted from 0. */
const placeOf = (file: string, page: number): number => {
  const bytes = Deno.readFileSync(file);
  const found: Array<number> = [];
  const id = openId(file);
  for (let at = 0; at < bytes.length; at += 4096) {
    if (id.every((byte, i) => bytes[at + 4 + i] === byte)) found.push(at);
  }
  return found[page];
};

const openId = (file: string): ReadonlyArray<number> => {
  const database = new DatabaseSync(file);
  const id = String(database.prepare("SELECT id FROM thulium_log_id_2").get()?.id);
  database.close();
  return (id.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
};

/** Overwrites a page, but for the pointer at its beginning. */
const overwrite = (file: string, place: number): void => {
  const opened = Deno.openSync(file, { write: true });
  opened.seekSync(place + 4, Deno.SeekMode.Start);
  opened.writeSync(new Uint8Array(4092).fill(7));
  opened.close();
};

const tableCount = ({ database }: OpenLog) =>
  database.prepare("SELECT count(*) AS count FROM thulium_journal_2").get()?.count;

inFolder(
  "entries go into the table when the log is full, and are known all the same",
  async (folder) => {
    await using file = openLog(`${folder}/journal`);
    for (let i = 0; i < 10; i++) {
      assertEquals((await claim(file.journal, ...keys(i * 40, 40))).length, 40);
    }
    assert(Number(tableCount(file)) > 0 && Number(tableCount(file)) < 400);
    assertEquals((await known(file.journal, ...keys(0, 500))).length, 400);
    assertEquals(await claim(file.journal, ...keys(0, 401)), keys(400, 1));
  },
);

inFolder("a change that is longer than the whole log is made", async (folder) => {
  await using file = openLog(`${folder}/journal`);
  assertEquals((await claim(file.journal, ...keys(0, 1000))).length, 1000);
  assertEquals((await known(file.journal, ...keys(0, 1000))).length, 1000);
});

inFolder(
  "whoever opens a file knows what another one has in the log, and claims nothing of it",
  async (folder) => {
    await using one = openLog(`${folder}/journal`);
    await using other = openLog(`${folder}/journal`);
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

inFolder(
  "what a power cut tore was never there, and neither was what followed it",
  async (folder) => {
    const path = `${folder}/journal`;
    {
      // As if the disk had not kept the second change yet: it said nothing of being durable.
      await using file = openLog(path);
      file.pages.sync = () => new Promise((resolve) => setTimeout(resolve));
      file.log.sync = () => file.pages.sync();
      for (const key of ["a", "b", "c"]) await claim(file.journal, key);
    }
    overwrite(path, placeOf(path, 1));
    await using file = openLog(path);
    assertEquals(await known(file.journal, "a", "b", "c"), ["a"]);
    assertEquals(await claim(file.journal, "b"), ["b"]);
    await using again = openLog(path);
    assertEquals(await known(again.journal, "a", "b", "c"), ["a", "b"]);
  },
);

inFolder("a log in which something is missing that was durable is refused", async (folder) => {
  const path = `${folder}/journal`;
  {
    await using file = openLog(path);
    for (const key of ["a", "b", "c"]) await claim(file.journal, key);
  }
  overwrite(path, placeOf(path, 1));
  const opened = Effect.runPromise(Effect.scoped(Layer.build(JournalFile.layer(path))));
  await assertRejects(() => opened, JournalStoreError, "can't be used as a journal");
});

inFolder(
  "a file is not written to any more whose tables another program changed meanwhile: pages may have moved",
  async (folder) => {
    const path = `${folder}/journal`;
    await using file = openLog(path);
    await claim(file.journal, "a");
    const other = new DatabaseSync(path);
    other.exec("CREATE INDEX another ON thulium_journal_2 (seen)");
    other.close();
    await assertRejects(() => claim(file.journal, "b"), JournalStoreError);
    await using again = openLog(path);
    assertEquals(await known(again.journal, "a", "b"), ["a"]);
    assertEquals(await claim(again.journal, "b"), ["b"]);
  },
);
