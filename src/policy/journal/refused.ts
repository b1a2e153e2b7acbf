/**
 * Rows that a journal refuses by itself.
 *
 * @module
 */
import type { Rejected } from "../../outcome/model.ts";

/** The status of a row that contradicts another one, or what Thulium has. */
const conflict = 409;

/** The outcome of a row that is not sent, because of what it holds. */
export const refused = (message: string): Rejected => ({
  _tag: "Rejected",
  by: "validation",
  status: conflict,
  message,
  issues: [],
});

/** A row that can't be known again once its content has changed. */
export const keyless: Rejected = /* @__PURE__ */ refused(
  "has no key by which it could be known again; a changed row would be created again",
);

/** A row whose key is another row's. */
export const otherContent: Rejected = /* @__PURE__ */ refused(
  "another row of this list has the same key and other values",
);
