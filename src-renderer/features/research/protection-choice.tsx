import type { ReactElement } from 'react';
import { protectionLine, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Select } from '../../ui/select.tsx';
import { Section } from './run-fields.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const NONE: readonly ProtectionSpec[] = [];

/** The protections of a run as typed so far. */
export interface ProtectionChoiceProps {
  readonly protections: readonly ProtectionSpec[];
  readonly onChange: (part: { readonly protections: readonly ProtectionSpec[] }) => void;
}

function lines(protections: readonly ProtectionSpec[]): string {
  return protections.map(protectionLine).join('\n');
}

/** The protections of the account, as a run may take them over. */
export function useAccountProtections(): readonly ProtectionSpec[] {
  return useDesk(({ risk }) => risk?.limits.protections) ?? NONE;
}

/** Which protections work during a run: none, the account's, or those of the run that the form was opened with. */
export function ProtectionSelect({ protections, onChange, look }: ProtectionChoiceProps & { readonly look?: 'quiet' }): ReactElement {
  const account = useAccountProtections();
  const offered = { none: NONE, account, kept: protections };
  const chosen = protections.length === 0 ? 'none' : lines(protections) === lines(account) ? 'account' : 'kept';
  const keys = (['none', 'account', 'kept'] as const).filter(
    (key) => key === 'none' || key === chosen || (key === 'account' && account.length > 0),
  );
  return (
    <Select
      {...(look === undefined ? {} : { look })}
      label={SAY.protections}
      value={chosen}
      choices={keys.map((value) => ({ value, label: SAY.protectionChoices[value] }))}
      onChange={(key) => {
        onChange({ protections: offered[key] });
      }}
    />
  );
}

/** The choice with what it comes to. */
export function ProtectionChoice(props: ProtectionChoiceProps): ReactElement {
  const { protections } = props;
  return (
    <>
      <Section title={SAY.protections}>
        <ProtectionSelect {...props} look="quiet" />
      </Section>
      {protections.length === 0 ? <p className="ui-note research-bars">{SAY.noProtections}</p> : null}
      {protections.map((spec) => (
        <p key={protectionLine(spec)} className="ui-note research-bars">
          {protectionLine(spec)}
        </p>
      ))}
    </>
  );
}
