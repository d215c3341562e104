import type { View } from 'vega';
import type { Drawing } from '../../src/charts/drawing.ts';
import { FONT_FILES, loadFonts } from '../../src/charts/fonts.ts';
import type { Box } from '../../src/charts/label-placement.ts';
import type { TrainChart } from '../../src/charts/spec.ts';
import { type MeasureText, teachVegaWidths, textMeasurer } from '../../src/charts/text-widths.ts';
import { layOut } from '../../src/charts/train-chart.ts';
import { parsed, viewOf } from '../../src/charts/vega.ts';

export const FONTS = Object.values(FONT_FILES);

export function measurer(): MeasureText {
  const measure = textMeasurer(loadFonts());
  teachVegaWidths(measure);
  return measure;
}

/** A word of a picture with the room Vega says it takes, in chart units. */
export interface Word extends Box {
  readonly text: string;
}

export interface Scene {
  readonly drawing: Drawing;
  readonly words: readonly Word[];
  readonly svg: string;
}

export function sceneOf(chart: TrainChart, measure: MeasureText): Promise<Scene> {
  return sceneOfDrawing(layOut(chart, measure));
}

export async function sceneOfDrawing(drawing: Drawing): Promise<Scene> {
  const view = await viewOf(parsed(drawing), drawing);
  const svg = await view.toSVG();
  const words = wordsOf(view, drawing);
  view.finalize();
  return { drawing, words, svg };
}

interface SceneItem {
  readonly marktype?: string;
  readonly items?: readonly SceneItem[];
  readonly x?: number;
  readonly y?: number;
  readonly text?: unknown;
  readonly stroke?: string;
  readonly bounds?: { x1: number; y1: number; x2: number; y2: number };
}

/** Every text of the scene but the halos, which are the same texts again. */
function wordsOf(view: View, drawing: Drawing): Word[] {
  const words: Word[] = [];
  const visit = (node: SceneItem, x: number, y: number) => {
    for (const item of node.items ?? []) {
      if (node.marktype === 'text') {
        const { bounds, text, stroke } = item;
        if (!bounds || stroke || !text) continue;
        words.push({
          text: String(text),
          left: x + bounds.x1,
          right: x + bounds.x2,
          top: y + bounds.y1,
          bottom: y + bounds.y2,
        });
      } else if (node.marktype === 'group') {
        visitAll(item, x + (item.x ?? 0), y + (item.y ?? 0));
      }
    }
  };
  const visitAll = (group: SceneItem & { axes?: readonly SceneItem[] }, x: number, y: number) => {
    for (const mark of group.items ?? []) visit(mark, x, y);
  };
  const { root } = view.scenegraph() as unknown as { root: SceneItem };
  visit(root, drawing.padding.left, drawing.padding.top);
  return words;
}
