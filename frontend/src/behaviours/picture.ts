/** A receipt or a poster as a picture: WeChat saves and forwards pictures by a long press. Drawn here, sent nowhere. */

const WIDTH = 720;
const MARGIN = 56;
const CODE = 460;
const FAMILY = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

interface Line {
  text: string;
  size: number;
  colour: string;
}

type Row = Line | HTMLImageElement;

export function showPicture(button: HTMLElement): void {
  const sheet = document.querySelector<HTMLElement>(button.dataset["picture"] ?? "");
  const place = document.querySelector<HTMLElement>(button.dataset["pictureInto"] ?? "");
  if (!sheet || !place) return;
  const image = document.createElement("img");
  image.src = draw(linesOf(sheet));
  image.alt = button.dataset["pictureAlt"] ?? "";
  place.querySelector("img")?.remove();
  place.prepend(image);
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}

function linesOf(sheet: HTMLElement): Row[] {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return [...sheet.querySelectorAll<HTMLElement>("[data-picture-line]")].map((element) => {
    if (element instanceof HTMLImageElement) return element;
    const kind = element.dataset["pictureLine"];
    const size = kind === "title" ? 44 : kind === "label" ? 26 : 32;
    return { text: element.innerText.replace(/\s*\n\s*/g, "\n").trim(), size, colour: colour(kind === "label" ? "--muted" : "--ink") };
  });
}

function draw(lines: Row[]): string {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const rows = lines.flatMap((line): Row[] => {
    if (line instanceof HTMLImageElement) return [line];
    pen.font = fontOf(line);
    return line.text.split("\n").flatMap((text) => wrap(pen, text)).map((text) => ({ ...line, text }));
  });
  canvas.width = WIDTH;
  canvas.height = rows.reduce((height, row) => height + heightOf(row), MARGIN * 2);
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--card").trim();
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  let top = MARGIN;
  for (const row of rows) {
    if (row instanceof HTMLImageElement) pen.drawImage(row, (WIDTH - CODE) / 2, top, CODE, CODE);
    else {
      pen.font = fontOf(row);
      pen.fillStyle = row.colour;
      pen.fillText(row.text, MARGIN, top);
    }
    top += heightOf(row);
  }
  return canvas.toDataURL("image/png");
}

const fontOf = (line: Line): string => `600 ${line.size}px ${FAMILY}`;
const heightOf = (row: Row): number => (row instanceof HTMLImageElement ? CODE + 32 : row.size * 1.6);

function wrap(pen: CanvasRenderingContext2D, text: string): string[] {
  const rows: string[] = [];
  let row = "";
  for (const character of text) {
    if (pen.measureText(row + character).width > WIDTH - MARGIN * 2 && row) {
      rows.push(row);
      row = "";
    }
    row += character;
  }
  return row ? [...rows, row] : rows;
}
