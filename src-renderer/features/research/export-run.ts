import type { Result } from '../../../src-shared/kernel/result.ts';
import { callMain } from '../../state/call-main.ts';
import { saveText } from '../../ui/save-text.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Saves a report as a file. */
export async function exportRun(run: number, format: 'csv' | 'json' | 'html' | 'capsule'): Promise<void> {
  save(await callMain((client) => client.research.export({ run, format })));
}

/** Saves a portfolio's report as a file. */
export async function exportPortfolio(run: number, format: 'csv' | 'json' | 'html'): Promise<void> {
  save(await callMain((client) => client.portfolios.export({ run, format })));
}

function save(result: Result<{ readonly name: string; readonly text: string }>): void {
  if (!result.ok) {
    tellRefusal('export', result.fault.message);
    return;
  }
  saveText(result.value.name, result.value.text);
  tellNote('export', SAY.exported(result.value.name));
}
