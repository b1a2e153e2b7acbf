import { JournalStore } from "../../../src/policy/journal/store.ts";
import * as JournalFile from "../../../src/policy/journal/sqlite_file.ts";
import * as Effect from "effect/Effect";
import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";

/** A test with a folder of its own, in real time, because SQLite's locks are. */
const inFolder = (sentence: string, body: (folder: string) => Promise<void>): void =>
  Deno.test(sentence, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await body(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });

const keys = Array.from({ length: 500 }, (_, i) => `key-${i}`);

/** Uses the journal in a file, and closes it. */
const using = <A>(
  file: string,
  use: (store: JournalStore["Service"]) => Effect.Effect<A, unknown>,
) =>
  Effect.runPromise(
    Effect.flatMap(JournalStore, use).pipe(Effect.provide(JournalFile.layer(file))),
  );

const claimAll = ({ open }: JournalStore["Service"]) =>
  open("import").claim(keys.map((key) => ({ key, print: "p" })), "one", 1000);

const countKnown = ({ open }: JournalStore["Service"]) =>
  Effect.map(open("import").read(keys), ({ length }) => length);

const files = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** Why a file is refused. */
const reasonOf = (file: string): Promise<string> =>
  using(file, countKnown).then(() => "", (error) => String(error.message));

inFolder("a closed journal is one file, and knows what it knew", async (folder) => {
  await using(`${folder}/journal`, claimAll);
  assertEquals(files(folder), ["journal"]);
  assertEquals(await using(`${folder}/journal`, countKnown), keys.length);
});

inFolder("whoever closes a journal last leaves one file", async (folder) => {
  await using(`${folder}/journal`, () =>
    Effect.promise(async () => {
      await using(`${folder}/journal`, claimAll);
    }));
  assertEquals(files(folder), ["journal"]);
  assertEquals(await using(`${folder}/journal`, countKnown), keys.length);
});

inFolder(
  "a journal that is copied while it is open, as a kill leaves it, is whole without anything else",
  async (folder) => {
    await using(`${folder}/journal`, (store) =>
      Effect.andThen(
        claimAll(store),
        Effect.sync(() => Deno.copyFileSync(`${folder}/journal`, `${folder}/copy`)),
      ));
    assertEquals(await using(`${folder}/copy`, countKnown), keys.length);
  },
);

inFolder("a new journal is whole from the beginning, whoever makes it", async (folder) => {
  await Promise.all(
    Array.from({ length: 20 }, () => using(`${folder}/journal`, claimAll)),
  );
  assertEquals(files(folder), ["journal"]);
  assertEquals(await using(`${folder}/journal`, countKnown), keys.length);
});

inFolder("a journal that was cut off is refused, wherever", async (folder) => {
  await using(`${folder}/journal`, claimAll);
  const whole = await Deno.readFile(`${folder}/journal`);
  const reasons: Record<number, string> = {
    0: "is empty, so it was cut off",
    50: "was cut off",
    100: "was cut off",
    4096: "was cut off",
    [whole.length - 4096]: "was cut off",
    [whole.length - 1]: "was cut off",
  };
  for (const [length, reason] of Object.entries(reasons)) {
    await Deno.writeFile(`${folder}/cut`, whole.subarray(0, Number(length)));
    assertStringIncludes(await reasonOf(`${folder}/cut`), reason);
  }
});

inFolder("what is no journal is refused, and stays as it is", async (folder) => {
  await Deno.writeTextFile(`${folder}/text`, "surname;phone\n".repeat(20));
  assertStringIncludes(await reasonOf(`${folder}/text`), "is no journal");
  const other = new DatabaseSync(`${folder}/other`);
  other.exec("CREATE TABLE customers (name TEXT)");
  other.close();
  const before = await Deno.readFile(`${folder}/other`);
  assertStringIncludes(await reasonOf(`${folder}/other`), "is no journal");
  assertEquals(await Deno.readFile(`${folder}/other`), before);
  assertStringIncludes(await reasonOf(folder), "can't be read");
  assertStringIncludes(await reasonOf(`${folder}/none/journal`), "can't be made");
});

inFolder("a damaged journal is refused", async (folder) => {
  await using(`${folder}/journal`, claimAll);
  const bytes = await Deno.readFile(`${folder}/journal`);
  bytes.fill(0xaa, 8192, 12288);
  await Deno.writeFile(`${folder}/journal`, bytes);
  assertStringIncludes(await reasonOf(`${folder}/journal`), "can't be used as a journal");
});
