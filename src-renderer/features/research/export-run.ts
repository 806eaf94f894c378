import { callMain } from '../../state/call-main.ts';
import { saveText } from '../../ui/save-text.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** Saves a report as a file. */
export async function exportRun(run: number, format: 'csv' | 'json' | 'html' | 'capsule'): Promise<void> {
  const result = await callMain((client) => client.research.export({ run, format }));
  if (!result.ok) {
    tellRefusal('export', result.fault.message);
    return;
  }
  saveText(result.value.name, result.value.text);
  tellNote('export', SAY.exported(result.value.name));
}
