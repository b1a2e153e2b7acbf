/**
 * Where `--journal` keeps what it knows: in a file, for the importers of one machine; or in PostgreSQL, for those of
 * several.
 *
 * A journal is named after Thulium's address: what one system has, another one may lack.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { JournalStore, type JournalStoreError } from "../policy/journal/store.ts";
import { isAddress } from "./address.ts";
import { attempt } from "./files.ts";
import { sayJournal } from "./texts/say.ts";
import { journalTexts } from "./texts/journal.ts";
import { type UsageError, usageError } from "./usage_error.ts";

/** The journal's store. No error holds an address, because it may have a password in it. */
export const layerJournalStore = (journal: string): Layer.Layer<JournalStore, UsageError> =>
  isAddress(journal) ? inPostgres(journal) : Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("../policy/journal/sqlite_file.ts")),
      ({ layer }) => asUsageError(layer(journal)),
    ),
  );

/** Whether a journal is there. That of an address is. */
export const isJournalThere = (journal: string): Effect.Effect<boolean, UsageError> =>
  isAddress(journal) ? Effect.succeed(true) : attempt(() => Deno.stat(journal)).pipe(
    Effect.as(true),
    Effect.catch((problem) =>
      problem === "not-allowed"
        ? Effect.fail(usageError(({ usage }) => usage.notAllowed(journal, "read")))
        : Effect.succeed(problem !== "not-found")
    ),
  );

const inPostgres = (url: string): Layer.Layer<JournalStore, UsageError> => {
  const problem = problemOf(url);
  if (problem !== undefined) {
    return unusable(`--journal ${problem}`);
  }
  return Layer.unwrap(Effect.map(
    // Loaded when it is needed: most imports start faster without it.
    Effect.promise(() => import("../policy/journal/postgres.ts")),
    ({ layer }) => asUsageError(layer(url)),
  ));
};

/** Without a user the driver would ask the environment for one, which the importer may not read. */
const problemOf = (url: string): string | undefined => {
  if (!/^postgres(?:ql)?:/i.test(url)) {
    return journalTexts.fileOrAddress;
  }
  if (!URL.canParse(url)) return journalTexts.address;
  const { hostname, pathname, username } = new URL(url);
  if (username === "") return journalTexts.user;
  return hostname === "" || pathname.length < 2 ? journalTexts.host : undefined;
};

const asUsageError = (
  store: Layer.Layer<JournalStore, JournalStoreError>,
): Layer.Layer<JournalStore, UsageError> => Layer.catch(store, ({ message }) => unusable(message));

const unusable = (message: string): Layer.Layer<JournalStore, UsageError> =>
  Layer.effect(JournalStore, Effect.fail(usageError((texts) => sayJournal(message, texts))));
