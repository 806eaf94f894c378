import { Fault } from './fault.ts';

/** What an operating system's file call threw, as `disk.full` or `disk.failed` naming `file`; anything else stays what it is. */
export function diskFault(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return thrown;
  if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT' || thrown.code === 'EFBIG')
    return new Fault('disk.full', { file }, { cause: thrown });
  return new Fault('disk.failed', { file, problem: thrown.message }, { cause: thrown });
}
