/**
 * Comments in JSON: a line from `//` on, or what stands between the signs of C. No JSON has them, but programs that read
 * it often pass over them.
 *
 * @module
 */
const slash = 0x2f;
const star = 0x2a;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A comment, which no JSON has. */
export class Comment {
  /** What ends the comment; `/` if the next sign tells. */
  #end: "" | "/" | "line" | "*" | "*/" = "";
  #isBroken = false;

  /** Whether a comment is being read. */
  get isOpen(): boolean {
    return this.#end !== "";
  }

  /** Whether there was a slash that begins no comment. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Whether the input may not end here. */
  get isUnfinished(): boolean {
    return this.#end !== "" && this.#end !== "line";
  }

  /** Begins a comment with its first slash. */
  begin(): void {
    this.#end = "/";
  }

  /** Takes a sign. Returns whether it ends the comment. */
  read(code: number): boolean {
    const isStar = code === star;
    if (this.#end === "/") {
      this.#isBroken = code !== slash && !isStar;
      this.#end = isStar ? "*" : "line";
    } else if (this.#end === "line") {
      if (code === lineFeed || code === carriageReturn) this.#end = "";
    } else if (this.#end === "*/" && code === slash) this.#end = "";
    else this.#end = isStar ? "*/" : "*";
    return this.#end === "";
  }
}
