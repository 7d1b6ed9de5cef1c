/** Who calls; what is counted per caller is counted by this, which tells no token. */
export type Caller = string;

export type Admission =
  | { readonly kind: "caller"; readonly caller: Caller }
  | { readonly kind: "refused"; readonly why: string }
  /** Nobody's fault but the operator's, or the issuer's. */
  | { readonly kind: "unknown"; readonly why: string };
