import type { ReactElement } from 'react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';

export interface PercentSliderProps {
  readonly label: string;
  /** 0 to 100. */
  readonly value: number;
  readonly onChange: (percent: number) => void;
  /** What the value means: "25% of free, 0.012 BTC". */
  readonly valueText: string;
  readonly disabled?: boolean;
}

const TICKS = [0, 25, 50, 75, 100] as const;

/** A slider over 0 to 100 with ticks at the quarters; pressing a tick's figure takes it. 44 high with its figures. */
export function PercentSlider({ label, value, onChange, valueText, disabled = false }: PercentSliderProps): ReactElement {
  const held = Math.min(100, Math.max(0, value));
  return (
    <div className="ui-slider">
      <Slider
        aria-label={label}
        minValue={0}
        maxValue={100}
        step={1}
        value={held}
        isDisabled={disabled}
        onChange={(next) => {
          onChange(typeof next === 'number' ? next : (next[0] ?? 0));
        }}
      >
        <SliderTrack className="ui-slider-track">
          <span className="ui-slider-fill" style={{ inlineSize: `${String(held)}%` }} />
          {TICKS.map((tick) => (
            <span key={tick} className="ui-slider-tick" style={{ insetInlineStart: `${String(tick)}%` }} />
          ))}
          <SliderThumb className="ui-slider-thumb" aria-valuetext={valueText} />
        </SliderTrack>
      </Slider>
      <div className="ui-slider-figures">
        {TICKS.map((tick) => (
          <button
            key={tick}
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            disabled={disabled}
            onClick={() => {
              onChange(tick);
            }}
          >
            {tick === 100 ? '100%' : String(tick)}
          </button>
        ))}
      </div>
    </div>
  );
}
