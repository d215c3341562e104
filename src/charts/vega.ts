import { parse, type Runtime, type Spec as VegaSpec, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Drawing } from './drawing.ts';

/** Compiled and parsed once; good for every drawing of the same shape. */
export function parsed(drawing: Drawing): Runtime {
  const { spec } = compile(drawing.spec as TopLevelSpec);
  const sized: VegaSpec = {
    ...spec,
    // The page is laid out by us to the unit: Vega is not to fit it to what it holds.
    autosize: 'none',
    width: drawing.width - drawing.padding.left,
    height: drawing.height - drawing.padding.top,
    padding: { ...drawing.padding, right: 0, bottom: 0 },
  };
  return parse(sized);
}

/** A new View for each chart: one used again keeps the layout of the last. */
export async function viewOf(runtime: Runtime, drawing: Drawing): Promise<View> {
  const view = new View(runtime, { renderer: 'none' });
  for (const [name, rows] of Object.entries(drawing.rows)) view.data(name, [...rows]);
  await view.runAsync();
  return view;
}
