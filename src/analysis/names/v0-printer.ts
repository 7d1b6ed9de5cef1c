import type { Demangled } from "./demangled.ts";
import { NotRustV0 } from "./v0-cursor.ts";
import { BASIC_TYPES, booleanText, characterText, integerText, stringText } from "./v0-literals.ts";
import { V0Writer } from "./v0-writer.ts";

/**
 * Writes a symbol out while it reads it, as RFC 2603 orders: each method reads what it is named after.
 * Every method throws `NotRustV0` where the symbol breaks the grammar or a limit.
 */
export class V0Printer extends V0Writer {
  symbol(): Demangled {
    this.#path(true);
    // The crate that a generic function was instantiated for is no part of its name.
    if (/^[A-Z]/.test(this.cursor.peek())) this.silently(() => this.#path(false));
    return { path: this.text, rest: this.cursor.rest };
  }

  /** @param isValue whether it stands where a value does, so that generic arguments need a turbofish */
  #path(isValue: boolean): void {
    this.nested(() => {
      const tag = this.cursor.next();
      if (tag === "C") this.#disambiguatedName();
      else if (tag === "N") this.#nestedPath(isValue);
      else if (tag === "M") this.#inherentImpl();
      else if (tag === "X") this.#traitImpl();
      else if (tag === "Y") this.#typeAsTrait();
      else if (tag === "I") this.#genericPath(isValue);
      else if (tag === "B") this.reference(() => this.#path(isValue));
      else throw new NotRustV0(`no path starts with ${tag}`);
    });
  }

  #disambiguatedName(): void {
    this.cursor.numberAfter("s");
    this.print(this.cursor.identifier());
  }

