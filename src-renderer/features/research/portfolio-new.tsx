import { useState } from 'react';
import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { AccountFields, PortfolioRowFields } from './portfolio-fields.tsx';
import { defaultPortfolio, formOfPortfolio, groundOf, MOST_ROWS, readPortfolioForm } from './portfolio-form.ts';
import type { PortfolioForm, PortfolioGround, PortfolioProblems, PortfolioRowForm } from './portfolio-form.ts';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';
import { choosePortfolio, portfoliosNewestFirst, usePortfolios } from './portfolio-store.ts';
import { useResearch } from './research-store.ts';

const RIGHT: PortfolioProblems = { account: {}, rows: [] };

interface Typed {
  readonly problems: PortfolioProblems;
  readonly refused: string | null;
  readonly busy: boolean;
}

/** The form of a new portfolio; it opens as the newest one was. */
export function NewPortfolio(ground: PortfolioGround): ReactElement {
  const newest = useDesk(({ portfolios }) => portfoliosNewestFirst(portfolios)[0]);
  const kept = usePortfolios((store) => store.form);
  const profiles = useResearch((store) => store.costs);
  const instruments = useDesk((desk) => desk.instruments);
  const format = useFormat();
  const [{ problems, refused, busy }, setTyped] = useState<Typed>({ problems: RIGHT, refused: null, busy: false });
  const form = kept ?? (newest === undefined ? defaultPortfolio(ground) : formOfPortfolio(newest.request));
  const change = (part: Partial<PortfolioForm>): void => {
    usePortfolios.getState().type({ ...form, ...part });
    setTyped((now) => ({ ...now, problems: RIGHT, refused: null }));
  };
  const changeRow = (at: number, part: Partial<PortfolioRowForm>): void =>
    change({ rows: form.rows.map((row, index) => (index === at ? { ...row, ...part } : row)) });
  const run = async (): Promise<void> => {
    const read = readPortfolioForm(form, ground, format.parseAmount);
    if (!('request' in read)) {
      setTyped((now) => ({ ...now, problems: read.problems }));
      return;
    }
    setTyped({ problems: RIGHT, refused: null, busy: true });
    const result = await callMain((client, command) => client.portfolios.run({ command, request: read.request }));
    setTyped({ problems: RIGHT, refused: result.ok ? null : result.fault.message, busy: false });
    if (result.ok) choosePortfolio(result.value.run);
  };
  const { quote } = instrumentFacts(instruments, groundOf(form.rows[0]!, ground).source.instrument);
  const { rows, ...account } = form;
  return (
    <form
      className="research-portfolio-form"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <AccountFields form={form} problems={problems.account} profiles={profiles} quote={quote} onChange={change} />
      <ol className="research-portfolio-rows" aria-label={SAY.rows}>
        {rows.map((row, at) => (
          <PortfolioRowFields
            key={at}
            {...ground}
            number={String(at + 1)}
            account={account}
            row={row}
            problems={problems.rows[at] ?? {}}
            onChange={(part) => changeRow(at, part)}
            onRemove={rows.length === 1 ? SAY.onlyRow : () => change({ rows: rows.filter((_, index) => index !== at) })}
          />
        ))}
      </ol>
      {refused === null ? null : (
        <p className="ui-form-message" role="alert">
          {refused}
        </p>
      )}
      <div className="research-portfolio-foot">
        <Button
          disabledReason={rows.length >= MOST_ROWS ? SAY.most(String(MOST_ROWS)) : undefined}
          onPress={() => change({ rows: [...rows, rows.at(-1)!] })}
        >
          {SAY.add}
        </Button>
        <Button tone="primary" onPress={busy ? undefined : () => void run()}>
          {SAY.run(String(rows.length))}
        </Button>
      </div>
    </form>
  );
}
