/** Words for how a layer looks: noise in the name of a layer whose role is known, unless its text contains them. */
export const lookWords: ReadonlySet<string> = new Set(
  `white ivory silver gray grey slate charcoal black navy indigo cobalt blue azure periwinkle sky ice denim cyan teal
  turquoise mint green emerald forest lime olive yellow amber gold orange peach coral red crimson maroon pink rose
  magenta purple violet lavender plum brown tan beige cream aqua fuchsia vivid muted panoramic tiny centered aligned
  tall wide square pale`.split(/\s+/),
);