  #nestedPath(isValue: boolean): void {
    const namespace = this.cursor.next();
    this.#path(isValue);
    const disambiguator = this.cursor.numberAfter("s");
    const name = this.cursor.identifier();
    if (/[A-Z]/.test(namespace)) {
      const kinds: Readonly<Record<string, string>> = { C: "closure", S: "shim" };
      const kind = kinds[namespace] ?? namespace;
      this.print(`::{${kind}${name === "" ? "" : `:${name}`}#${disambiguator}}`);
    } else if (!/[a-z]/.test(namespace)) {
      throw new NotRustV0(`${namespace} is no namespace`);
    } else if (name !== "") {
      this.print(`::${name}`);
    }
  }

  #inherentImpl(): void {
    this.#placeOfImpl();
    this.print("<");
    this.#type();
    this.print(">");
  }

  #traitImpl(): void {
    this.#placeOfImpl();
    this.#typeAsTrait();
  }

  /** The module that an impl is written in, which its name leaves out. */
  #placeOfImpl(): void {
    this.cursor.numberAfter("s");
    this.silently(() => this.#path(false));
  }

  #typeAsTrait(): void {
    this.print("<");
    this.#type();
    this.print(" as ");
    this.#path(false);
    this.print(">");
  }

  #genericPath(isValue: boolean): void {
    this.#path(isValue);
    this.print(isValue ? "::<" : "<");
    this.list(() => this.#genericArgument());
    this.print(">");
  }

  #genericArgument(): void {
    if (this.cursor.eat("L")) this.lifetime(this.cursor.base62());
    else if (this.cursor.eat("K")) this.#const(false);
    else this.#type();
  }

  #type(): void {
    this.nested(() => {
      const tag = this.cursor.peek();
      const basic = BASIC_TYPES[tag];
      if (basic === undefined && /[CNMXYI]/.test(tag)) return this.#path(false);
      this.cursor.next();
      if (basic !== undefined) this.print(basic);
      else if (tag === "A") this.#array();
      else if (tag === "S") this.#slice();
      else if (tag === "T") this.#tuple(() => this.#type());
      else if (tag === "R") this.#borrow("");
      else if (tag === "Q") this.#borrow("mut ");
      else if (tag === "P") this.#pointer("*const ");
      else if (tag === "O") this.#pointer("*mut ");
      else if (tag === "F") this.inBinder(() => this.#functionPointer());
      else if (tag === "D") this.#traitObject();
      else if (tag === "B") this.reference(() => this.#type());
      else throw new NotRustV0(`no type starts with ${tag}`);
    });
  }

  #array(): void {
    this.print("[");
    this.#type();
    this.print("; ");
    this.#const(true);
    this.print("]");
  }

  #slice(): void {
    this.print("[");
    this.#type();
    this.print("]");
  }

  #tuple(item: () => void): void {
    this.print("(");
    const count = this.list(item);
    this.print(count === 1 ? ",)" : ")");
  }

  #borrow(mutability: string): void {
    this.print("&");
    const lifetime = this.cursor.eat("L") ? this.cursor.base62() : 0;
    if (lifetime !== 0) {
      this.lifetime(lifetime);
      this.print(" ");
    }
    this.print(mutability);
    this.#type();
  }

  #pointer(kind: string): void {
    this.print(kind);
    this.#type();
  }

  #functionPointer(): void {
    if (this.cursor.eat("U")) this.print("unsafe ");
    if (this.cursor.eat("K")) {
      const abi = this.cursor.eat("C") ? "C" : this.cursor.identifier().replaceAll("_", "-");
      this.print(`extern "${abi}" `);
    }
    this.print("fn(");
    this.list(() => this.#type());
    this.print(")");
    if (this.cursor.eat("u")) return;
    this.print(" -> ");
    this.#type();
  }

  #traitObject(): void {
    this.print("dyn ");
    this.inBinder(() => this.list(() => this.#boundOfObject(), " + "));
    if (!this.cursor.eat("L")) throw new NotRustV0("a trait object without its lifetime");
    const lifetime = this.cursor.base62();
    if (lifetime === 0) return;
    this.print(" + ");
    this.lifetime(lifetime);
  }

  #boundOfObject(): void {
    let hasArguments = this.#pathBeforeBindings();
    while (this.cursor.eat("p")) {
      this.print(hasArguments ? ", " : "<");
      hasArguments = true;
      this.print(`${this.cursor.identifier()} = `);
      this.#type();
    }
    if (hasArguments) this.print(">");
  }

  /** @returns whether it has generic arguments, whose `>` is left out for bindings to follow */
  #pathBeforeBindings(): boolean {
    if (this.cursor.eat("B")) {
      let hasArguments = false;
      this.nested(() =>
        this.reference(() => {
          hasArguments = this.#pathBeforeBindings();
        }),
      );
      return hasArguments;
    }
    if (!this.cursor.eat("I")) {
      this.#path(false);
      return false;
    }
    this.#path(false);
    this.print("<");
    this.list(() => this.#genericArgument());
    return true;
  }

  /** @param isNested whether it stands within an expression, so that it needs no braces */
  #const(isNested: boolean): void {
    this.nested(() => {
      const tag = this.cursor.next();
      if (tag === "B") return this.reference(() => this.#const(isNested));
      if (this.#literal(tag)) return;
      if (!isNested) this.print("{");
      this.#expression(tag);
      if (!isNested) this.print("}");
    });
  }

  /** @returns whether the tag starts a literal, which needs no braces */
  #literal(tag: string): boolean {
    if (tag === "p") this.print("_");
    else if (/[htmyoj]/.test(tag)) this.print(integerText(this.hexadecimal()));
    else if (/[aslxni]/.test(tag)) this.#signedInteger();
    else if (tag === "b") this.print(booleanText(this.hexadecimal()));
    else if (tag === "c") this.print(characterText(this.hexadecimal()));
    else if (tag === "R" && this.cursor.eat("e")) this.print(stringText(this.hexadecimal()));
    else return false;
    return true;
  }

  #signedInteger(): void {
    const sign = this.cursor.eat("n") ? "-" : "";
    this.print(sign + integerText(this.hexadecimal()));
  }

  #expression(tag: string): void {
    if (tag === "e") this.print(`*${stringText(this.hexadecimal())}`);
    else if (tag === "R") this.#borrowOfConst("&");
    else if (tag === "Q") this.#borrowOfConst("&mut ");
    else if (tag === "T") this.#tuple(() => this.#const(true));
    else if (tag === "A") this.#arrayOfConsts();
    else if (tag === "V") this.#variant();
    else throw new NotRustV0(`no const starts with ${tag}`);
  }

  #borrowOfConst(kind: string): void {
    this.print(kind);
    this.#const(true);
  }

  #arrayOfConsts(): void {
    this.print("[");
    this.list(() => this.#const(true));
    this.print("]");
  }

  /** A struct, or a variant of an enum. */
  #variant(): void {
    this.#path(true);
    const kind = this.cursor.next();
    if (kind === "T") {
      this.print("(");
      this.list(() => this.#const(true));
      this.print(")");
    } else if (kind === "S") {
      this.print(" { ");
      this.list(() => this.#field());
      this.print(" }");
    } else if (kind !== "U") {
      throw new NotRustV0(`${kind} is no kind of variant`);
    }
  }

  #field(): void {
    this.#disambiguatedName();
    this.print(": ");
    this.#const(true);
  }
}
