import { create } from 'zustand';
import type { ChartPoint } from './drawings.ts';

export type ToolName = 'level' | 'measure';

/** What is being drawn. */
export interface ChartTool {
  readonly tool: ToolName | null;
  /** Where the line, or the moving end of the measure, stands. */
  readonly at: ChartPoint | null;
  /** Where the measure began. */
  readonly from: ChartPoint | null;
}

const NOTHING: ChartTool = { tool: null, at: null, from: null };

/** The drawing tool in use. */
export const useChartTool = create<ChartTool>()(() => NOTHING);

/** Takes a tool up, or lays it down where it is the one in use. */
export function takeTool(tool: ToolName | null): void {
  const same = useChartTool.getState().tool === tool;
  useChartTool.setState({ ...NOTHING, tool: same ? null : tool });
}

/** Lays the tool down. */
export function endTool(): void {
  useChartTool.setState(NOTHING);
}
