/**
 * A customer of a batch, on its way through a journal: its key, and the fingerprints of its row.
 *
 * A row is parsed only when its content is asked for. Most rows of a list that comes every night are known by their JSON,
 * and are never parsed. This is for speed alone: such a night takes half the CPU time.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import type { AddBatch } from "../../batch/model.ts";
import type { Lookup } from "../../call/lookup.ts";
import type { Outcome } from "../../outcome/model.ts";
import type { KeyOf } from "../reconcile/lookups.ts";
import { keyOfContent, keyOfLookup, lookupIn } from "./identity.ts";
import { contentIn, contentOf, hashOf, isSameContent, jsonOf, jsonPrintOf } from "./print.ts";
import type { Claim } from "./store.ts";

/** How rows are identified. */
export interface RowTerms {
  readonly key: KeyOf;
  /** Whether the journal is to know rows by their JSON. */
  readonly knowsJson: boolean;
}

/** A customer of a batch. */
export class Row {
  /** Its place in the batch. */
  readonly place: number;
  /** What it is looked up by, if it can be. */
  readonly lookup: Lookup | undefined;
  /** What makes it the same customer in two runs. */
  readonly key: string;
  /** How often it was sent. */
  sends = 0;
  /** How often it was sent as an update. */
  updates = 0;
  outcome: Outcome | undefined;
  readonly #item: BatchItem;
  readonly #knowsJson: boolean;
  #content: string | undefined;
  #json: string | undefined;
  #claim: Claim | undefined;

  /** Identifies a customer. */
  constructor(place: number, item: BatchItem, { key, knowsJson }: RowTerms) {
    this.place = place;
    this.#item = item;
    this.#knowsJson = knowsJson;
    this.lookup = lookupIn(item, key);
    if (this.lookup !== undefined) {
      this.key = keyOfLookup(this.lookup);
      return;
    }
    const hash = hashOf(item.customer);
    this.key = keyOfContent(hash);
    this.#content = contentIn(hash);
  }

  /** The fingerprint of its content. */
  get content(): string {
    return this.#content ??= contentIn(hashOf(this.#item.customer));
  }

  /** The fingerprint of its JSON. */
  get json(): string {
    return this.#json ??= jsonPrintOf(this.#item);
  }

  /** What the journal is to know it by. */
  get claim(): Claim {
    return this.#claim ??= {
      key: this.key,
      print: this.#knowsJson ? this.content + this.json : this.content,
    };
  }

  /** Whether its JSON is the one of a fingerprint. Then its content is that one's, too. */
  hasJsonOf(print: string): boolean {
    const json = jsonOf(print);
    if (json === "" || json !== this.json) return false;
    this.#content = contentOf(print);
    return true;
  }

  /** Whether its content is the one of a fingerprint. */
  hasContentOf(print: string): boolean {
    return isSameContent(print, this.content);
  }
}

/** The rows of a batch. */
export const rowsOf = ({ items }: AddBatch, terms: RowTerms): ReadonlyArray<Row> =>
  items.map((item, place) => new Row(place, item, terms));
