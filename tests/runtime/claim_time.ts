/**
 * The time of a journal's claims. A claim is held for as long as Thulium may still create its customer: too long for a
 * test to wait. The sandbox creates customers before it answers, or never, so a test may move that time into the past.
 */
import { table } from "../../src/policy/journal/sql_dialects.ts";
import { DatabaseSync } from "node:sqlite";

/** Lets the time of all claims in a journal's file pass. */
export const letClaimsExpire = (file: string): void => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(`UPDATE ${table} SET until = 0 WHERE state <> 'created'`);
  database.close();
};
