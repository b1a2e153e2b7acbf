/**
 * Reads a body whose sender chooses the size of its pieces. Small pieces that come soon after each other are given as
 * one, so that what is done for each part costs little per byte. A piece that comes alone is given a millisecond later.
 *
 * When all bytes that were announced have come, the body is over, and its end is left: see
 * {@linkcode PieceReader.isSenderThere}.
 *
 * @module
 */
import { ByteBuffer } from "./byte_buffer.ts";

/** So many bytes are given at once. */
const enough = 16_384;
/** The body is not read further while so many bytes are waiting. */
const most = 65_536;

/** How a body ended: as it should, because it broke off, or because there was no room for it. */
type Ending = "end" | "cut" | "no-room";

/** The next bytes, or how the body ended. */
export type Part = Uint8Array | Ending;

const nothing = () => new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });

/** Reads one body. */
export class PieceReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #announced: number;
  readonly #hasRoom: (length: number) => boolean;
  readonly #waiting = new ByteBuffer();
  /** How many bytes came. */
  #length = 0;
  #isReading = false;
  /** Ends when the piece that is being read came. */
  #piece: Promise<void> | undefined;
  #mayEnd = false;
  /** Ends when the end that was left was read. */
  #end: Promise<void> | undefined;
  #ending: Ending | undefined;
  /** Gives the part that was asked for. */
  #answer: ((part: Part) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Reads a body while `hasRoom` says yes to the number of bytes of each piece that came. */
  constructor(
    { body, headers }: Pick<Request, "body" | "headers">,
    hasRoom: (length: number) => boolean,
  ) {
    this.#reader = (body ?? nothing()).getReader();
    this.#announced = Number(headers.get("content-length") ?? NaN);
    this.#hasRoom = hasRoom;
  }

  /** Whether the body broke off. The bytes before the break are not given any more. */
  get isCut(): boolean {
    return this.#ending === "cut";
  }

  /** Whether all bytes that were announced came, and the end was not read. */
  get isEndLeft(): boolean {
    return this.#length === this.#announced && !this.#mayEnd;
  }

  /**
   * Whether the sender is there, as far as the body shows. The end that was left shows it once: Deno does not tell of a
   * sender who leaves after the last byte, but it can't read the end then. So this is asked as late as possible.
   */
  async isSenderThere(): Promise<boolean> {
    if (this.isEndLeft) {
      this.#mayEnd = true;
      this.#end = this.#readPiece();
    }
    await this.#end;
    return !this.isCut;
  }

  /** The next part. It must have come before the next one is asked for. Its bytes do not change any more. */
  next(): Promise<Part> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#giveIfReady();
      this.#read();
    });
  }

  /** Ends the reading. A body whose end is not read costs its connection. */
  close(): void {
    clearTimeout(this.#timer);
    this.#answer = undefined;
    if (this.isEndLeft) this.isSenderThere();
    else {
      this.#ending ??= "cut";
      this.#reader.cancel().catch(() => {});
    }
  }

  /** One loop of promises, and no Effects: there may be a piece for each byte. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#ending === undefined && this.#waiting.length < most && !this.isEndLeft) {
      await this.#readPiece();
    }
    this.#isReading = false;
  }

  /** One read at a time, because workerd fails a second one. */
  #readPiece(): Promise<void> {
    return this.#piece ??= this.#readNext();
  }

  async #readNext(): Promise<void> {
    try {
      const { done, value } = await this.#reader.read();
      if (done) this.#ending ??= "end";
      else if (this.#hasRoom(value.length)) {
        this.#waiting.add(value);
        this.#length += value.length;
      } else this.#ending ??= "no-room";
    } catch {
      this.#ending ??= "cut";
    }
    this.#piece = undefined;
    this.#giveIfReady();
  }

  #giveIfReady(): void {
    if (this.#answer === undefined) return;
    const isReady = this.#waiting.length >= enough || this.#ending !== undefined || this.isEndLeft;
    if (isReady) this.#give(this.#answer);
    else if (this.#waiting.length > 0) {
      this.#timer ??= setTimeout(() => this.#answer && this.#give(this.#answer), 1);
    }
  }

  #give(answer: (part: Part) => void): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#answer = undefined;
    const isGiven = this.#waiting.length > 0 && !this.isCut;
    // Without an ending all that was announced was given.
    answer(isGiven ? this.#waiting.take() : this.#ending ?? "end");
    this.#read();
  }
}
