import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { NOTICE_SENTENCES } from '../notices/sentences.ts';
import { callMain } from '../../state/call-main.ts';
import type { DeskClient } from '../../client/desk-client.ts';
import { Button } from '../../ui/button.tsx';
import { saveText } from '../../ui/save-text.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { copyText } from '../copy-text.ts';
import type { ShellProps } from '../shell-props.ts';
import { SETTINGS_SENTENCES as SAY } from './sentences.ts';
import type { SettingRow } from './setting-row.ts';

interface LedgerTaskProps<Value> {
  readonly label: string;
  readonly run: (client: DeskClient) => Promise<Value>;
  /** What came of it, in a sentence. */
  readonly said: (value: Value) => ReactNode;
}

/** A button that has main do something with the ledger, and what came of it beside the button. */
function LedgerTask<Value>({ label, run, said }: LedgerTaskProps<Value>): ReactElement {
  const [working, setWorking] = useState(false);
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const start = async (): Promise<void> => {
    setWorking(true);
    const result = await callMain(run);
    setWorking(false);
    setOutcome(result.ok ? said(result.value) : result.fault.message);
  };
  return (
    <>
      <Button size="small" disabledReason={working ? SAY.working : undefined} onPress={() => void start()}>
        {label}
      </Button>
      <span className="app-setting-outcome" role="status" data-selectable="">
        {outcome}
      </span>
    </>
  );
}

function openHome(): void {
  void callMain((client) => client.app.openHome({})).then((result) => {
    if (!result.ok) tellRefusal('open-home', result.fault.message);
  });
}

/** Where everything is kept, and what can be done with it. */
export function dataRows(info: ShellProps['info']): readonly SettingRow[] {
  const section = 'data';
  return [
    {
      section,
      label: SAY.home,
      control: (
        <>
          <code className="app-setting-path" data-selectable="">
            {info?.home ?? SAY.unknown}
          </code>
          <Button size="small" disabledReason={info?.opensFolders === true ? undefined : SAY.openNotHere} onPress={openHome}>
            {SAY.openHome}
          </Button>
          <Button
            size="small"
            onPress={() => {
              copyText(info?.home ?? '');
            }}
          >
            {SAY.copyHome}
          </Button>
        </>
      ),
    },
    {
      section,
      label: SAY.backup,
      note: SAY.backupNote,
      control: (
        <LedgerTask
          label={SAY.backupNow}
          run={(client) => client.ledger.backup({})}
          said={({ file }) => (
            <>
              {SAY.backedUp} <code>{file}</code>
            </>
          )}
        />
      ),
    },
    {
      section,
      label: SAY.verify,
      note: SAY.verifyNote,
      control: (
        <LedgerTask label={SAY.verifyNow} run={(client) => client.ledger.verify({})} said={(check) => NOTICE_SENTENCES.checked(check)} />
      ),
    },
    {
      section,
      label: SAY.export,
      note: SAY.exportNote,
      control: (
        <LedgerTask
          label={SAY.exportNow}
          run={(client) => client.ledger.exportFills({})}
          said={({ csv, rows }) => {
            saveText('fills.csv', csv);
            return SAY.exported(rows);
          }}
        />
      ),
    },
  ];
}
