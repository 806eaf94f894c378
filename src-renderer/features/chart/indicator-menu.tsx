import { ChartSpline, Eye, EyeOff, X } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { INDICATORS } from '../../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorDefinition } from '../../../src-shared/domain/indicators/indicator.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useChartSettings } from './chart-settings.ts';
import type { ShownIndicator } from './chart-settings.ts';
import { indicatorTitle } from './indicator-lines.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './toolbar.tsx';

/** The indicators on the chart, each to be hidden or removed, and those that can be added with their length. */
export function IndicatorMenu(part: ChartPart): ReactElement {
  const { settings } = part;
  return (
    <DialogTrigger>
      <AriaButton className="ui-button" data-tone="quiet" data-size="small">
        <span className="ui-button-label">
          <ChartSpline size={16} strokeWidth={1.5} aria-hidden />
          {SAY.indicators}
          <span className="chart-count">{settings.indicators.length}</span>
        </span>
      </AriaButton>
      <Popover className="ui-popover" offset={4} placement="bottom start">
        <Dialog className="chart-indicators" aria-label={SAY.indicators}>
          {settings.indicators.map((shown, index) => (
            <IndicatorRow key={index} {...part} shown={shown} index={index} />
          ))}
          {INDICATORS.filter((definition) => definition.pane === 'overlay').map((definition) => (
            <AddIndicator key={definition.id} {...part} definition={definition} />
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Changes the list of indicators of a chart. */
export function useIndicatorList({ instrument, timeframe, settings }: ChartPart): {
  readonly toggle: (index: number) => void;
  readonly remove: (index: number) => void;
  readonly add: (shown: ShownIndicator) => void;
} {
  const change = useChartSettings((store) => store.change);
  const put = (indicators: readonly ShownIndicator[]): void => {
    change(instrument.id, timeframe, { indicators });
  };
  return {
    toggle: (index) => {
      put(settings.indicators.map((each, at) => (at === index ? { ...each, hidden: !each.hidden } : each)));
    },
    remove: (index) => {
      put(settings.indicators.filter((_, at) => at !== index));
    },
    add: (shown) => {
      put([...settings.indicators, shown]);
    },
  };
}

function IndicatorRow({ shown, index, ...part }: ChartPart & { readonly shown: ShownIndicator; readonly index: number }): ReactElement {
  const { toggle, remove } = useIndicatorList(part);
  const title = indicatorTitle(shown);
  return (
    <div className="chart-indicator" data-hidden={shown.hidden || undefined}>
      <span>{title}</span>
      <IconButton
        icon={shown.hidden ? EyeOff : Eye}
        label={shown.hidden ? SAY.show(title) : SAY.hide(title)}
        onPress={() => {
          toggle(index);
        }}
      />
      <IconButton
        icon={X}
        label={SAY.remove(title)}
        onPress={() => {
          remove(index);
        }}
      />
    </div>
  );
}

function AddIndicator({ definition, ...part }: ChartPart & { readonly definition: IndicatorDefinition }): ReactElement {
  const { add } = useIndicatorList(part);
  const parameter = definition.parameters[0];
  const [typed, setTyped] = useState(String(parameter?.default ?? ''));
  const length = Number(typed);
  const valid = parameter === undefined || (Number.isInteger(length) && length >= parameter.min && length <= parameter.max);
  const refusal = valid ? undefined : SAY.lengthRange(parameter.min, parameter.max);
  const parameters = parameter === undefined ? {} : { [parameter.name]: length };
  const put = (): void => {
    if (valid) add({ indicator: definition.id, parameters, hidden: false });
  };
  return (
    <div className="chart-add-indicator">
      {parameter === undefined ? null : (
        <NumberField
          label={SAY.lengthOf(definition.label)}
          labelAt="above"
          value={typed}
          error={refusal}
          keepReadBack
          onChange={setTyped}
          onEnter={put}
          onStep={(steps) => {
            setTyped(
              String(Math.max(parameter.min, Math.min(parameter.max, (Number.isInteger(length) ? length : parameter.default) + steps))),
            );
          }}
        />
      )}
      <Button onPress={put} disabledReason={refusal}>
        {SAY.addIndicator(valid ? definition.title(parameters) : definition.label)}
      </Button>
    </div>
  );
}
