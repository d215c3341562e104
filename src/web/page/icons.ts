const SVG = 'http://www.w3.org/2000/svg';

/** Lines on a ground of 24 by 24. */
const ICONS = {
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  barred: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M6 6l12 12',
  warning: 'M12 4l9 16H3zM12 10v5M12 17.500v.5',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l4 2',
  square: 'M7 7h10v10H7z',
  eye: 'M2 12q10-14 20 0q-10 14-20 0M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  download: 'M12 4v11M7 11l5 5l5-5M5 20h14',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
} as const;

export type IconName = keyof typeof ICONS;

/** A small drawing beside words that say the same: it is not read out. */
export function icon(name: IconName): SVGSVGElement {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
