/** Words for people, free of any channel's markup: each channel draws them in its own. */
export type Message = readonly Line[]

/** `code` is foreign text or columns: drawn in a fixed width and never read as markup. */
export type Line = readonly Span[] | { readonly code: readonly string[] }

export type Span = string | { readonly bold: string }
