import { ArrowDown, ArrowUp, ChartSpline, Eye, EyeOff, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { INDICATORS, indicatorOf, parameterProblem } from '../../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorDefinition, IndicatorParameter } from '../../../src-shared/domain/indicators/indicator.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { MOST_INDICATORS, useChartSettings } from './chart-settings.ts';
import type { ShownIndicator } from './chart-settings.ts';
import { indicatorTitle } from './indicator-lines.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

/** The indicators on the chart, each with its parameters, and the catalogue to add from. */
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
          <ul className="chart-indicator-list" aria-label={SAY.shownIndicators}>
            {settings.indicators.map((shown, index) => (
              <IndicatorRow key={`${String(index)} ${shown.indicator}`} {...part} shown={shown} index={index} />
            ))}
          </ul>
          {settings.indicators.length === 0 ? <p className="ui-note">{SAY.noIndicators}</p> : null}
          <Catalogue {...part} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Changes the list of indicators of a chart. */
export function useIndicatorList({ instrument, timeframe, settings }: ChartPart): {
  readonly toggle: (index: number) => void;
  readonly remove: (index: number) => void;
  readonly move: (index: number, by: -1 | 1) => void;
  readonly change: (index: number, parameters: ShownIndicator['parameters']) => void;
  readonly add: (definition: IndicatorDefinition) => void;
} {
  const store = useChartSettings((each) => each.change);
  const put = (indicators: readonly ShownIndicator[]): void => {
    store(instrument.id, timeframe, { indicators });
  };
  const { indicators } = settings;
  const replace = (index: number, part: Partial<ShownIndicator>): void => {
    put(indicators.map((each, at) => (at === index ? { ...each, ...part } : each)));
  };
  return {
    toggle: (index) => {
      replace(index, { hidden: !(indicators[index]?.hidden ?? false) });
    },
    remove: (index) => {
      put(indicators.filter((_, at) => at !== index));
    },
    move: (index, by) => {
      const moved = [...indicators];
      const [each] = moved.splice(index, 1);
      if (each) moved.splice(index + by, 0, each);
      put(moved);
    },
    change: (index, parameters) => {
      replace(index, { parameters });
    },
    add: ({ id, parameters }) => {
      const presets = Object.fromEntries(parameters.map(({ name, default: preset }) => [name, preset]));
      put([...indicators, { indicator: id, parameters: presets, hidden: false }]);
    },
  };
}

function IndicatorRow({ shown, index, ...part }: ChartPart & { readonly shown: ShownIndicator; readonly index: number }): ReactElement {
  const { toggle, remove, move, change } = useIndicatorList(part);
  const title = indicatorTitle(shown);
  const definition = indicatorOf(shown.indicator);
  const last = part.settings.indicators.length - 1;
  return (
    <li className="chart-indicator" data-hidden={shown.hidden || undefined}>
      <span>{title}</span>
      <IconButton
        icon={ArrowUp}
        label={SAY.earlier(title)}
        disabledReason={index === 0 ? SAY.isFirst : undefined}
        onPress={() => {
          move(index, -1);
        }}
      />
      <IconButton
        icon={ArrowDown}
        label={SAY.later(title)}
        disabledReason={index === last ? SAY.isLast : undefined}
        onPress={() => {
          move(index, 1);
        }}
      />
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
      {definition === undefined || definition.parameters.length === 0 ? null : (
        <div className="chart-indicator-fields">
          {definition.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              definition={definition}
              parameter={parameter}
              shown={shown}
              onChange={(value) => {
                change(index, { ...shown.parameters, [parameter.name]: value });
              }}
            />
          ))}
        </div>
      )}
    </li>
  );
}

interface FieldProps {
  readonly definition: IndicatorDefinition;
  readonly parameter: IndicatorParameter;
  readonly shown: ShownIndicator;
  readonly onChange: (value: number) => void;
}

/** One parameter, changed on the chart as soon as what is typed is one of its values. */
function ParameterField({ definition, parameter, shown, onChange }: FieldProps): ReactElement {
  const { name, label, min, max, decimals, default: preset } = parameter;
  const value = shown.parameters[name] ?? preset;
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? null : parameterProblem(definition, { ...shown.parameters, [name]: Number(typed) });
  const take = (text: string): void => {
    const number = Number(text);
    if (text !== '' && parameterProblem(definition, { ...shown.parameters, [name]: number }) === null) {
      setTyped(null);
      onChange(number);
    } else setTyped(text);
  };
  return (
    <NumberField
      label={label}
      labelAt="above"
      value={typed ?? String(value)}
      error={problem ?? undefined}
      onChange={take}
      onStep={(steps) => {
        const step = decimals === 0 ? 1 : 10 ** -decimals * 10;
        take(String(Number(Math.max(min, Math.min(max, value + steps * step)).toFixed(decimals))));
      }}
    />
  );
}

function Catalogue(part: ChartPart): ReactElement {
  const { add } = useIndicatorList(part);
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const found = INDICATORS.filter(({ label, family, title }) =>
    `${label} ${SAY.families[family]} ${title({})}`.toLowerCase().includes(wanted),
  );
  const full = part.settings.indicators.length >= MOST_INDICATORS ? SAY.tooManyIndicators(MOST_INDICATORS) : undefined;
  return (
    <div className="chart-catalogue">
      <TextField hideLabel label={SAY.findIndicator} placeholder={SAY.findIndicator} value={query} onChange={setQuery} />
      <ul className="chart-catalogue-list" aria-label={SAY.catalogue}>
        {found.map((definition) => (
          <li key={definition.id}>
            <span className="chart-catalogue-name">{definition.label}</span>
            <span className="ui-note">{SAY.families[definition.family]}</span>
            <Button
              size="small"
              label={SAY.addIndicator(definition.label)}
              disabledReason={full}
              onPress={() => {
                add(definition);
              }}
            >
              <Plus size={14} strokeWidth={1.5} aria-hidden />
              {SAY.add}
            </Button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="ui-note">{SAY.noIndicatorFound(query)}</p> : null}
    </div>
  );
}
