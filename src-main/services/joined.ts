import type { Releasable } from '../../src-shared/kernel/disposable.ts';

/** Puts a member into a set until it is let go. */
export function joined<Member>(members: Set<Member>, member: Member): Releasable {
  members.add(member);
  return {
    dispose: () => {
      members.delete(member);
    },
  };
}
