/** Drawing on a photo: arrow, circle, word. The marks are kept beside the picture until they are burnt into a copy of it, so the
    last can be taken back and the original never changes. Everything in parts of the picture's longer side. */

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ tool: "arrow" | "circle" | "word", from: Point, to: Point, text?: string }} Mark */
/** @typedef {Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" | "ellipse" | "stroke" | "fillText" | "strokeText" | "lineWidth"
 *   | "strokeStyle" | "fillStyle" | "lineCap" | "lineJoin" | "font" | "textBaseline">} Paper */

export const TOOLS = /** @type {const} */ (["arrow", "circle", "word"]);
const THICK = 0.008;
const TIP = 0.045;
const LETTERS = 0.05;
const SHORTEST = 0.02;
const RED = "#e30613", WHITE = "#ffffff";

/** Whether somebody drew, or only touched. @param {Mark} mark */
export function isMark({ tool, from, to, text }) {
  return tool === "word" ? Boolean(text?.trim()) : Math.hypot(to.x - from.x, to.y - from.y) >= SHORTEST;
}

/** Each mark twice: white below, red above, so that it shows on any ground. @param {Paper} paper @param {Mark[]} marks @param {number} size longer side in pixels */
export function drawMarks(paper, marks, size) {
  Object.assign(paper, { lineCap: "round", lineJoin: "round", textBaseline: "middle", font: `bold ${Math.round(size * LETTERS)}px sans-serif` });
  for (const mark of marks) {
    for (const [colour, width] of /** @type {[string, number][]} */ ([[WHITE, THICK * 2], [RED, THICK]])) {
      Object.assign(paper, { strokeStyle: colour, fillStyle: RED, lineWidth: width * size });
      SHAPES[mark.tool](paper, mark, size);
    }
  }
}

/** @type {Record<Mark["tool"], (paper: Paper, mark: Mark, size: number) => void>} */
const SHAPES = {
  arrow(paper, { from, to }, size) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    paper.beginPath();
    paper.moveTo(from.x * size, from.y * size);
    paper.lineTo(to.x * size, to.y * size);
    for (const turn of [-0.45, 0.45]) {
      paper.moveTo(to.x * size, to.y * size);
      paper.lineTo((to.x - TIP * Math.cos(angle + turn)) * size, (to.y - TIP * Math.sin(angle + turn)) * size);
    }
    paper.stroke();
  },
  circle(paper, { from, to }, size) {
    paper.beginPath();
    paper.ellipse(((from.x + to.x) / 2) * size, ((from.y + to.y) / 2) * size, (Math.abs(to.x - from.x) / 2) * size, (Math.abs(to.y - from.y) / 2) * size, 0, 0, 2 * Math.PI);
    paper.stroke();
  },
  word(paper, { from, text = "" }, size) {
    if (paper.strokeStyle === WHITE) paper.strokeText(text, from.x * size, from.y * size);
    else paper.fillText(text, from.x * size, from.y * size);
  },
};
