declare const brand: unique symbol;

/** A nominal type: a `Base` that only its own constructor function hands out, so that two ids of different kinds cannot be mixed up. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
