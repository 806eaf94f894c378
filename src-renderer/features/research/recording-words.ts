import type { RecordingCheck } from '../../../src-shared/contract/data-jobs.ts';
import type { Format } from '../../format/format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';

/** What reading recordings to their end found, in words. */
export function checkWords(checks: readonly RecordingCheck[], format: Format): string {
  const found = checks.map((check) => [check.id, findingsOf(check, format)] as const).filter(([, findings]) => findings.length > 0);
  if (found.length > 0) return WORDS.checkFound(found.map(([id, findings]) => WORDS.finding(id, findings.join(', '))).join(' '));
  return WORDS.checkedRecordings(format.count(checks.reduce((sum, { messages }) => sum + messages, 0)));
}

/** Whether a check found something that a replay suffers from. */
export function isSound(checks: readonly RecordingCheck[]): boolean {
  return checks.every(({ damage, snapshots, gaps, crossed, missingTrades }) => {
    return damage === null && snapshots > 0 && gaps === 0 && crossed === 0 && missingTrades === 0;
  });
}

function findingsOf(check: RecordingCheck, format: Format): readonly string[] {
  const { damage, snapshots } = check;
  if (damage !== null) return [damage];
  const counted = (['gaps', 'crossed', 'missingTrades', 'tornBytes'] as const)
    .filter((name) => check[name] > 0)
    .map((name) => WORDS.findings[name](format.count(check[name])));
  return snapshots === 0 ? [WORDS.findings.snapshots, ...counted] : counted;
}
