/**
 * The time of a journal's claims. A claim is held for as long as Thulium may still create its customer: too long for a
 * test to wait. The sandbox creates customers before it answers, or never, so a test may move that time into the past.
 */
import { onTable } from "../support/journal_table.ts";

/** Lets the time of all claims in a journal's file pass. */
export const letClaimsExpire = (file: string): void => {
  onTable(file, "UPDATE thulium_journal_2 SET until = 0 WHERE state <> 'created'");
};
