/**
 * What a journal notes of a customer, and what an entry says of the customer in a later run.
 *
 * ## What is stored, version 1
 *
 * Customers `512 n` to `512 n + 511` share page `n`. A page is stored under two keys in turn, `NAME/n/a` and
 * `NAME/n/b`, so that a write that is cut off leaves the previous page whole; the higher `revision` counts. A
 * page is JSON:
 *
 * ```json
 * { "version": 1, "revision": 7, "entries": { "1024": ["c", "9f86d081884c7d65", "13"] } }
 * ```
 *
 * An entry is a state and a fingerprint, and for `c` the id, for `r` the status. The fingerprint is the first 64
 * bits of the SHA-256 of the customer's JSON, in hex; another customer has another fingerprint.
 *
 * | state | meaning                                          | next time                      |
 * |-------|--------------------------------------------------|--------------------------------|
 * | `s`   | about to be sent; its outcome was never written  | in doubt                       |
 * | `u`   | `Unknown`                                        | in doubt                       |
 * | `c`   | `Created`                                        | `Created`, not sent            |
 * | `r`   | `Rejected` by Thulium                            | `Rejected`, sent if it differs |
 * | `n`   | `NotSent`                                        | sent                           |
 *
 * No value of a customer is stored. If a key of a page is lost or unreadable, the page is marked
 * (`"doubtful": true`): the customers without an entry in it are in doubt.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import { fingerprintOf } from "../../internal/fingerprint.ts";
import { Outcome } from "../../outcome/model.ts";

/** What is known of a customer: state, fingerprint, and the id or status that belongs to the state. */
export type Entry = readonly [
  state: "s" | "u" | "c" | "r" | "n",
  fingerprint: string,
  detail?: string,
];

/** What the journal knows of a customer that is to be sent. */
export type Knowledge =
  | { readonly _tag: "Send" }
  | { readonly _tag: "InDoubt" }
  | { readonly _tag: "Decided"; readonly outcome: Outcome };

/** A customer's fingerprint is needed several times, and computed once. */
const fingerprints = new WeakMap<BatchItem, string>();

/** A customer's fingerprint. */
export const fingerprint = (item: BatchItem): string => {
  const known = fingerprints.get(item);
  if (known !== undefined) return known;
  const made = fingerprintOf(item.json);
  fingerprints.set(item, made);
  return made;
};

/** The entry of a customer with an outcome. */
export const entryOf = (item: BatchItem, outcome: Outcome | undefined): Entry => {
  const print = fingerprint(item);
  switch (outcome?._tag) {
    case "Created":
      return ["c", print, outcome.customerId];
    case "Rejected":
      return ["r", print, String(outcome.status)];
    case "NotSent":
      return ["n", print];
    case "Unknown":
    case undefined:
      return ["u", print];
  }
};

/** What an entry says of the customer that is at its index now. */
export const knowledgeOf = (item: BatchItem, entry: Entry | "lost" | undefined): Knowledge => {
  if (entry === undefined) return { _tag: "Send" };
  if (entry === "lost") return { _tag: "InDoubt" };
  const [state, print, detail = ""] = entry;
  const isSame = print === fingerprint(item);
  switch (state) {
    case "n":
      return { _tag: "Send" };
    case "r":
      return isSame
        ? decidedAs(Outcome.rejected(Number(detail), rejectedBefore))
        : { _tag: "Send" };
    case "c":
      return isSame ? decidedAs(Outcome.created(detail)) : moved;
    case "s":
    case "u":
      return isSame ? { _tag: "InDoubt" } : moved;
  }
};

/** Knowledge of a customer for which no call is needed. */
export const decidedAs = (outcome: Outcome): Knowledge => ({ _tag: "Decided", outcome });

/** Whether an entry is of a customer that was or may have been created. */
export const mayExist = ([state]: Entry): boolean =>
  state === "c" || state === "s" || state === "u";

const rejectedBefore = "Thulium rejected this customer in an earlier run";

/** The journal has another customer at this index, and that customer may exist. */
export const moved: Knowledge = /* @__PURE__ */ decidedAs(
  /* @__PURE__ */ Outcome.notSent(
    "not sent: the journal has other customers, so the input has changed",
  ),
);
