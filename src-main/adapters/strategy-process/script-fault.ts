/** What is wrong with a script: a sentence, and the place in the user's own file. */
export class ScriptFault extends Error {
  override readonly name = 'ScriptFault';
  readonly place: string;

  constructor(place: string, problem: string) {
    super(problem);
    this.place = place;
  }
}
