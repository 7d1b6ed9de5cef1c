import { NotRustV0, V0Cursor } from "./v0-cursor.ts";

/** As in rustc-demangle. Real names stay far below. */
const MAX_DEPTH = 500;

/** Characters written and parts read. References make a symbol say more than its length, up to exponentially. */
const MAX_WORK = 65_536;

/** What a symbol says, as far as it was read: what all of its parts are read and written with. */
export class V0Writer {
  protected readonly cursor: V0Cursor;
  readonly #pieces: string[] = [];
  #work = 0;
  #depth = 0;
  /** Whether what is read now is left out. */
  #isSilent = false;
  /** Lifetimes that the binders around the place introduce. */
  #boundLifetimes = 0;

  /** @param mangled what follows `_R` */
  constructor(mangled: string) {
    this.cursor = new V0Cursor(mangled);
  }

  protected get text(): string {
    return this.#pieces.join("");
  }

  /** Reads what is no part of the name. */
  protected silently(content: () => void): void {
    const wasSilent = this.#isSilent;
    this.#isSilent = true;
    content();
    this.#isSilent = wasSilent;
  }

  /** @param index counts outward from the innermost binder, from 1; 0 is an erased lifetime */
  protected lifetime(index: number): void {
    // Where nothing is written, binders are not counted.
    if (this.#isSilent) return;
    const number = this.#boundLifetimes - index;
    if (number < 0) throw new NotRustV0("a lifetime that nothing binds");
    if (index === 0) this.print("'_");
    else this.print(number < 26 ? `'${String.fromCharCode(97 + number)}` : `'_${number}`);
  }

  protected inBinder(content: () => void): void {
    const count = this.cursor.numberAfter("G");
    if (count > 0 && !this.#isSilent) {
      for (let index = 0; index < count; index++) {
        this.print(index === 0 ? "for<" : ", ");
        this.#boundLifetimes++;
        this.lifetime(1);
      }
      this.print("> ");
    }
    content();
    if (!this.#isSilent) this.#boundLifetimes -= count;
  }

  /** Reads what stands at an earlier place of the symbol. */
  protected reference(content: () => void): void {
    const here = this.cursor.position - 1;
    const target = this.cursor.base62();
    if (target >= here) throw new NotRustV0("a reference that does not point back");
    if (this.#isSilent) return;
    const after = this.cursor.position;
    this.cursor.position = target;
    content();
    this.cursor.position = after;
  }

  /** @returns how many items there were */
  protected list(item: () => void, separator = ", "): number {
    let count = 0;
    while (!this.cursor.eat("E")) {
      if (count > 0) this.print(separator);
      item();
      count++;
    }
    return count;
  }

  protected nested(content: () => void): void {
    if (this.#depth === MAX_DEPTH) throw new NotRustV0("nests too deep");
    this.#spend(1);
    this.#depth++;
    content();
    this.#depth--;
  }

  protected hexadecimal(): string {
    const digits = this.cursor.hexadecimal();
    this.#spend(digits.length);
    return digits;
  }

  protected print(text: string): void {
    if (this.#isSilent) return;
    this.#spend(text.length);
    this.#pieces.push(text);
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_WORK) throw new NotRustV0("says too much");
  }
}
