/**
 * What a reader did with an input that its owner may want to know, although nothing is wrong: as data, like a problem
 * (`problem.ts`), so that it can be said in several languages.
 *
 * **A notice never holds a value of a row.**
 *
 * @module
 */
import type { Place } from "./problem.ts";

/** The notices, by code, and what is known of each. */
export interface Notices {
  /** Lines or rows above the header that are no customers. `header` is the place of the header. */
  readonly "title-rows": { readonly count: number; readonly header: Place };
  /** Rows of nothing but delimiters or spaces. */
  readonly "blank-rows": { readonly count: number };
  /** Rows that are the header again. */
  readonly "repeated-headers": { readonly count: number };
  /** Cells that say that there is no value: `NULL`, `\N`, a dash for a phone number. */
  readonly "null-cells": { readonly count: number };
  /** Cells that were split into several phone numbers or e-mail addresses. */
  readonly "split-cells": { readonly count: number };
  /** Cells from which the sign was taken off that keeps a spreadsheet from running them as formulas. */
  readonly "unguarded-cells": { readonly count: number };
  /** Cells such as `="00123"`, by which people keep a spreadsheet from changing a text. */
  readonly "text-formulas": { readonly count: number };
  /** Dates of birth that are not written `YYYY-MM-DD`. They are left as they are. */
  readonly "other-dates": { readonly count: number };
  /** Words for a gender that are none of the usual ones. They are left as they are. */
  readonly "other-genders": { readonly count: number };
  /** Lines that are one cell, which holds the whole record. */
  readonly "quoted-lines": { readonly count: number };
  /** Records with `\"` for a quotation mark. */
  readonly "backslash-records": { readonly count: number };
  /** Rows that the sheet does not show. They were read like the others. */
  readonly "hidden-rows": { readonly count: number };
}

/** A code. */
export type NoticeCode = keyof Notices;

/** A notice. */
export type Notice = {
  readonly [code in NoticeCode]: { readonly code: code } & Notices[code];
}[NoticeCode];
