/** The receipt as a picture: WeChat saves pictures by a long press, and nothing else. Drawn here, sent nowhere. */

const WIDTH = 720;
const MARGIN = 56;
const FAMILY = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

interface Line {
  text: string;
  size: number;
  colour: string;
}

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

function linesOf(sheet: HTMLElement): Line[] {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return [...sheet.querySelectorAll<HTMLElement>("[data-picture-line]")].map((element) => {
    const kind = element.dataset["pictureLine"];
    const size = kind === "title" ? 44 : kind === "label" ? 26 : 32;
    return { text: element.innerText.replace(/\s*\n\s*/g, "\n").trim(), size, colour: colour(kind === "label" ? "--muted" : "--ink") };
  });
}

function draw(lines: Line[]): string {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const rows = lines.flatMap((line) => {
    pen.font = `600 ${line.size}px ${FAMILY}`;
    return line.text.split("\n").flatMap((text) => wrap(pen, text)).map((text) => ({ ...line, text }));
  });
  canvas.width = WIDTH;
  canvas.height = rows.reduce((height, row) => height + row.size * 1.6, MARGIN * 2);
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--card").trim();
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  let top = MARGIN;
  for (const row of rows) {
    pen.font = `600 ${row.size}px ${FAMILY}`;
    pen.fillStyle = row.colour;
    pen.fillText(row.text, MARGIN, top);
    top += row.size * 1.6;
  }
  return canvas.toDataURL("image/png");
}

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
