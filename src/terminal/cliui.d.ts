/** As much as is used here of a package that has no types of its own. */
declare module "cliui" {
  export interface Cell {
    readonly text: string;
    /** In columns of the terminal, with its padding. */
    readonly width: number;
    readonly align?: "right";
    /** Top, right, bottom, left. */
    readonly padding?: readonly [number, number, number, number];
  }

  export interface Layout {
    div(...cells: readonly Cell[]): void;
    toString(): string;
  }

  export default function cliui(options: { readonly width: number }): Layout;
}
