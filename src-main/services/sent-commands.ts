/** Commands whose answers are kept; a request is not sent twice so much later. */
const KEPT = 1_000;

/** What was asked for by commands: one that is sent twice is carried out once and answered twice the same. One that failed may be sent again. */
export class SentCommands<Answer> {
  private readonly answers = new Map<string, Answer>();

  once(command: string, work: () => Answer): Answer {
    const known = this.answers.get(command);
    if (known !== undefined) return known;
    const answer = work();
    this.answers.set(command, answer);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= KEPT) break;
      this.answers.delete(oldest);
    }
    return answer;
  }
}
