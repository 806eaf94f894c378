import './accounts.css';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { VenueAccountRow } from '../../../src-shared/contract/accounts.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { useDataTable } from '../../ui/data-table/use-data-table.ts';
import { exportTable } from '../../ui/export-csv.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { accountColumns } from './account-columns.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { ReadingPart } from './reading-part.tsx';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';
import { TypedNameDialog } from './typed-name-dialog.tsx';
import { useAccounts } from './use-accounts.ts';
import type { AccountsModel } from './use-accounts.ts';

const onExport = exportTable(SAY.file);

/** The question that is open, and of which account; `add` is of none. */
type Question = { readonly kind: 'add' } | { readonly kind: 'rotate' | 'enable' | 'remove'; readonly account: VenueAccountRow };

/** Accounts at exchanges: what each key may do, how old it is, and what its venue says. */
export function AccountsPanel(): ReactElement {
  const model = useAccounts();
  const [question, ask] = useState<Question | null>(null);
  const { read, failure, shown } = model;
  const add = (): void => {
    ask({ kind: 'add' });
  };
  if (read === null) {
    return failure === null ? (
      <LoadingBlocks label={SAY.loading} rows={4} />
    ) : (
      <PanelMessage kind="failed" sentence={SAY.failed(failure)} actions={[{ label: SAY.retry, onPress: () => void model.readAgain() }]} />
    );
  }
  return (
    <>
      <PanelHead title={SAY.title} figure={read.accounts.length === 0 ? undefined : read.accounts.length}>
        <Button size="small" onPress={add}>
          {SAY.add}
        </Button>
      </PanelHead>
      <div className="accounts">
        <AccountsTable model={model} accounts={read.accounts} onAsk={ask} onAdd={add} />
        {shown === null ? null : <ReadingPart key={shown.name} shown={shown} />}
      </div>
      {question === null ? null : <QuestionDialog question={question} model={model} venues={read.venues} onClose={() => ask(null)} />}
    </>
  );
}

interface TableProps {
  readonly model: AccountsModel;
  readonly accounts: readonly VenueAccountRow[];
  readonly onAsk: (question: Question) => void;
  readonly onAdd: () => void;
}

function AccountsTable({ model, accounts, onAsk, onAdd }: TableProps): ReactElement {
  const format = useFormat();
  const [chosen, choose] = useState<string>();
  const menu = (account: VenueAccountRow): readonly MenuEntry[] => [
    { id: 'rotate', label: SAY.rotate, onChoose: () => onAsk({ kind: 'rotate', account }) },
    account.disabled === null
      ? { id: 'disable', label: SAY.disable, onChoose: () => void model.disable(account) }
      : { id: 'enable', label: SAY.enable, onChoose: () => void enable(account) },
    { id: 'remove', label: SAY.remove, onChoose: () => onAsk({ kind: 'remove', account }) },
  ];
  const enable = async (account: VenueAccountRow): Promise<void> => {
    if (account.disabled === 'withdrawal-rights') onAsk({ kind: 'enable', account });
    else {
      const problem = await model.enable(account, null);
      if (problem !== null) tellRefusal(`account-${account.id}`, problem);
    }
  };
  const { checking } = model;
  const columns = useMemo(
    () => accountColumns(format, { now: Date.now(), checking, check: (account) => void model.check(account), menu }),
    // What can be done does not change with what is shown.
    [format, checking, accounts],
  );
  const table = useDataTable({ id: 'venue-accounts', label: SAY.title, columns, rows: accounts, rowKey: (row) => row.id, onExport });
  return (
    <DataTable
      table={table}
      selectedKey={chosen}
      onSelect={(row) => {
        choose(row.id);
      }}
      onOpen={(row) => {
        if (row.disabled === null && checking === null) void model.check(row);
      }}
      onDelete={(account) => {
        onAsk({ kind: 'remove', account });
      }}
      rowMenu={menu}
      empty={<PanelMessage kind="empty" sentence={SAY.none} actions={[{ label: SAY.add, onPress: onAdd }]} />}
    />
  );
}

interface QuestionProps {
  readonly question: Question;
  readonly model: AccountsModel;
  readonly venues: NonNullable<AccountsModel['read']>['venues'];
  readonly onClose: () => void;
}

function QuestionDialog({ question, model, venues, onClose }: QuestionProps): ReactElement {
  if (question.kind === 'add' || question.kind === 'rotate') {
    const rotated = question.kind === 'rotate' ? question.account : null;
    return (
      <KeyDialog
        venues={venues}
        rotated={rotated}
        onClose={onClose}
        onDone={(asked) => {
          model.take(asked, rotated === null ? SAY.added(asked.account.name) : SAY.rotated(asked.account.name));
          onClose();
        }}
      />
    );
  }
  const { account, kind } = question;
  const act = async (typed: string): Promise<string | null> => {
    const problem = await (kind === 'remove' ? model.remove(account, typed) : model.enable(account, typed));
    if (problem === null) onClose();
    return problem;
  };
  const words =
    kind === 'remove'
      ? [SAY.removeTitle(account.name), SAY.removeBody(account.name), SAY.remove]
      : [SAY.enableTitle(account.name), SAY.acceptBody, SAY.enable];
  return <TypedNameDialog title={words[0]!} body={words[1]!} act={words[2]!} name={account.name} onAct={act} onClose={onClose} />;
}
