/** Fresh ids. A seeded source gives the same ids for the same seed. */
export interface Ids {
  /** A new id of 16 characters of [0-9a-z], unique within the home folder. */
  next(): string;
}
